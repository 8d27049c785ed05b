/* SPDX-License-Identifier: MIT */
#include "corpus/store_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/memory.h"

/* Locks the whole file; false with errno set. */
static bool lock_file(int fd)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_OFD_SETLK, &whole) == 0;
}

/* The file that was locked is still the one of that name: its last owner removes it. */
static bool is_current(int fd, const char *path)
{
    struct stat mine, there;
    return fstat(fd, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino &&
           mine.st_dev == there.st_dev;
}

fuda_status store_lock_take(store_lock *lock, fuda_corpus *corpus, const char *work, int64_t slot,
                            fuda_error *err)
{
    fuda_buf name = {0};

    *lock = STORE_UNLOCKED;
    fuda_buf_addf(&name, "%s-%s%lld", corpus->path, work, (long long)slot);
    if (fuda_buf_cstr(&name) == NULL) {
        fuda_buf_release(&name);
        return fuda_fail_nomem(err);
    }
    lock->path = name.ptr;
    for (;;) {
        lock->fd = open(lock->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (lock->fd < 0) {
            fuda_status st = fuda_fail_errno(err, "make", lock->path);
            store_lock_drop(lock);
            return st;
        }
        if (!lock_file(lock->fd)) {
            bool busy = errno == EAGAIN || errno == EACCES;
            fuda_status st = busy ? fuda_fail(err, FUDA_E_BUSY, "another process is at this very work on '%s'",
                                              corpus->path)
                                  : fuda_fail_errno(err, "lock", lock->path);
            close(lock->fd);
            lock->fd = -1;
            store_lock_drop(lock);
            return st;
        }
        if (is_current(lock->fd, lock->path))
            return FUDA_OK;
        close(lock->fd);
    }
}

void store_lock_drop(store_lock *lock)
{
    if (lock->fd >= 0) {
        unlink(lock->path); /* while it is held, so that nobody else's goes */
        close(lock->fd);
    }
    free(lock->path);
    *lock = STORE_UNLOCKED;
}
