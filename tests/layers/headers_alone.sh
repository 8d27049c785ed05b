#!/usr/bin/env bash
# Compiles every header of the tree by itself: it must include what it needs.
#   headers_alone.sh SOURCE_DIR BUILD_DIR CC
set -u
src=$1 build=$2 cc=$3
bad=0 n=0
flags=(-std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c)
for folder in core nlp classifier models corpus; do
    for header in "$src/$folder"/*.h; do
        n=$((n + 1))
        "$cc" "${flags[@]}" -I"$build/layers/$folder" -I"$src/include" -I"$build/generated" \
            -include "$header" - </dev/null || bad=$((bad + 1))
    done
done
for header in "$src"/cli/*.h; do
    n=$((n + 1))
    "$cc" "${flags[@]}" -I"$src" -I"$src/include" -include "$header" - </dev/null || bad=$((bad + 1))
done
for header in "$src"/include/*.h "$src"/include/fuda/*.h; do
    n=$((n + 1))
    "$cc" "${flags[@]}" -I"$src/include" -include "$header" - </dev/null || bad=$((bad + 1))
    # C++ programs include the public ones too.
    "${cc/gcc/g++}" -std=c++17 -Wall -Wextra -Werror -fsyntax-only -x c++ -I"$src/include" \
        -include "$header" - </dev/null || bad=$((bad + 1))
done
echo "$n headers, $bad problems"
[ "$bad" -eq 0 ] && [ "$n" -gt 20 ]
