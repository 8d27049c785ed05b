# Flags of every target, as an interface target: nothing edits CMAKE_C_FLAGS.
add_library(fuda_flags INTERFACE)
target_compile_options(fuda_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes
    -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla -fno-math-errno
    # The same sums on every machine: no fusing of multiply and add.
    -ffp-contract=off
    $<$<BOOL:${FUDA_WERROR}>:-Werror>
    $<$<BOOL:${FUDA_COVERAGE}>:--coverage>)
target_compile_definitions(fuda_flags INTERFACE _GNU_SOURCE)
target_link_options(fuda_flags INTERFACE $<$<BOOL:${FUDA_COVERAGE}>:--coverage>)
if(FUDA_FUZZ)
    target_compile_options(fuda_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(FUDA_SANITIZE)
    target_compile_options(fuda_flags INTERFACE
        -fsanitize=${FUDA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(fuda_flags INTERFACE -fsanitize=${FUDA_SANITIZE})
endif()
