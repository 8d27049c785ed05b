/* SPDX-License-Identifier: MIT */
/*
 * How fast fuda tags real text, next to the bare segmenter in the same run.  Documents are in memory
 * before anything is timed, each pass covers all of them, and the passes of the kinds of work take
 * turns, so that noise of the machine hits all alike.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bench/load.h"
#include "bench/segmenters.h"

enum { BATCH = 256, MAX_REPEAT = 1000, MAX_MB = 2000 };

typedef enum kind { SEGMENT, TOKENIZE, TAG_1, TAG_2, NKIND } kind;
static const char *const kind_names[NKIND] = {"segmenter", "tokenize", "tag, 1 thread", "tag, 2 threads"};
static const char *const kind_keys[NKIND] = {"segmenter", "tokenize", "tag_1", "tag_2"};

typedef struct options {
    const char *data, *sample, *model;
    int repeat, max_mb;
    bool json;
} options;

/* What is timed: one language's documents and the objects at work on them. */
typedef struct bench {
    bench_set set;
    bench_segmenter *segmenter;
    fuda_scratch *scratch;
    fuda_tagger *tagger[2]; /* with one and two threads */
    double *seconds[NKIND]; /* [repeat] by the clock on the wall */
    double *cpu[NKIND];     /* [repeat] of the calling thread         */
    size_t words, tagged;   /* results, so that no work can be left out */
} bench;

