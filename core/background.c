/* SPDX-License-Identifier: MIT */
#include "core/background.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/error.h"

struct fuda_background {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    fuda_background_fn fn; /* at work or done; NULL: nothing */
    void *ctx;
    bool done, quit;
    fuda_status status;
    fuda_error error;
};

static void *work(void *arg)
{
    fuda_background *b = arg;

    pthread_mutex_lock(&b->mutex);
    while (!b->quit) {
        if (b->fn == NULL || b->done) {
            pthread_cond_wait(&b->changed, &b->mutex);
            continue;
        }
        pthread_mutex_unlock(&b->mutex);
        b->error = (fuda_error){0};
        b->status = b->fn(b->ctx, &b->error);
        pthread_mutex_lock(&b->mutex);
        b->done = true;
        pthread_cond_broadcast(&b->changed);
    }
    pthread_mutex_unlock(&b->mutex);
    return NULL;
}

fuda_status fuda_background_new(fuda_background **out, fuda_error *err)
{
    fuda_background *b = calloc(1, sizeof *b);
    sigset_t all, old;

    *out = NULL;
    if (b == NULL)
        return fuda_fail_nomem(err);
    pthread_mutex_init(&b->mutex, NULL);
    pthread_cond_init(&b->changed, NULL);
    /* Signals belong to the program's own threads. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int failed = pthread_create(&b->thread, NULL, work, b);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (failed != 0) {
        pthread_cond_destroy(&b->changed);
        pthread_mutex_destroy(&b->mutex);
        free(b);
        return fuda_fail(err, FUDA_E_NOMEM, "no further thread can be started");
    }
    *out = b;
    return FUDA_OK;
}

void fuda_background_start(fuda_background *b, fuda_background_fn fn, void *ctx)
{
    pthread_mutex_lock(&b->mutex);
    b->fn = fn;
    b->ctx = ctx;
    b->done = false;
    pthread_cond_broadcast(&b->changed);
    pthread_mutex_unlock(&b->mutex);
}

fuda_status fuda_background_wait(fuda_background *b, fuda_error *err)
{
    pthread_mutex_lock(&b->mutex);
    if (b->fn == NULL) {
        pthread_mutex_unlock(&b->mutex);
        return fuda_fail(err, FUDA_E_ARG, "nothing was started");
    }
    while (!b->done)
        pthread_cond_wait(&b->changed, &b->mutex);
    b->fn = NULL;
    pthread_mutex_unlock(&b->mutex);
    if (b->status != FUDA_OK && err != NULL)
        *err = b->error;
    return b->status;
}

void fuda_background_free(fuda_background *b)
{
    if (b == NULL)
        return;
    pthread_mutex_lock(&b->mutex);
    while (b->fn != NULL && !b->done)
        pthread_cond_wait(&b->changed, &b->mutex);
    b->quit = true;
    pthread_cond_broadcast(&b->changed);
    pthread_mutex_unlock(&b->mutex);
    pthread_join(b->thread, NULL);
    pthread_cond_destroy(&b->changed);
    pthread_mutex_destroy(&b->mutex);
    free(b);
}
