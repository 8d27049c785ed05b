foreach(test error memory hash minhash file parallel json utf8 random stats)
    fuda_unit_test(${test} LAYER core)
endforeach()
target_link_libraries(test_json PRIVATE PkgConfig::JANSSON)
