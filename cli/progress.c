/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cli/options.h"

static struct {
    bool on, terminal, drawn;
    const char *what;
    double start, last; /* seconds on the monotonic clock */
    size_t first;       /* `done` of the first call, so that the rate is that of this run */
    bool begun;
} state;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void progress_start(int when, bool busy, const char *what)
{
    state.terminal = isatty(STDERR_FILENO) == 1;
    state.on = when == CLI_ALWAYS || (when == CLI_WHEN_AUTO && state.terminal && !busy);
    state.what = what;
    state.start = now();
    state.last = state.start;
    state.drawn = state.begun = false;
    state.first = 0;
}

static void put_time(char *text, size_t size, double seconds)
{
    long s = (long)(seconds + 0.5);

    if (s >= 3600)
        snprintf(text, size, "%ld h %02ld min", s / 3600, s / 60 % 60);
    else if (s >= 60)
        snprintf(text, size, "%ld min %02ld s", s / 60, s % 60);
    else
        snprintf(text, size, "%ld s", s);
}

void progress_update(size_t done, size_t total)
{
    if (!state.on)
        return;
    double t = now();
    if (!state.begun) {
        state.begun = true;
        state.first = done;
    }
    if (t - state.last < (state.terminal ? 0.1 : 5.0))
        return;
    state.last = t;

    double elapsed = t - state.start;
    double rate = elapsed > 0 && done > state.first ? (double)(done - state.first) / elapsed : 0;
    char line[160], left[40];
    int n;
    if (total > 0) {
        n = snprintf(line, sizeof line, "%s %zu of %zu (%d%%)", state.what, done, total,
                     (int)(100.0 * (double)done / (double)total));
    } else {
        n = snprintf(line, sizeof line, "%s %zu", state.what, done);
    }
    if (rate > 0 && n > 0 && (size_t)n < sizeof line) {
        int m = snprintf(line + n, sizeof line - (size_t)n, ", %.0f/s", rate);
        if (total > done && m > 0 && (size_t)(n + m) < sizeof line) {
            put_time(left, sizeof left, (double)(total - done) / rate);
            snprintf(line + n + m, sizeof line - (size_t)(n + m), ", %s left", left);
        }
    }
    if (state.terminal) {
        fprintf(stderr, "\r\033[K%s", line);
        fflush(stderr);
        state.drawn = true;
    } else {
        fprintf(stderr, "%s\n", line);
    }
}

void progress_clear(void)
{
    if (state.drawn) {
        fputs("\r\033[K", stderr);
        state.drawn = false;
    }
}

void progress_end(void)
{
    progress_clear();
    state.on = false;
}
