foreach(test normalize words han tokenize phrases detect offsets long_text fresh scratch text_api shared_data)
    fuda_unit_test(${test} LAYER nlp)
endforeach()
# The word scanner is held against ICU's own word breaks.
target_link_libraries(test_words PRIVATE PkgConfig::ICU)
target_link_libraries(test_shared_data PRIVATE PkgConfig::JANSSON)
set_tests_properties(unit.shared_data PROPERTIES LABELS "data;full")
