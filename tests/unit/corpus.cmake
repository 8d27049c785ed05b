fuda_unit_test(reader LAYER corpus)
fuda_unit_test(store LAYER corpus)
fuda_unit_test(store_runs LAYER corpus)
fuda_unit_test(export LAYER corpus)
