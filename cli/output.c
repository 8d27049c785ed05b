/* SPDX-License-Identifier: MIT */
#include "cli/output.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/interrupt.h"
#include "cli/message.h"
#include "cli/options.h"

/* ---- unfinished files ----------------------------------------------------------------------- */

/* What a signal or an early exit has to remove.  A slot is filled and emptied by one store. */
enum { SLOTS = 4 };
static char *volatile unfinished[SLOTS];

static void remove_unfinished(void)
{
    for (int i = 0; i < SLOTS; i++) {
        char *path = unfinished[i];
        if (path != NULL)
            unlink(path);
    }
}

static void on_signal(int number)
{
    (void)number;
    remove_unfinished();
    _exit(EXIT_INTERRUPTED);
}

void output_setup(void)
{
    signal(SIGPIPE, SIG_IGN);
    interrupt_handle(on_signal, 0);
    atexit(remove_unfinished);
}

static void remember(char *path)
{
    for (int i = 0; i < SLOTS; i++) {
        if (unfinished[i] == NULL) {
            unfinished[i] = path;
            return;
        }
    }
}

static void forget(const char *path)
{
    for (int i = 0; i < SLOTS; i++)
        if (unfinished[i] == path)
            unfinished[i] = NULL;
}

/* ---- opening -------------------------------------------------------------------------------- */

bool output_exists(const char *path, bool force)
{
    struct stat info;

    if (path == NULL || force || strcmp(path, "-") == 0 || stat(path, &info) != 0 ||
        !(S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)))
        return false;
    if (S_ISDIR(info.st_mode))
        say_error("cannot write '%s': it is a directory", path);
    else
        say_error("'%s' exists already; --force overwrites it", path);
    return true;
}

static bool open_temp(output *out)
{
    size_t n = strlen(out->target) + 8;
    out->temp = cli_alloc(n, 1);
    snprintf(out->temp, n, "%s.XXXXXX", out->target);
    int fd = mkstemp(out->temp);
    if (fd < 0)
        return false;
    remember(out->temp);
    /* mkstemp gives 0600; a result has the mode any new file would have. */
    mode_t mask = umask(0);
    umask(mask);
    (void)fchmod(fd, 0666 & ~mask);
    out->stream = fdopen(fd, "wb");
    if (out->stream == NULL) {
        int code = errno;
        close(fd);
        unlink(out->temp);
        forget(out->temp);
        errno = code;
        return false;
    }
    return true;
}

bool output_open(output *out, const char *path, bool force)
{
    struct stat info;
    bool ok = true;

    *out = (output){.name = path, .force = force};
    if (path == NULL || strcmp(path, "-") == 0) {
        out->stream = stdout;
        out->name = "standard output";
        return true;
    }
    if (output_exists(path, force))
        return false;
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        /* A device or a pipe is written to, never replaced. */
        out->stream = S_ISDIR(info.st_mode) ? NULL : fopen(path, "wb");
        ok = out->stream != NULL;
        if (S_ISDIR(info.st_mode))
            errno = EISDIR;
    } else {
        /* Through a symbolic link the file behind it is replaced, not the link. */
        out->target = realpath(path, NULL);
        if (out->target == NULL)
            out->target = cli_strndup(path, strlen(path));
        ok = open_temp(out);
    }
    if (!ok) {
        say_error("cannot write '%s': %s", path, strerror(errno));
        free(out->target);
        free(out->temp);
        *out = (output){0};
    }
    return ok;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void note_failure(output *out)
{
    if (out->error == 0)
        out->error = errno != 0 ? errno : EIO;
    if (out->error == EPIPE)
        out->closed = true;
}

void output_write(output *out, const char *text, size_t len)
{
    if (out->error != 0 || len == 0)
        return;
    errno = 0;
    if (fwrite(text, 1, len, out->stream) != len)
        note_failure(out);
}

void output_text(output *out, const char *text)
{
    output_write(out, text, strlen(text));
}

void output_format(output *out, const char *format, ...)
{
    va_list args;

    if (out->error != 0)
        return;
    va_start(args, format);
    errno = 0;
    if (vfprintf(out->stream, format, args) < 0)
        note_failure(out);
    va_end(args);
}

bool output_flush(output *out)
{
    if (out->error == 0) {
        errno = 0;
        if (fflush(out->stream) != 0 || ferror(out->stream))
            note_failure(out);
    }
    return out->error == 0;
}

/* ---- finishing ------------------------------------------------------------------------------ */

/* Puts the finished file in its place. */
static bool publish(output *out)
{
    if (out->force)
        return rename(out->temp, out->target) == 0;
    /* link fails if the target appeared meanwhile, where rename would replace it. */
    if (link(out->temp, out->target) == 0) {
        unlink(out->temp);
        return true;
    }
    return errno != EEXIST && rename(out->temp, out->target) == 0;
}

int output_finish(output *out, int status)
{
    bool keep = status == EXIT_DONE || status == EXIT_REJECTED;

    if (out->stream == NULL)
        return status;
    output_flush(out);
    if (out->temp != NULL && keep && out->error == 0 && fsync(fileno(out->stream)) != 0)
        note_failure(out);
    if (out->stream != stdout && fclose(out->stream) != 0 && out->error == 0)
        note_failure(out);
    if (out->temp != NULL) {
        if (!keep || out->error != 0 || !publish(out)) {
            if (keep && out->error == 0)
                note_failure(out);
            unlink(out->temp);
        }
        forget(out->temp);
    }
    if (out->closed)
        status = EXIT_DONE;
    else if (out->error != 0 && keep) {
        say_error("cannot write to %s: %s", out->name, strerror(out->error));
        status = EXIT_FATAL;
    }
    free(out->target);
    free(out->temp);
    *out = (output){0};
    return status;
}

bool output_stdout_closed(void)
{
    struct pollfd fd = {.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};

    return poll(&fd, 1, 0) == 1 && (fd.revents & (POLLERR | POLLHUP)) != 0;
}
