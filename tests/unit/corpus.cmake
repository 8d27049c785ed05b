fuda_unit_test(reader LAYER corpus)
fuda_unit_test(store LAYER corpus)