static double now(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void check(fuda_status status, const fuda_error *err)
{
    if (status != FUDA_OK) {
        fprintf(stderr, "throughput: %s\n", err->text);
        exit(2);
    }
}

static void tokenize_all(bench *b)
{
    const fuda_tokens *tokens;
    fuda_error err;

    for (size_t i = 0; i < b->set.n; i++) {
        const fuda_document *d = &b->set.documents[i];
        if (d->title.len != 0)
            check(fuda_tokenize(b->scratch, d->title.ptr, d->title.len, FUDA_LANG_UND, &tokens, &err), &err);
        check(fuda_tokenize(b->scratch, d->text.ptr, d->text.len, FUDA_LANG_UND, &tokens, &err), &err);
    }
}

/* In batches, as `fuda tag` reads them. */
static size_t tag_all(bench *b, fuda_tagger *tagger)
{
    const fuda_result *results;
    size_t tagged = 0;
    fuda_error err;

    for (size_t from = 0; from < b->set.n; from += BATCH) {
        size_t n = b->set.n - from < BATCH ? b->set.n - from : BATCH;
        check(fuda_tagger_run(tagger, b->set.list + from, n, NULL, &results, &err), &err);
        for (size_t i = 0; i < n; i++)
            tagged += results[i].ntag != 0;
    }
    return tagged;
}

static void pass(bench *b, kind what, double *seconds, double *cpu)
{
    double start = now(CLOCK_MONOTONIC), cpu_start = now(CLOCK_THREAD_CPUTIME_ID);

    switch (what) {
    case SEGMENT:
        b->words = bench_segmenter_run(b->segmenter);
        break;
    case TOKENIZE:
        tokenize_all(b);
        break;
    default:
        b->tagged = tag_all(b, b->tagger[what == TAG_2]);
        break;
    }
    *seconds = now(CLOCK_MONOTONIC) - start;
    *cpu = now(CLOCK_THREAD_CPUTIME_ID) - cpu_start;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A round to warm up, then `repeat` rounds that count; times end up sorted. */
static void measure(bench *b, const fuda_model *model, int repeat)
{
    fuda_error err;

    b->segmenter = bench_segmenter_new(&b->set);
    if (b->segmenter == NULL)
        exit(2);
    check(fuda_scratch_new(fuda_model_tokenizer(model), &b->scratch, &err), &err);
    for (int jobs = 1; jobs <= 2; jobs++)
        check(fuda_tagger_new(model, jobs, &b->tagger[jobs - 1], &err), &err);
    for (int k = 0; k < NKIND; k++) {
        b->seconds[k] = malloc((size_t)repeat * sizeof *b->seconds[k]);
        b->cpu[k] = malloc((size_t)repeat * sizeof *b->cpu[k]);
        if (b->seconds[k] == NULL || b->cpu[k] == NULL)
            exit(2);
        pass(b, (kind)k, b->seconds[k], b->cpu[k]);
    }
    for (int r = 0; r < repeat; r++) {
        for (int k = 0; k < NKIND; k++)
            pass(b, (kind)k, &b->seconds[k][r], &b->cpu[k][r]);
    }
    for (int k = 0; k < NKIND; k++) {
        qsort(b->seconds[k], (size_t)repeat, sizeof *b->seconds[k], ascending);
        qsort(b->cpu[k], (size_t)repeat, sizeof *b->cpu[k], ascending);
    }
}

static void release(bench *b)
{
    fuda_tagger_free(b->tagger[0]);
    fuda_tagger_free(b->tagger[1]);
    fuda_scratch_free(b->scratch);
    bench_segmenter_free(b->segmenter);
    bench_set_release(&b->set);
    for (int k = 0; k < NKIND; k++) {
        free(b->seconds[k]);
        free(b->cpu[k]);
    }
}

/* ---- reports --------------------------------------------------------------------------------- */

static double median(const bench *b, kind k, int repeat)
{
    return (b->seconds[k][(repeat - 1) / 2] + b->seconds[k][repeat / 2]) / 2;
}

/* Processor time of the whole path over that of the segmenter: other programs on the machine do not
 * count in it. */
static double cost(const bench *b)
{
    return b->cpu[TAG_1][0] / b->cpu[SEGMENT][0];
}

/* Time on the wall of one thread over that of two: tells something only on an idle machine. */
static double speed_up(const bench *b)
{
    return b->seconds[TAG_1][0] / b->seconds[TAG_2][0];
}

static double peak_mb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss * 1024 / 1e6;
}

static void print_table(const bench *b, int repeat)
{
    double mb = (double)b->set.bytes / 1e6;

    printf("\n%s  %zu documents, %.2f MB, %zu words by %s, %zu tagged  (%s)\n", b->set.lang, b->set.n, mb,
           b->words, bench_segmenter_name(b->segmenter), b->tagged, b->set.source);
    if (b->set.sample)
        printf("    the sample corpus again and again: faster than new text would be\n");
    printf("    %-15s %9s %9s %9s %9s %9s %12s\n", "", "min s", "median s", "cpu s", "MB/s", "median",
           "documents/s");
    for (int k = 0; k < NKIND; k++) {
        double min = b->seconds[k][0], mid = median(b, (kind)k, repeat);
        printf("    %-15s %9.3f %9.3f %9.3f %9.2f %9.2f %12.0f\n", kind_names[k], min, mid, b->cpu[k][0],
               mb / min, mb / mid, (double)b->set.n / min);
    }
    printf("    tag costs %.2f x the segmenter's processor time; two threads %.2f x as fast as one\n", cost(b),
           speed_up(b));
}

static void add_json(fuda_json *json, const bench *b, int repeat)
{
    fuda_json_key(json, b->set.lang);
    fuda_json_object(json);
    fuda_json_key(json, "source");
    fuda_json_cstring(json, b->set.source);
    fuda_json_key(json, "sample");
    fuda_json_bool(json, b->set.sample);
    fuda_json_key(json, "documents");
    fuda_json_int(json, (int64_t)b->set.n);
    fuda_json_key(json, "bytes");
    fuda_json_int(json, (int64_t)b->set.bytes);
    for (int k = 0; k < NKIND; k++) {
        fuda_json_key(json, kind_keys[k]);
        fuda_json_object(json);
        fuda_json_key(json, "min_seconds");
        fuda_json_real(json, b->seconds[k][0], 6);
        fuda_json_key(json, "median_seconds");
        fuda_json_real(json, median(b, (kind)k, repeat), 6);
        fuda_json_key(json, "min_cpu_seconds");
        fuda_json_real(json, b->cpu[k][0], 6);
        fuda_json_key(json, "mb_per_second");
        fuda_json_real(json, (double)b->set.bytes / 1e6 / b->seconds[k][0], 3);
        fuda_json_key(json, "documents_per_second");
        fuda_json_real(json, (double)b->set.n / b->seconds[k][0], 1);
        fuda_json_object_end(json);
    }
    fuda_json_key(json, "cost");
    fuda_json_real(json, cost(b), 4);
    fuda_json_key(json, "speed_up");
    fuda_json_real(json, speed_up(b), 4);
    fuda_json_object_end(json);
}

/* ---- program --------------------------------------------------------------------------------- */

static int usage(FILE *out, int status)
{
    fputs("usage: throughput [--data DIR] [--model FILE] [--repeat N] [--max-mb N] [--json] [LANG…]\n"
          "  --data DIR    folder with the real texts (default: " BENCH_DATA ");\n"
          "                without it the sample corpus is repeated\n"
          "  --sample DIR  folder of the sample corpus (default: " BENCH_SAMPLE ")\n"
          "  --model FILE  model (default: the one built from corpus/seed)\n"
          "  --repeat N    measurements of each kind (5)\n"
          "  --max-mb N    text per language in MB (8)\n"
          "  --json        one JSON object\n"
          "LANG: ja, zh, en; default: all three\n", out);
    return status;
}

static int number(const char *text, int max)
{
    char *end;
    long value = strtol(text, &end, 10);

    if (*end != '\0' || end == text || value < 1 || value > max) {
        fprintf(stderr, "throughput: '%s' is not a number from 1 to %d\n", text, max);
        exit(2);
    }
    return (int)value;
}

static void run(const options *o, const char *const *langs, int nlang)
{
    fuda_json *json = fuda_json_new();
    fuda_model *model;
    fuda_error err;
    double load[1] = {0};
    size_t len;

    if (json == NULL)
        exit(2);
    check(fuda_model_load(o->model, NULL, &model, &err), &err);
    getloadavg(load, 1);
    if (!o->json)
        printf("fuda %s, ICU %s, MeCab %s (%s)\nmodel %s; %d rounds after a warm-up; load average before: %.2f\n",
               fuda_version(), fuda_icu_version(), fuda_mecab_version(),
               fuda_tokenizer_dictionary(fuda_model_tokenizer(model)), fuda_model_describe(model)->hash,
               o->repeat, load[0]);
    fuda_json_object(json);
    for (int i = 0; i < nlang; i++) {
        bench b = {0};
        if (!bench_load(&b.set, langs[i], o->data, o->sample, (size_t)o->max_mb * 1000000))
            exit(2);
        measure(&b, model, o->repeat);
        if (o->json)
            add_json(json, &b, o->repeat);
        else
            print_table(&b, o->repeat);
        release(&b);
    }
    fuda_json_key(json, "load_average");
    fuda_json_real(json, load[0], 2);
    fuda_json_key(json, "peak_mb");
    fuda_json_real(json, peak_mb(), 1);
    fuda_json_object_end(json);
    if (o->json)
        printf("%s\n", fuda_json_text(json, &len));
    else
        printf("\npeak memory %.0f MB\n", peak_mb());
    fuda_json_free(json);
    fuda_model_free(model);
}

int main(int argc, char **argv)
{
    enum { DATA = 256, SAMPLE, MODEL, REPEAT, MEGABYTES, JSON };
    static const struct option table[] = {
        {"data", required_argument, NULL, DATA},     {"sample", required_argument, NULL, SAMPLE},
        {"model", required_argument, NULL, MODEL},   {"repeat", required_argument, NULL, REPEAT},
        {"max-mb", required_argument, NULL, MEGABYTES}, {"json", no_argument, NULL, JSON},
        {"help", no_argument, NULL, 'h'},            {NULL, 0, NULL, 0},
    };
    static const char *const all[] = {"ja", "zh", "en"};
    const char *langs[3];
    options o = {.data = BENCH_DATA, .sample = BENCH_SAMPLE, .model = BENCH_MODEL, .repeat = 5, .max_mb = 8};
    int c, nlang = 0;

    while ((c = getopt_long(argc, argv, "h", table, NULL)) != -1) {
        switch (c) {
        case DATA:
            o.data = optarg;
            break;
        case SAMPLE:
            o.sample = optarg;
            break;
        case MODEL:
            o.model = optarg;
            break;
        case REPEAT:
            o.repeat = number(optarg, MAX_REPEAT);
            break;
        case MEGABYTES:
            o.max_mb = number(optarg, MAX_MB);
            break;
        case JSON:
            o.json = true;
            break;
        case 'h':
            return usage(stdout, 0);
        default:
            return usage(stderr, 2);
        }
    }
    for (; optind < argc; optind++) {
        int at = 0;
        while (at < 3 && strcmp(all[at], argv[optind]) != 0)
            at++;
        if (at == 3 || nlang == 3)
            return usage(stderr, 2);
        langs[nlang++] = all[at];
    }
    run(&o, nlang != 0 ? langs : all, nlang != 0 ? nlang : 3);
    return fflush(stdout) == 0 ? 0 : 2;
}
