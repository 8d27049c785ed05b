# Tests of the whole: what README shows, an installed copy, a rebuilt model.
add_test(NAME whole.readme
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/readme_check.py
            ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR} README.md docs/report.md docs/evaluation.md)
set(install_flags "")
if(FUDA_SANITIZE)
    set(install_flags "-fsanitize=${FUDA_SANITIZE}")
endif()
add_test(NAME whole.install
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/install/run.sh ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR} "${install_flags}")
add_test(NAME whole.shellcheck
    COMMAND shellcheck -x ${CMAKE_SOURCE_DIR}/quickstart ${CMAKE_SOURCE_DIR}/check ${CMAKE_SOURCE_DIR}/.ci/run
            ${CMAKE_CURRENT_SOURCE_DIR}/install/run.sh ${CMAKE_CURRENT_SOURCE_DIR}/layers/headers_alone.sh
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
set_tests_properties(whole.readme whole.install whole.shellcheck PROPERTIES LABELS "full" TIMEOUT 900)

# Quality on real documents; skips itself where they are absent.
set(gold_data "${CMAKE_SOURCE_DIR}/../shared/data")
if(DEFINED ENV{FUDA_DATA})
    set(gold_data "$ENV{FUDA_DATA}")
endif()
add_test(NAME whole.gold
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/gold_check.py $<TARGET_FILE:fuda_cli> ${gold_data})
set_tests_properties(whole.gold PROPERTIES LABELS data TIMEOUT 300 SKIP_RETURN_CODE 77)
