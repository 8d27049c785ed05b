/* SPDX-License-Identifier: MIT */
/* Tags one sentence with the library.  README.md shows this program. */
#include <stdio.h>
#include <string.h>

#include <fuda.h>

int main(int argc, char **argv)
{
    const char *text = "上海人工智能实验室发布了新的大语言模型，并开放了大语言模型的训练数据和代码。";
    fuda_document document = {.id = {"1", 1}, .text = {text, strlen(text)}};
    const fuda_document *documents[] = {&document};
    const fuda_result *result;
    fuda_model *model = NULL;
    fuda_tagger *tagger = NULL;
    fuda_error err;

    if (argc != 2 || fuda_model_load(argv[1], NULL, &model, &err) != FUDA_OK ||
        fuda_tagger_new(model, 1, &tagger, &err) != FUDA_OK ||
        fuda_tagger_run(tagger, documents, 1, NULL, &result, &err) != FUDA_OK) {
        fprintf(stderr, "%s\n", argc == 2 ? err.text : "usage: uses_fuda MODEL");
        return 2;
    }
    for (size_t i = 0; i < result->ntag; i++)
        printf("%s %.2f\n", fuda_model_label(model, result->tags[i].label), result->tags[i].p);
    fuda_tagger_free(tagger);
    fuda_model_free(model);
    return 0;
}
