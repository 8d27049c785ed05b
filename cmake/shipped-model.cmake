# The shipped model is made by the program itself from the taxonomy and the seed documents: the
# same input gives the same bytes.  Words alone, without pairs: tagging is to cost little more than
# segmenting (docs/benchmarks.md).
file(GLOB FUDA_SEEDS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/corpus/seed/*.jsonl)
list(SORT FUDA_SEEDS)
set(FUDA_SHIPPED_MODEL ${CMAKE_BINARY_DIR}/models/ai-fields-drivers.fuda)
add_custom_command(OUTPUT ${FUDA_SHIPPED_MODEL}
    COMMAND fuda_cli train --quiet --force --word-ngrams 1 --taxonomy ${CMAKE_SOURCE_DIR}/models/taxonomy.yaml
            --output ${FUDA_SHIPPED_MODEL} ${FUDA_SEEDS}
    DEPENDS fuda_cli ${CMAKE_SOURCE_DIR}/models/taxonomy.yaml ${FUDA_SEEDS}
    COMMENT "Training the shipped model from corpus/seed" VERBATIM)
add_custom_target(shipped_model ALL DEPENDS ${FUDA_SHIPPED_MODEL})
