/* SPDX-License-Identifier: MIT */
/* The table of verbs and their options: the only place where an option is described. */
#include <fuda.h>

#include "cli/options.h"

/* clang-format off */
/* A row, less what its kind does not need. */
#define FLAG(letter, name, field, help) \
    {letter, name, CLI_FLAG, offsetof(cli_args, field), NULL, help, NULL, 0, 0, NULL}
#define CLEAR(letter, name, field, help) \
    {letter, name, CLI_CLEAR, offsetof(cli_args, field), NULL, help, NULL, 0, 0, NULL}
#define TEXT(letter, name, field, argument, help) \
    {letter, name, CLI_TEXT, offsetof(cli_args, field), argument, help, NULL, 0, 0, NULL}
#define CHOICE(letter, name, field, argument, choices, preset, help) \
    {letter, name, CLI_CHOICE, offsetof(cli_args, field), argument, help, preset, 0, 0, choices}
#define NUMBER(kind, letter, name, field, min, max, words, preset, argument, help) \
    {letter, name, kind, offsetof(cli_args, field), argument, help, preset, min, max, words}

/* clang-format on */
#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define GROUP(id, heading)                                                                                   \
    static const cli_group id = {.title = heading, .rows = id##_rows, .n = COUNT(id##_rows)}

/* ---- enumerations --------------------------------------------------------------------------- */

static const cli_choice whens[] = {
    {"auto", CLI_WHEN_AUTO}, {"always", CLI_ALWAYS}, {"never", CLI_NEVER}, {NULL, 0}};
static const cli_choice input_formats[] = {{"auto", FUDA_FORMAT_AUTO},   {"text", FUDA_FORMAT_TEXT},
                                           {"jsonl", FUDA_FORMAT_JSONL}, {"csv", FUDA_FORMAT_CSV},
                                           {"tsv", FUDA_FORMAT_TSV},     {"json", FUDA_FORMAT_JSON},
                                           {"patent", FUDA_FORMAT_PATENT}, {"html", FUDA_FORMAT_HTML},
                                           {"office", FUDA_FORMAT_OFFICE}, {"pdf", FUDA_FORMAT_PDF},
                                           {NULL, 0}};
static const cli_choice languages[] = {
    {"auto", FUDA_LANG_UND}, {"ja", FUDA_LANG_JA}, {"zh", FUDA_LANG_ZH}, {"en", FUDA_LANG_EN}, {NULL, 0}};
static const cli_choice all_formats[] = {{"table", CLI_TABLE}, {"jsonl", CLI_JSONL}, {"json", CLI_JSON},
                                         {"csv", CLI_CSV},     {"tsv", CLI_TSV},     {NULL, 0}};
static const cli_choice tag_formats[] = {{"table", CLI_TABLE}, {"jsonl", CLI_JSONL}, {"json", CLI_JSON},
                                         {"csv", CLI_CSV},     {"tsv", CLI_TSV},     {"html", CLI_HTML}, {NULL, 0}};
static const cli_choice token_formats[] = {
    {"table", CLI_TABLE}, {"jsonl", CLI_JSONL}, {"wakati", CLI_WAKATI}, {NULL, 0}};
static const cli_choice detect_formats[] = {{"table", CLI_TABLE}, {"jsonl", CLI_JSONL}, {NULL, 0}};
static const cli_choice data_formats[] = {{"jsonl", FUDA_EXPORT_JSONL},
                                          {"csv", FUDA_EXPORT_CSV},
                                          {"tsv", FUDA_EXPORT_TSV},
                                          {"huggingface", FUDA_EXPORT_HUGGINGFACE},
                                          {"fasttext", FUDA_EXPORT_FASTTEXT},
                                          {"libsvm", FUDA_EXPORT_LIBSVM},
                                          {"npz", FUDA_EXPORT_NPZ},
                                          {"spacy", FUDA_EXPORT_SPACY},
                                          {"doccano", FUDA_EXPORT_DOCCANO},
                                          {"label-studio", FUDA_EXPORT_LABEL_STUDIO},
                                          {"prodigy", FUDA_EXPORT_PRODIGY},
                                          {NULL, 0}};
static const cli_choice search_formats[] = {
    {"table", CLI_TABLE}, {"jsonl", CLI_JSONL}, {"csv", CLI_CSV}, {"tsv", CLI_TSV}, {NULL, 0}};
static const cli_choice label_sources[] = {
    {"both", FUDA_EXPORT_BOTH}, {"gold", FUDA_EXPORT_GOLD}, {"predicted", FUDA_EXPORT_PREDICTED}, {NULL, 0}};
static const cli_choice unset[] = {{"auto", -1}, {NULL, 0}};
static const cli_choice chosen[] = {{"auto", 0}, {NULL, 0}};
static const cli_choice rate_sources[] = {{"model", 0}, {"gold", 1}, {NULL, 0}};
static const cli_choice report_formats[] = {{"table", CLI_TABLE}, {"json", CLI_JSON}, {"jsonl", CLI_JSONL},
                                            {"csv", CLI_CSV},     {"tsv", CLI_TSV},   {NULL, 0}};
static const cli_choice usual[] = {{"usual", 0}, {NULL, 0}};
static const cli_choice any_ratio[] = {{"any", -1}, {NULL, 0}};
static const cli_choice any_run[] = {{"latest", 0}, {NULL, 0}};

/* ---- groups that verbs share ---------------------------------------------------------------- */

static const cli_option general_rows[] = {
    FLAG('q', "quiet", quiet, "print nothing but results and errors"),
    FLAG('v', "verbose", verbose, "say more about what is done"),
    CHOICE(0, "color", color, "WHEN", whens, "auto", "colours in tables"),
    CHOICE(0, "progress", progress, "WHEN", whens, "auto", "how far the work is, on standard error"),
    FLAG('h', "help", help, "print this help"),
    FLAG(0, "version", version, "print the versions of fuda and of its libraries")};
GROUP(general, "General");

static const cli_option input_rows[] = {
    CHOICE('I', "input-format", input_format, "FORMAT", input_formats, "auto", "form of the input"),
    TEXT(0, "id-field", id_field, "NAME", "field with the document's id (id)"),
    TEXT(0, "title-field", title_field, "NAME", "field with the title (title)"),
    TEXT(0, "text-field", text_field, "NAME", "field with the text (text)"),
    TEXT(0, "label-field", label_field, "NAME", "field with the labels (labels, else label)"),
    TEXT(0, "lang-field", lang_field, "NAME", "field with the language (lang)"),
    TEXT(0, "date-field", date_field, "NAME", "field with the date (date)"),
    TEXT(0, "codes-field", codes_field, "NAME", "field with IPC or CPC symbols (codes)"),
    TEXT(0, "group-field", group_field, "NAME", "field with the family or group (group)"),
    TEXT(0, "encoding", encoding, "NAME", "encoding of the files (decided for each)"),
    TEXT(0, "parts", parts, "LIST", "patents: parts that make the text, in this order (title,abstract)"),
    TEXT(0, "part-langs", part_langs, "LIST", "patents: preferred languages, best first (ja,zh,en)"),
    FLAG(0, "keep-versions", keep_versions, "patents: keep other language versions in the fields"),
    TEXT(0, "id-prefix", id_prefix, "TEXT", "before ids that are made from names of files"),
    NUMBER(CLI_REAL, 0, "max-ratio", max_ratio, 1, 1e9, any_ratio, "250", "X",
           "refuse files that unpack to more than X times their size")};
GROUP(input, "Input");

static const cli_option file_rows[] = {
    TEXT('o', "output", output, "FILE", "write to FILE, which appears whole or not at all"),
    FLAG(0, "force", force, "overwrite FILE")};
GROUP(file, "Output");

#define FORMAT_ROW(choices_, preset_, text_) CHOICE('f', "format", format, "FORMAT", choices_, preset_, text_)
#define FORMAT_HELP                          "form of the output (table on a terminal, by FILE's ending, else jsonl)"
static const cli_option format_rows[] = {FORMAT_ROW(all_formats, NULL, FORMAT_HELP)};
GROUP(format, "Output");

static const cli_option model_rows[] = {
    TEXT('m', "model", model, "FILE", "model ($FUDA_MODEL, else the one shipped with fuda)")};
GROUP(model, "Model");
static const cli_option mecab_rows[] = {
    TEXT(0, "mecab-dic", mecab_dic, "DIR", "folder of a MeCab dictionary (the system's)")};
GROUP(mecab, "Model");
static const cli_option jobs_rows[] = {
    NUMBER(CLI_INT, 'j', "jobs", jobs, 0, 1024, NULL, "0", "N", "threads; 0: all cores")};
GROUP(jobs, "Work");

static const cli_option lang_rows[] = {
    CHOICE(0, "lang", lang, "LANG", languages, "auto", "language of the documents")};
GROUP(lang, "Decisions");
static const cli_option decide_rows[] = {
    NUMBER(CLI_REAL, 0, "min-p", min_p, 0, 1, NULL, "0", "X",
           "give labels with a probability of X or more; 0: the model's thresholds"),
    NUMBER(CLI_INT, 0, "top", top, 0, 1000000, NULL, "0", "K", "at most K labels a document; 0: all")};
GROUP(decide, "Decisions");

static const cli_option learn_rows[] = {
    TEXT(0, "taxonomy", taxonomy, "FILE", "labels, names, terms and codes from a YAML file"),
    TEXT(0, "phrases", phrases, "FILE", "further phrases to recognise, one a line"),
    NUMBER(CLI_REAL, 0, "alpha", alpha, 1e-6, 1000, chosen, "auto", "X",
           "smoothing; auto: chosen by cross-validation"),
    TEXT(0, "algorithm", algorithm, "NAME", "auto: chosen by cross-validation; 'list' prints the names"),
    TEXT(0, "weighting", weighting, "NAME", "raw, binary, log, tfidf or binary-l2; auto: chosen"),
    NUMBER(CLI_INT, 0, "features", features, 0, 4e9, NULL, "0", "N", "keep the N best features by chi-square; 0: all"),
    TEXT(0, "target", target, "GOAL=X", "thresholds for precision=X or recall=X instead of the best F1"),
    NUMBER(CLI_INT, 0, "word-ngrams", word_ngrams, 1, 3, unset, "auto", "N",
           "2, 3: pairs, triples of neighbouring words too; 1: words alone; auto: chosen (2 with a taxonomy)"),
    NUMBER(CLI_INT, 0, "char-ngrams", char_ngrams, 0, 2, unset, "auto", "N",
           "1, 2: characters or pairs of Chinese and Japanese text too; auto: chosen (0 with a taxonomy)"),
    FLAG(0, "numbers", numbers, "keep numbers as terms"),
    CLEAR(0, "no-words", words, "no words of Japanese and Chinese: with --char-ngrams 2 the fast road, which needs no segmenter"),
    CLEAR(0, "no-phrases", phrase_terms, "no phrases as terms"),
    CLEAR(0, "no-stop-words", stop_words, "keep stop words and particles as terms"),
    NUMBER(CLI_INT, 0, "folds", folds, 2, 50, NULL, "5", "K",
           "parts of the cross-validation within training"),
    NUMBER(CLI_INT, 0, "seed", seed, 0, 9e15, NULL, "1", "N", "seed of all random choices"),
    TEXT(0, "mecab-userdic", mecab_userdic, "FILE", "compiled MeCab user dictionary")};
GROUP(learn, "Training");

/* ---- options of one verb -------------------------------------------------------------------- */

static const cli_option tag_rows[] = {
    FORMAT_ROW(tag_formats, NULL, FORMAT_HELP "; html: one page"),
    FLAG(0, "explain", explain, "show which words moved which label, and by how much"),
    NUMBER(CLI_INT, 0, "evidence", evidence, 0, 1000000, NULL, "5", "N",
           "with --explain: pieces of evidence a label; 0: all"),
    FLAG(0, "flip", flip, "with --explain: the fewest words without which a label would not be given"),
    FLAG(0, "keep", keep, "copy the other fields of the input through (jsonl, json)")};
GROUP(tag, "Output");
static const cli_option tokenize_rows[] = {
    FORMAT_ROW(token_formats, NULL, FORMAT_HELP),
    FLAG(0, "terms", terms, "terms alone: what is not counted is left out, and wakati has terms, not words"),
    TEXT(0, "phrases", phrases, "FILE", "recognise the phrases of FILE, one a line, not those of a model"),
    TEXT(0, "mecab-userdic", mecab_userdic, "FILE", "compiled MeCab user dictionary; no model is used then")};
GROUP(tokenize, "Output");
static const cli_option detect_rows[] = {FORMAT_ROW(detect_formats, NULL, FORMAT_HELP)};
GROUP(detect, "Output");
static const cli_option eval_rows[] = {
    NUMBER(CLI_INT, 0, "cv", cv, 2, 50, NULL, NULL, "K",
           "cross-validate the documents in K parts, without a model"),
    NUMBER(CLI_REAL, 0, "near", near, 0.05, 1, usual, "usual", "X",
           "with --cv: keep documents in one part that share X of their runs of three words (0.5)"),
    FLAG(0, "no-dedup", no_dedup, "with --cv: do not look for near-duplicates"),
    TEXT(0, "versus", versus, "MODEL", "compare with a second model on the same documents"),
    NUMBER(CLI_INT, 0, "suspects", suspects, 1, 1000000, NULL, NULL, "N",
           "list up to N documents whose own labels are most doubtful"),
    NUMBER(CLI_INT, 0, "bootstrap", bootstrap, 0, 1000000, NULL, "1000", "N",
           "draws for the confidence intervals; 0: none"),
    NUMBER(CLI_REAL, 0, "fail-under", fail_under, 0, 1, NULL, NULL, "X",
           "exit with 1 when the micro-averaged F1 is below X")};
GROUP(eval, "Measuring");
static const cli_option update_rows[] = {
    FLAG(0, "in-place", in_place, "change MODEL itself, whole or not at all"),
    TEXT(0, "recalibrate", recalibrate, "FILE", "fit probabilities anew on labelled documents the model has not learned")};
GROUP(update, "Output");
static const cli_option terms_rows[] = {
    NUMBER(CLI_INT, 'n', "count", count, 1, 1000000, NULL, "20", "N", "terms: how many"),
    CHOICE(0, "lang", lang, "LANG", languages, "auto", "terms: of one language")};
GROUP(terms, "Output");
static const cli_option import_rows[] = {
    FLAG(0, "dry-run", dry_run, "show what the first documents would become, and store nothing"),
    NUMBER(CLI_INT, 0, "max-errors", max_errors, 0, 1e15, NULL, NULL, "N",
           "stop when more than N records are rejected (never)"),
    TEXT(0, "rejects", rejects, "FILE", "write the rejected records' places and reasons as JSON Lines"),
    FLAG(0, "force", force, "overwrite the file of --rejects")};
GROUP(import, "Import");
static const cli_option classify_rows[] = {
    FLAG(0, "force", force, "classify again what this model has done before")};
GROUP(classify, "Work");
static const cli_option export_rows[] = {
    CHOICE('f', "format", data_format, "FORMAT", data_formats, NULL,
           "form of the data set (by FILE's ending, else jsonl)"),
    CHOICE(0, "labels", labels, "WHICH", label_sources, "both",
           "labels given by people, by a run, or both (people first)"),
    NUMBER(CLI_INT, 0, "run", run, 1, 9e15, any_run, "latest", "N", "number of the run"),
    NUMBER(CLI_REAL, 0, "min-p", min_p, 0, 1, NULL, "0", "X",
           "predicted labels with a probability of X or more; 0: as decided"),
    FLAG(0, "ids-only", ids_only, "leave out titles and texts"),
    FLAG(0, "bom", bom, "csv: a byte order mark first, as Excel wants it"),
    FLAG(0, "guard-formulas", guard, "csv, tsv: an apostrophe before what spreadsheets would compute"),
    NUMBER(CLI_INT, 0, "sample", sample, 1, 9e15, NULL, NULL, "N", "N documents, chosen by hash and seed"),
    NUMBER(CLI_INT, 0, "per-label", per_label, 1, 9e15, NULL, NULL, "N",
           "documents, chosen by hash and seed, until each label has N"),
    TEXT(0, "split", split, "PARTS",
         "a folder with a file for each part, as train=0.8,validation=0.1,test=0.1; each label in its share, groups "
         "and near-duplicates undivided, and later exports leave each document where it was"),
    TEXT(0, "split-date", split_date, "DATES",
         "a folder with train and test, before and from a date on; two dates: train, validation, test"),
    NUMBER(CLI_INT, 0, "seed", seed, 0, 9e15, NULL, "1", "N", "seed of --sample, --per-label and --split"),
    TEXT('m', "model", model, "FILE", "words and features as this model sees them (fasttext, libsvm, npz)")};
GROUP(export, "Data set");
static const cli_option report_rows[] = {
    FORMAT_ROW(report_formats, NULL, "form of the report (table on a terminal, by FILE's ending, else json)"),
    TEXT(0, "html", html, "FILE", "write one page of HTML with charts, which needs nothing else"),
    TEXT(0, "table", table, "NAME", "one table alone; 'list' lists them"),
    NUMBER(CLI_INT, 0, "run", run, 1, 9e15, any_run, "latest", "N", "number of the run"),
    TEXT(0, "where", where, "CONDITION", "count these documents: \"lang = 'ja' and year >= 2020\""),
    {0, "compare", CLI_PAIR, offsetof(cli_args, compare), "A B",
     "two years, languages, applicants, genres, conditions, or 'run N' against each other", NULL, 0, 0, NULL},
    CHOICE(0, "rates", rates, "SOURCE", rate_sources, "model",
           "the model's errors as measured in its training, or on the documents people labelled"),
    NUMBER(CLI_INT, 0, "top", top, 1, 100, NULL, "10", "N", "key terms a group and language"),
    NUMBER(CLI_INT, 0, "seed", seed, 0, 9e15, NULL, "1", "N", "seed of the intervals' random draws")};
GROUP(report, "Report");
static const cli_option gold_rows[] = {
    FLAG(0, "gold", gold,
         "FILEs hold ids and labels: they replace the gold labels of documents that are there (fuda's own forms, doccano, "
         "Label Studio, Prodigy)"),
    FLAG(0, "dedup", dedup, "mark near-duplicates in the corpus (view near_duplicates); none is dropped"),
    NUMBER(CLI_REAL, 0, "similar", similar, 0.3, 1, NULL, "0.8", "X",
           "--dedup: share of common terms from which documents are near-duplicates"),
    FLAG(0, "index", index, "bring the search index up to date, too")};
GROUP(gold, "Corpus");
static const cli_option label_rows[] = {
    FLAG(0, "accept", accept, "begin with the labels that the run decided, in place of those that are there"),
    NUMBER(CLI_INT, 0, "run", run, 1, 9e15, any_run, "latest", "N", "number of the run of --accept")};
GROUP(label, "Labels");
static const cli_option diff_rows[] = {
    FORMAT_ROW(search_formats, NULL, FORMAT_HELP),
    {0, "models", CLI_PAIR, offsetof(cli_args, models), "A B",
     "models of the two runs, to show which features moved a label (those at hand whose hash is the run's)", NULL, 0, 0,
     NULL},
    NUMBER(CLI_INT, 0, "top", top, 1, 1000, NULL, "5", "N", "features a label"),
    NUMBER(CLI_INT, 'n', "limit", limit, 0, 9e15, NULL, "0", "N", "documents to show; 0: all")};
GROUP(diff, "Difference");
static const cli_option search_rows[] = {
    FORMAT_ROW(search_formats, NULL, FORMAT_HELP),
    TEXT(0, "label", label, "LABEL", "documents with this label, given by people or by the run"),
    TEXT(0, "lang", lang_filter, "LANG", "documents in this language (ja, zh, en …)"),
    TEXT(0, "since", since, "DATE", "documents from this date on; 2020 and 2020-05 are dates, too"),
    TEXT(0, "until", until, "DATE", "documents up to this date; 2020 means all of 2020"),
    TEXT(0, "where", where, "CONDITION", "documents of which this is true: \"fields.publisher = 'X' and year >= 2020\""),
    NUMBER(CLI_INT, 0, "run", run, 1, 9e15, any_run, "latest", "N", "number of the run whose labels count"),
    NUMBER(CLI_INT, 'n', "limit", limit, 1, 9e15, NULL, "20", "N", "documents to show"),
    NUMBER(CLI_INT, 0, "offset", offset, 0, 9e15, NULL, "0", "N", "leave out the first N"),
    NUMBER(CLI_INT, 0, "context", context, 1, 10000, NULL, "40", "N", "characters before and behind a hit"),
    FLAG(0, "reindex", reindex, "make the search index anew")};
GROUP(search, "Search");
static const cli_option help_rows[] = {FLAG(0, "man", man, NULL)};
GROUP(help, "Hidden");

#define GROUPS(id, ...) static const cli_group *const id[] = {__VA_ARGS__, &general, NULL}
GROUPS(tag_groups, &input, &model, &mecab, &lang, &decide, &tag, &file, &jobs);
GROUPS(tokenize_groups, &input, &model, &mecab, &lang, &tokenize, &file);
GROUPS(detect_groups, &input, &detect, &file);
GROUPS(train_groups, &input, &learn, &mecab, &file, &jobs);
GROUPS(eval_groups, &eval, &input, &model, &mecab, &lang, &decide, &learn, &format, &file, &jobs);
GROUPS(update_groups, &input, &mecab, &file, &update, &jobs);
GROUPS(merge_groups, &mecab, &file);
GROUPS(model_groups, &model, &mecab, &format, &terms, &file);
GROUPS(import_groups, &input, &gold, &import);
GROUPS(classify_groups, &model, &mecab, &lang, &decide, &jobs, &classify);
GROUPS(export_groups, &export, &file);
GROUPS(report_groups, &report, &file, &model, &mecab, &jobs);
GROUPS(label_groups, &label);
GROUPS(diff_groups, &diff, &model, &mecab, &file, &jobs);
GROUPS(search_groups, &search, &file, &jobs);
GROUPS(help_groups, &help);
static const cli_group *const completion_groups[] = {&general, NULL};

const cli_verb cli_verbs[] = {
    {"tag", "[options] [FILE...]", "tag documents with a model",
     "Reads documents and writes, in the same order, the labels the model gives each of them. "
     "A record that cannot be read keeps its place as an error, and the exit status is then 1.",
     "fuda tag news.jsonl\ncat page.txt | fuda tag -f jsonl\nfuda tag --explain article.txt", NULL,
     tag_groups, cmd_tag},
    {"tokenize", "[options] [FILE...]", "show tokens and terms with their byte offsets",
     "Shows how fuda cuts texts: tokens, the terms they count as, and phrases: those of --phrases, else those of "
     "the model, where there is one, and compounds such as model names and measures.",
     "echo 'deep learning models' | fuda tokenize -f table", NULL, tokenize_groups, cmd_tokenize},
    {"detect", "[options] [FILE...]", "show the language of documents and why",
     "Writes the language of each document, the characters counted, and the stretches of one language.",
     "fuda detect -f table notes.txt", NULL, detect_groups, cmd_detect},
    {"train", "[options] FILE... -o MODEL", "learn a model from labelled documents",
     "Records with 'label' make a model that gives every document one label; records with 'labels' one that "
     "decides on each label by itself. Records that cannot be used are reported and left out.",
     "fuda train labelled.jsonl -o my.fuda", NULL, train_groups, cmd_train},
    {"eval", "[options] MODEL FILE...\n[options] -m MODEL [FILE...]\n[options] --cv K [FILE...]",
     "measure a model on labelled documents",
     "Tags labelled documents and compares: precision, recall and F1 of every label and language, averages with "
     "confidence intervals, how far probabilities can be trusted, and what is gained by answering less. With "
     "--cv, K models are trained, each measured on the part it has not seen; documents of one group and "
     "near-duplicates stay in one part. docs/evaluation.md tells what each figure means.",
     "fuda eval my.fuda test.jsonl\nfuda eval new.fuda --versus old.fuda test.jsonl\nfuda eval --cv 5 --suspects 20 labelled.jsonl", NULL, eval_groups, cmd_eval},
    {"learn", "[options] MODEL FILE... -o NEW\n[options] MODEL FILE... --in-place\n[options] MODEL --recalibrate FILE -o NEW",
     "add labelled documents to a model, exactly",
     "Counts and scores become those of a model trained at once on all documents with the same settings; 'fuda "
     "model show' proves it by 'counts_hash'. Settings chosen in training stay, calibration and thresholds too.",
     "fuda learn my.fuda more.jsonl --in-place", NULL, update_groups, cmd_learn},
    {"unlearn", "[options] MODEL FILE... -o NEW\n[options] MODEL FILE... --in-place",
     "take documents out of a model again, exactly",
     "The opposite of learn. The documents must be given as they were learned, with their labels; when one cannot "
     "have been learned nothing is changed, and the exit status is 1.",
     "fuda unlearn my.fuda withdrawn.jsonl --in-place", NULL, update_groups, cmd_unlearn},
    {"merge", "[options] MODEL MODEL... -o NEW", "add models up that learned parts of the documents",
     "The models must have been trained with the same settings, --alpha among them; the sum is what training on "
     "all their documents counts. Calibration and thresholds are those of the first.",
     "fuda merge part1.fuda part2.fuda -o whole.fuda", NULL, merge_groups, cmd_merge},
    {"model", "show [options] [MODEL]\nterms [options] LABEL [MODEL]\nverify [options] [MODEL]",
     "what is in a model file",
     "show: settings, versions and labels. terms: the words that speak most for a label. verify: reads the "
     "whole file, checks it and prints its hash.",
     "fuda model show my.fuda\nfuda model terms field/llm-generative --lang ja", "show terms verify",
     model_groups, cmd_model},
    {"import", "[options] CORPUS [FILE...]", "put documents into a corpus",
     "Stores documents and their labels in a corpus, one SQLite file, which is made if it is not there. "
     "A document whose id is known replaces the stored one if it differs.\n\n"
     "Texts, JSON, CSV, HTML, office files, PDF, patent XML and exports of patent databases are told apart by "
     "themselves, in folders and archives too.",
     "fuda import corpus.db docs.jsonl\nfuda import patents.db ipg240102.zip --parts title,abstract,claims", NULL,
     import_groups, cmd_import},
    {"classify", "[options] CORPUS", "tag the documents of a corpus and store the result",
     "Tags what the model has not yet tagged in its present version. Interrupted, it goes on where it "
     "stopped when it is run again.",
     "fuda classify corpus.db", NULL, classify_groups, cmd_classify},
    {"export", "[options] CORPUS", "write a labelled data set from a corpus",
     "Writes documents with their labels, ordered by id. Formats of several files, and splits, are folders with a "
     "data-set card and checksums.",
     "fuda export corpus.db -f csv -o tagged.csv\n"
     "fuda export corpus.db -f huggingface --split train=0.8,validation=0.1,test=0.1 -o dataset",
     NULL, export_groups, cmd_export},
    {"label", "[options] CORPUS ID EDIT...\n[options] CORPUS", "give documents labels by hand",
     "+LABEL gives a label, -LABEL takes it away, ?LABEL marks it as arguable. Without ID, lines of standard input "
     "are read: an id, a tab or blank, and edits. A document without labels gets a set of them; where labels exclude each "
     "other, the new one replaces the old one.",
     "fuda label corpus.db doc-7 +field/robotics -driver/talent '?driver/funding'\n"
     "fuda label corpus.db doc-8 --accept -driver/talent", NULL, label_groups, cmd_label},
    {"diff", "[options] CORPUS RUN1 RUN2", "what changed between two runs of models over a corpus",
     "Lists the documents whose labels differ, with both probabilities, and the features whose weights moved them if both "
     "models are at hand; then gains and losses of each label.",
     "fuda diff corpus.db 1 2 --models old.fuda new.fuda", NULL, diff_groups, cmd_diff},
    {"search", "[options] CORPUS QUERY...", "find documents by their words, with the context",
     "Finds words in titles and texts, best documents first. Chinese and Japanese words of any length are found wherever "
     "they stand, in both Chinese scripts; English words in all their forms. Words together: all of them; "
     "OR, NOT, brackets, \"a phrase\", begin*, NEAR(a b, 5), title:word. New documents are indexed first.",
     "fuda search corpus.db '\"export controls\" OR 出口管制' --since 2020", NULL, search_groups, cmd_search},
    {"report", "[options] CORPUS", "what a classified corpus says: counts, trends, key terms, evidence",
     "Counts labels by year, language, genre and applicant, corrected for the model's errors where these are known, with "
     "95 % intervals; says which labels rise or fall, which come together, which terms and documents speak for them. "
     "docs/report.md describes every table.",
     "fuda report corpus.db\nfuda report corpus.db --html report.html\nfuda report corpus.db --compare 2020 2024 "
     "--where \"lang = 'ja'\"",
     NULL, report_groups, cmd_report},
    {"help", "[VERB]", "how to use fuda or one of its verbs", "Prints help.", NULL,
     "tag tokenize detect train eval model import classify export label diff search report help completion", help_groups, cmd_help},
    {"completion", "bash", "a script that completes fuda's options in a shell", "Prints a completion script.",
     "fuda completion bash > ~/.local/share/bash-completion/completions/fuda", "bash", completion_groups,
     cmd_completion}};

const size_t cli_nverb = COUNT(cli_verbs);
