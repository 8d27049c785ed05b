# Command-line tests: one ctest per .bats file, each test in it with a scratch folder of its own.
find_program(BATS bats REQUIRED)
file(GLOB FUDA_CLI_TESTS CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.bats)
foreach(file ${FUDA_CLI_TESTS})
    get_filename_component(name ${file} NAME_WE)
    add_test(NAME cli.${name} COMMAND ${BATS} ${file})
    set_tests_properties(cli.${name} PROPERTIES LABELS "full" TIMEOUT 600
        ENVIRONMENT "FUDA=$<TARGET_FILE:fuda_cli>;FUDA_SRC=${CMAKE_SOURCE_DIR}")
endforeach()
