/* SPDX-License-Identifier: MIT */
#include "cli/locate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/message.h"

/* Relative to the program: in the build tree, and installed. */
static const char *const shipped[] = {"models/ai-fields-drivers.fuda",
                                      "../share/fuda/ai-fields-drivers.fuda"};
enum { SHIPPED = sizeof shipped / sizeof shipped[0] };

char *locate_beside(const char *name)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

    if (n <= 0)
        return NULL;
    self[n] = '\0';
    char *slash = strrchr(self, '/');
    if (slash == NULL)
        return NULL;
    slash[1] = '\0';
    size_t size = strlen(self) + strlen(name) + 1;
    char *path = cli_alloc(size, 1);
    snprintf(path, size, "%s%s", self, name);
    return path;
}

char *locate_model(const cli_args *args, const char *named)
{
    const char *variable = getenv("FUDA_MODEL");
    const char *path = named != NULL ? named : args->model;

    if (path == NULL && variable != NULL && *variable != '\0')
        path = variable;
    if (path != NULL)
        return cli_strndup(path, strlen(path));
    for (size_t i = 0; i < SHIPPED; i++) {
        char *candidate = locate_beside(shipped[i]);
        if (candidate != NULL && access(candidate, F_OK) == 0)
            return candidate;
        free(candidate);
    }
    return NULL;
}

fuda_model *load_model(const cli_args *args, const char *named)
{
    fuda_error err = {0};
    fuda_model *model = NULL;
    char *path = locate_model(args, named);

    if (path == NULL) {
        say_error("%s: no model; none was named, and fuda's own is in neither of these places:",
                  args->verb->name);
        for (size_t i = 0; i < SHIPPED; i++) {
            char *candidate = locate_beside(shipped[i]);
            fprintf(stderr, "  %s\n", candidate != NULL ? candidate : shipped[i]);
            free(candidate);
        }
        fprintf(stderr, "name one with --model FILE or in FUDA_MODEL; 'fuda train' makes one\n");
        return NULL;
    }
    if (fuda_model_load(path, args->mecab_dic, &model, &err) != FUDA_OK) {
        say_error("%s", err.text);
        free(path);
        return NULL;
    }
    const fuda_model_info *info = fuda_model_describe(model);
    say_detail("model %s, %zu labels, %zu features, hash %s", path, info->nlabel, info->nfeature, info->hash);
    if (info->stale)
        say_detail("model %s: calibration and thresholds are those of other documents than it has learned", path);
    if (info->mismatch != NULL && info->mismatch[0] != '\0')
        say_note("model '%s': %s", path, info->mismatch);
    free(path);
    return model;
}
