fuda_unit_test(reader LAYER corpus)
fuda_unit_test(store LAYER corpus)
fuda_unit_test(store_runs LAYER corpus)
fuda_unit_test(export LAYER corpus)
fuda_unit_test(search LAYER corpus)
fuda_unit_test(report LAYER corpus)

# The originals of ../shared/data; skips what needs them without.
fuda_unit_test(formats LAYER corpus)
set_tests_properties(unit.formats PROPERTIES LABELS "data;full;fast")
