foreach(test normalize words han tokenize phrases detect offsets long_text fresh scratch text_api no_alloc shared_data)
    fuda_unit_test(${test} LAYER nlp)
endforeach()
# The word scanner is held against ICU's own word breaks.
target_link_libraries(test_words PRIVATE PkgConfig::ICU)
# … once more as it is on processors without SSE2.
fuda_unit_test(words_portable LAYER nlp SOURCES unit/test_words.c ${CMAKE_SOURCE_DIR}/nlp/words.c)
target_link_libraries(test_words_portable PRIVATE PkgConfig::ICU)
target_compile_definitions(test_words_portable PRIVATE NLP_PORTABLE)
target_link_libraries(test_shared_data PRIVATE PkgConfig::JANSSON)
set_tests_properties(unit.shared_data PROPERTIES LABELS "data;full")
