add_test(NAME corpus.authored
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/corpus_check.py ${CMAKE_SOURCE_DIR})
set_tests_properties(corpus.authored PROPERTIES LABELS "full" TIMEOUT 300)
