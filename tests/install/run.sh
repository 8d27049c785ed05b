#!/usr/bin/env bash
# Installs the build into an empty folder and uses it from there: the program, a program linked through
# CMake's package and one linked through pkg-config.
#   run.sh SOURCE_DIR BUILD_DIR CFLAGS
set -euo pipefail
src=$1 build=$2 flags=${3:-}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/prefix
cmake --install "$build" --prefix "$prefix" >/dev/null
model=$prefix/share/fuda/ai-fields-drivers.fuda

# The program finds its model by itself, and its manual is in place.
unset FUDA_MODEL
echo "具身智能机器人的强化学习" | "$prefix/bin/fuda" tag -f jsonl - | grep -q '"lang":"zh"'
test -s "$prefix/share/man/man1/fuda.1"

# The same library for both programs; both must find a label in the sentence.
CFLAGS=$flags cmake -S "$src/tests/install" -B "$scratch/cmake" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build "$scratch/cmake" >/dev/null
"$scratch/cmake/uses_fuda" "$model" | tee "$scratch/one" | grep -q '^field/llm-generative '

pc=$(dirname "$(find "$prefix" -name fuda.pc)")
read -r -a options < <(PKG_CONFIG_PATH=$pc pkg-config --cflags --libs fuda)
read -r -a extra <<<"$flags"
lib=$(dirname "$(find "$prefix" -name libfuda.so)")
gcc "${extra[@]}" "$src/tests/install/main.c" "${options[@]}" -Wl,-rpath,"$lib" -o "$scratch/two"
"$scratch/two" "$model" | diff "$scratch/one" -
echo "installed and used"
