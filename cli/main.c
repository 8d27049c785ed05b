/* SPDX-License-Identifier: MIT */
/* Finds the verb, parses, runs it, and makes sure that what was printed has arrived. */
#include <fuda.h>

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"

static int print_versions(void)
{
    fuda_error err = {0};
    fuda_tokenizer *tokenizer = NULL;

    printf("fuda %s\nICU %s\nMeCab %s", fuda_version(), fuda_icu_version(), fuda_mecab_version());
    if (fuda_tokenizer_new(NULL, &tokenizer, &err) == FUDA_OK)
        printf(", %s\n", fuda_tokenizer_dictionary(tokenizer));
    else
        printf(", no dictionary: %s\n", err.text);
    fuda_tokenizer_free(tokenizer);
    printf("SQLite %s\n", fuda_sqlite_version());
    return EXIT_DONE;
}

static int unknown_verb(const char *name)
{
    const char *near = cli_nearest_verb(name);

    if (name[0] == '-')
        say_error("unknown option '%s' before the verb", name);
    else if (near != NULL)
        say_error("unknown verb '%s'; did you mean '%s'?", name, near);
    else
        say_error("unknown verb '%s'", name);
    fprintf(stderr, "try 'fuda --help'\n");
    return EXIT_FATAL;
}

int cmd_help(const cli_args *args)
{
    if (args->man) {
        help_man();
        return EXIT_DONE;
    }
    if (args->nfile == 0) {
        help_overview(false);
        return EXIT_DONE;
    }
    const cli_verb *verb = cli_find_verb(args->files[0]);
    if (verb == NULL)
        return unknown_verb(args->files[0]);
    help_verb(verb, false);
    return EXIT_DONE;
}

int cmd_completion(const cli_args *args)
{
    if (args->nfile != 1 || strcmp(args->files[0], "bash") != 0)
        return cli_usage_error(args->verb, "name the shell: bash");
    help_bash();
    return EXIT_DONE;
}

static int run(int argc, char **argv)
{
    cli_args args;
    int status;

    if (argc < 2) {
        help_overview(true);
        return EXIT_FATAL;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        help_overview(false);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0)
        return print_versions();
    const cli_verb *verb = cli_find_verb(argv[1]);
    if (verb == NULL)
        return unknown_verb(argv[1]);

    if (!cli_parse(verb, argc, argv, 2, &args)) {
        status = EXIT_FATAL;
    } else if (args.help) {
        help_verb(verb, false);
        status = EXIT_DONE;
    } else if (args.version) {
        status = print_versions();
    } else {
        message_setup(args.quiet, args.verbose);
        status = verb->run(&args);
    }
    cli_args_release(&args);
    return status;
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    output_setup();
    int status = run(argc, argv);

    errno = 0;
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == EXIT_DONE) {
        if (errno == EPIPE || output_stdout_closed())
            return EXIT_DONE;
        say_error("cannot write to standard output: %s", strerror(errno != 0 ? errno : EIO));
        return EXIT_FATAL;
    }
    return status;
}
