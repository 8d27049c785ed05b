/* SPDX-License-Identifier: MIT */
#include "corpus/pdf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/error.h"
#include "corpus/collect.h"

extern char **environ;

enum { SECONDS = 120, PATIENCE = 1000 /* milliseconds of one wait */ };

/* The file's bytes in a file without a name: the program needs to seek, and they may come from an archive. */
static fuda_status spool(corpus_input *in, FILE **out, fuda_error *err)
{
    char piece[65536];
    size_t got;

    *out = tmpfile();
    if (*out == NULL)
        return fuda_fail(err, FUDA_E_IO, "cannot make a temporary file: %s", strerror(errno));
    do {
        fuda_status st = corpus_input_take(in, piece, sizeof piece, &got, err);
        if (st != FUDA_OK)
            return st;
        if (fwrite(piece, 1, got, *out) != got)
            return fuda_fail(err, FUDA_E_IO, "cannot write a temporary file: %s", strerror(errno));
    } while (got > 0);
    if (fflush(*out) != 0 || lseek(fileno(*out), 0, SEEK_SET) != 0)
        return fuda_fail(err, FUDA_E_IO, "cannot write a temporary file: %s", strerror(errno));
    return FUDA_OK;
}

/* Starts the program without a shell; its output comes through *from. */
static int start(int input, int *from, pid_t *child)
{
    static char program[] = "pdftotext", quiet[] = "-q", enc[] = "-enc", utf8[] = "UTF-8", pages[] = "-nopgbrk",
                dash[] = "-";
    char *arguments[] = {program, quiet, enc, utf8, pages, dash, dash, NULL};
    posix_spawn_file_actions_t actions;
    int ends[2], code;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return errno;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    code = posix_spawnp(child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (code != 0)
        close(ends[0]);
    *from = ends[0];
    return code;
}

/* All that comes, within time and size. */
static fuda_status drain(int from, size_t max, fuda_buf *out, fuda_error *err)
{
    struct timespec begin, now;
    char piece[65536];

    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (;;) {
        struct pollfd poll_in = {.fd = from, .events = POLLIN};
        int ready = poll(&poll_in, 1, PATIENCE);
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec - begin.tv_sec > SECONDS)
            return fuda_fail(err, FUDA_E_FORMAT, "pdftotext did not finish within %d seconds", (int)SECONDS);
        if (ready <= 0)
            continue;
        ssize_t got = read(from, piece, sizeof piece);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fuda_fail_errno(err, "read from", "pdftotext");
        if (got == 0)
            return FUDA_OK;
        if ((size_t)got > max - out->len)
            return fuda_fail(err, FUDA_E_FORMAT, "the text of the PDF is longer than %zu bytes", max);
        fuda_buf_add(out, piece, (size_t)got);
        if (out->failed)
            return fuda_fail_nomem(err);
    }
}

/* Lines of the page become paragraphs: an empty line ends one. */
static bool unwrap(fuda_buf *text)
{
    fuda_buf out = {0};
    corpus_collect c = corpus_collect_begin(&out);

    for (size_t i = 0; i < text->len;) {
        const char *stop = memchr(text->ptr + i, '\n', text->len - i);
        size_t len = (stop == NULL ? text->len : (size_t)(stop - text->ptr)) - i;
        corpus_collect_text(&c, text->ptr + i, len);
        i += len + 1;
        corpus_collect_gap(&c, i < text->len && text->ptr[i] == '\n' ? GAP_BREAK : GAP_LINE);
    }
    fuda_buf_release(text);
    *text = out;
    return !out.failed;
}

fuda_status corpus_pdf_text(corpus_input *in, size_t max, fuda_buf *out, fuda_error *err)
{
    FILE *file = NULL;
    pid_t child;
    int from = -1, code, status = 0;
    fuda_status st = spool(in, &file, err);

    fuda_buf_clear(out);
    if (st == FUDA_OK && (code = start(fileno(file), &from, &child)) != 0)
        st = code == ENOENT ? fuda_fail(err, FUDA_E_FORMAT,
                                        "a PDF, for which the program pdftotext is needed (Debian: poppler-utils)")
                            : fuda_fail(err, FUDA_E_IO, "cannot start pdftotext: %s", strerror(code));
    else if (st == FUDA_OK) {
        st = drain(from, max, out, err);
        close(from);
        if (st != FUDA_OK)
            kill(child, SIGKILL);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            ;
        if (st == FUDA_OK && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
            st = fuda_fail(err, FUDA_E_FORMAT, "pdftotext cannot read the PDF (damaged or encrypted)");
    }
    if (file != NULL)
        fclose(file);
    if (st == FUDA_OK && !unwrap(out))
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK && out->len == 0)
        st = fuda_fail(err, FUDA_E_FORMAT, "the PDF has no text: its pages are images");
    return st;
}
