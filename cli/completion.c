/* SPDX-License-Identifier: MIT */
/* Completion for bash, from the table of options. */
#include <stdio.h>

#include "cli/options.h"

static void each_option(void (*print)(const cli_verb *verb, const cli_option *row), const cli_verb *verb)
{
    for (const cli_group *const *g = verb->groups; *g != NULL; g++)
        for (size_t i = 0; i < (*g)->n; i++)
            if ((*g)->rows[i].help != NULL)
                print(verb, &(*g)->rows[i]);
}

static void print_name(const cli_verb *verb, const cli_option *row)
{
    (void)verb;
    printf(" --%s", row->name);
}

static void print_values(const cli_verb *verb, const cli_option *row)
{
    if (row->kind != CLI_CHOICE)
        return;
    printf("    %s,--%s", verb->name, row->name);
    if (row->letter != 0)
        printf("|%s,-%c", verb->name, row->letter);
    printf(") words=\"");
    for (const cli_choice *c = row->choices; c->name != NULL; c++)
        printf("%s%s", c == row->choices ? "" : " ", c->name);
    printf("\" ;;\n");
}

void help_bash(void)
{
    printf("# bash completion for fuda, made by 'fuda completion bash'\n"
           "_fuda()\n{\n"
           "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb= words= i\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        if [[ ${COMP_WORDS[i]} != -* ]]; then verb=${COMP_WORDS[i]}; break; fi\n"
           "    done\n"
           "    COMPREPLY=()\n"
           "    if [[ -z $verb ]]; then\n"
           "        COMPREPLY=($(compgen -W \"");
    for (size_t i = 0; i < cli_nverb; i++)
        printf("%s ", cli_verbs[i].name);
    printf("--help --version\" -- \"$cur\"))\n"
           "        return\n"
           "    fi\n"
           "    case $verb,$prev in\n");
    for (size_t i = 0; i < cli_nverb; i++)
        each_option(print_values, &cli_verbs[i]);
    printf("    esac\n"
           "    if [[ -z $words && $cur == -* ]]; then\n"
           "        case $verb in\n");
    for (size_t i = 0; i < cli_nverb; i++) {
        printf("        %s) words=\"", cli_verbs[i].name);
        each_option(print_name, &cli_verbs[i]);
        printf("\" ;;\n");
    }
    printf("        esac\n"
           "    elif [[ -z $words && $prev == \"$verb\" ]]; then\n"
           "        case $verb in\n");
    for (size_t i = 0; i < cli_nverb; i++)
        if (cli_verbs[i].words != NULL)
            printf("        %s) words=\"%s\" ;;\n", cli_verbs[i].name, cli_verbs[i].words);
    printf("        esac\n"
           "    fi\n"
           "    if [[ -n $words ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")); fi\n"
           "}\n"
           "complete -o default -F _fuda fuda\n");
}
