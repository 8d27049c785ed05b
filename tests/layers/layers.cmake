find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME layers.includes
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/layers/check_includes.py ${CMAKE_SOURCE_DIR})
add_test(NAME layers.headers_alone
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/layers/headers_alone.sh
            ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR} ${CMAKE_C_COMPILER})
set_tests_properties(layers.includes layers.headers_alone PROPERTIES LABELS "fast;full")
