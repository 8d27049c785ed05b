/* SPDX-License-Identifier: MIT */
/*
 * The one table of verbs and options (verbs.c), and the parser over it.  Help, the man page and
 * the completions (help.c, man.c, completion.c) are read from the same rows.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EXIT_DONE = 0, EXIT_REJECTED = 1, EXIT_FATAL = 2, EXIT_INTERRUPTED = 130 };

typedef enum cli_format {
    CLI_FORMAT_AUTO, /* a table on a terminal, JSON Lines elsewhere */
    CLI_TABLE,
    CLI_JSONL,
    CLI_JSON,
    CLI_CSV,
    CLI_TSV,
    CLI_WAKATI,
    CLI_HTML
} cli_format;

typedef enum cli_when { CLI_WHEN_AUTO, CLI_ALWAYS, CLI_NEVER } cli_when;

typedef struct cli_verb cli_verb;

/* Every value an option of any verb can set; a verb uses those its rows name.  Strings are those
 * of argv or of the table: nothing is owned but `files`. */
typedef struct cli_args {
    const cli_verb *verb;
    int argc;
    char **argv;  /* as main got them */
    char **files; /* [nfile] what is no option, in order; owned array */
    size_t nfile;
    bool help, version, quiet, verbose, man;
    int color, progress; /* cli_when */
    /* input */
    int input_format; /* fuda_format */
    const char *id_field, *title_field, *text_field, *label_field, *lang_field;
    const char *date_field, *codes_field, *group_field;
    const char *parts, *part_langs, *encoding, *id_prefix;
    bool keep_versions, dry_run;
    double max_ratio;
    /* output */
    int format;         /* cli_format */
    const char *output; /* NULL: standard output */
    bool force;
    /* model and decisions */
    const char *model, *mecab_dic, *mecab_userdic;
    int lang; /* fuda_lang; UND = detect */
    double min_p;
    int64_t top, jobs, evidence;
    bool explain, flip, keep, terms;
    /* training and measuring */
    const char *taxonomy, *phrases, *algorithm, *weighting, *target;
    int64_t features;
    double alpha; /* 0: chosen */
    int64_t char_ngrams, word_ngrams, folds, seed, cv;
    bool numbers, stop_words, words, phrase_terms;
    double fail_under; /* below 0: not asked for */
    int64_t bootstrap, suspects;
    double near; /* 0: the usual similarity */
    bool no_dedup;
    const char *versus;
    bool in_place;
    const char *recalibrate;
    /* model terms */
    int64_t count;
    /* corpora */
    int64_t max_errors; /* below 0: any number */
    const char *rejects;
    int labels; /* fuda_export_labels */
    int64_t run;
    bool ids_only, bom, guard;
    int data_format; /* fuda_export_format; below 0: by the output's name */
    int64_t sample, per_label;
    const char *split, *split_date;
    /* search */
    const char *label, *lang_filter, *since, *until;
    int64_t limit, offset, context;
    bool reindex, index;
    /* label, import --gold */
    bool accept, gold, dedup;
    double similar;
    /* diff */
    const char *models[2];
    /* report, search */
    int rates; /* 1: measured on gold labels */
    const char *where, *compare[2], *table, *html;
} cli_args;

typedef enum cli_kind {
    CLI_FLAG,  /* bool: true when given                     */
    CLI_CLEAR, /* bool: false when given, true from the start */
    CLI_TEXT,  /* const char *                              */
    CLI_PAIR,  /* const char *[2]: takes two arguments      */
    CLI_INT,   /* int64_t in min … max                      */
    CLI_REAL,  /* double in min … max                       */
    CLI_CHOICE /* int: the value of one of `choices`        */
} cli_kind;

typedef struct cli_choice {
    const char *name; /* NULL ends the list */
    int value;
} cli_choice;

typedef struct cli_option {
    char letter;      /* 0: no short form */
    const char *name; /* long form without dashes */
    cli_kind kind;
    size_t offset;        /* of the value in cli_args */
    const char *argument; /* what help calls the value; NULL for flags */
    const char *help;     /* NULL: hidden */
    const char *preset;   /* value before parsing, in the form a user would type; or NULL */
    double min, max;
    const cli_choice *choices; /* of CLI_CHOICE; for numbers: words accepted beside them */
} cli_option;

typedef struct cli_group {
    const char *title;
    const cli_option *rows;
    size_t n;
} cli_group;

struct cli_verb {
    const char *name;
    const char *synopsis;           /* after "fuda NAME"; one line a form */
    const char *summary;            /* half a line */
    const char *description;        /* paragraphs; a blank line between them */
    const char *example;            /* lines of shell; or NULL */
    const char *words;              /* what the first argument may be, blank-separated; or NULL */
    const cli_group *const *groups; /* NULL ends */
    int (*run)(const cli_args *args);
};

extern const cli_verb cli_verbs[]; /* [cli_nverb] */
extern const size_t cli_nverb;

/* NULL when there is none. */
const cli_verb *cli_find_verb(const char *name);
/* The verb most like a mistyped name, or NULL when none is near. */
const char *cli_nearest_verb(const char *name);
/* Reads argv[first …]; complains on standard error and returns false when they make no sense.
 * Free with cli_args_release in both cases. */
bool cli_parse(const cli_verb *verb, int argc, char **argv, int first, cli_args *args);
void cli_args_release(cli_args *args);
/* The command as typed, for the record of a run; for free. */
char *command_line(const cli_args *args);
/* Prints "fuda VERB: message" and where help is; returns EXIT_FATAL. */
int cli_usage_error(const cli_verb *verb, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* help.c, man.c, completion.c: to standard output; the caller checks it. */
void help_overview(bool to_stderr);
void help_verb(const cli_verb *verb, bool to_stderr);
void help_man(void);
void help_bash(void);

/* The verbs; each returns an exit status. */
int cmd_tag(const cli_args *args);
int cmd_tokenize(const cli_args *args);
int cmd_detect(const cli_args *args);
int cmd_train(const cli_args *args);
int cmd_eval(const cli_args *args);
int cmd_learn(const cli_args *args);
int cmd_unlearn(const cli_args *args);
int cmd_merge(const cli_args *args);
int cmd_model(const cli_args *args);
int cmd_import(const cli_args *args);
int cmd_classify(const cli_args *args);
int cmd_export(const cli_args *args);
int cmd_search(const cli_args *args);
int cmd_label(const cli_args *args);
int cmd_diff(const cli_args *args);
/* import --gold, import's other way of working (gold.c). */
int import_gold(const cli_args *args);
int cmd_report(const cli_args *args);
int cmd_help(const cli_args *args);
int cmd_completion(const cli_args *args);

#endif
