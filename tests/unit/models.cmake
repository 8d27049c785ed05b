fuda_unit_test(features LAYER models)
fuda_unit_test(flip LAYER models)
fuda_unit_test(model_file LAYER models)
fuda_unit_test(passages LAYER models)
fuda_unit_test(tagging LAYER models)
fuda_unit_test(taxonomy LAYER models)
fuda_unit_test(training LAYER models)
fuda_unit_test(update LAYER models)

# Needs ../shared/data (or FUDA_DATA); skips itself without, and under sanitizers.
fuda_unit_test(quality LAYER models)
target_link_libraries(test_quality PRIVATE PkgConfig::JANSSON)
set_tests_properties(unit.quality PROPERTIES LABELS data TIMEOUT 600)
fuda_unit_test(small_data LAYER models)
