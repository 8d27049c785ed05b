# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Loaded by every .bats file.  FUDA is the program under test, FUDA_SRC the source folder.  Tests run in
# scratch folders of their own, without colours and locale of the caller.
# What is checked is mostly structured, so the checks are Python: `py [ARG…] <<'EOF'` runs a script with
# everything of check.py in reach and the arguments in `args`.

setup() {
    : "${FUDA:?the program under test}" "${FUDA_SRC:?the source folder}"
    export FUDA FUDA_SRC LC_ALL=C.UTF-8 LANG=C.UTF-8 TERM=xterm
    unset FUDA_MODEL NO_COLOR COLUMNS LC_MESSAGES
    # A sanitizer's complaint must not look like one of fuda's own exit codes.
    export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}exitcode=99"
    export LSAN_OPTIONS="${LSAN_OPTIONS:-suppressions=$FUDA_SRC/tests/lsan.supp:print_suppressions=0}"
    cd "$BATS_TEST_TMPDIR" || return 1
}

teardown() {
    cd / || return 1
    rm -rf "${BATS_TEST_TMPDIR:?}"/*
}

py() {
    python3 "$BATS_TEST_DIRNAME/check.py" "$@"
}
