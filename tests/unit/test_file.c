/* SPDX-License-Identifier: MIT */
/* Whole files in and out: what is on disk after success, after giving up and after failure. */
#include "prelude.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"

static char dir[] = "/tmp/fuda-test-file-XXXXXX";
static char target[sizeof dir + 16];

static int make_dir(void **state)
{
    (void)state;
    if (mkdtemp(dir) == NULL)
        return -1;
    snprintf(target, sizeof target, "%s/target", dir);
    return 0;
}

static int remove_dir(void **state)
{
    (void)state;
    unlink(target);
    return rmdir(dir); /* fails when anything was left */
}

static int entries_in_dir(void)
{
    DIR *d = opendir(dir);
    int n = 0;
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

static void write_target(const char *text)
{
    FILE *f = fopen(target, "wb");
    assert_non_null(f);
    assert_int_equal(fputs(text, f) < 0, 0);
    assert_int_equal(fclose(f), 0);
}

static void assert_target(const char *want)
{
    fuda_buf buf = {0};
    fuda_error err;
    assert_int_equal(fuda_file_read(target, 1 << 20, &buf, &err), FUDA_OK);
    assert_string_equal(fuda_buf_cstr(&buf), want);
    fuda_buf_release(&buf);
}

static void reads_up_to_the_limit(void **state)
{
    fuda_buf buf = {0};
    fuda_error err;
    (void)state;
    char *big = malloc(300001);
    assert_non_null(big);
    memset(big, 'x', 300000);
    big[300000] = '\0';
    write_target(big);
    assert_int_equal(fuda_file_read(target, 300000, &buf, &err), FUDA_OK);
    assert_int_equal(buf.len, 300000);
    assert_memory_equal(buf.ptr, big, 300000);
    assert_int_equal(fuda_file_read(target, 299999, &buf, &err), FUDA_E_IO);
    assert_non_null(strstr(err.text, "is larger than 299999 bytes"));
    assert_non_null(strstr(err.text, target));

    write_target("");
    assert_int_equal(fuda_file_read(target, 0, &buf, &err), FUDA_OK); /* what was there is cleared */
    assert_int_equal(buf.len, 0);
    assert_int_equal(fuda_file_read(dir, 1000, &buf, &err), FUDA_E_IO);
    assert_non_null(strstr(err.text, "Is a directory"));
    unlink(target);
    assert_int_equal(fuda_file_read(target, 1000, &buf, &err), FUDA_E_IO);
    assert_non_null(strstr(err.text, "No such file or directory"));
    assert_int_equal(fuda_file_read(target, 1000, &buf, NULL), FUDA_E_IO);
    fuda_buf_release(&buf);
    free(big);
}

static void file_appears_at_commit(void **state)
{
    fuda_outfile out;
    fuda_error err;
    struct stat info;
    (void)state;
    mode_t mask = umask(022);
    unlink(target);
    assert_int_equal(fuda_outfile_open(&out, target, false, &err), FUDA_OK);
    fputs("hello", out.stream);
    assert_int_equal(access(target, F_OK), -1); /* not yet */
    assert_int_equal(fuda_outfile_commit(&out, &err), FUDA_OK);
    umask(mask);
    assert_target("hello");
    assert_int_equal(entries_in_dir(), 1);
    assert_int_equal(stat(target, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0644);
    assert_int_equal(info.st_nlink, 1);
    fuda_outfile_abandon(&out); /* safe after commit */
    assert_target("hello");
}

static void existing_target_is_refused_or_replaced(void **state)
{
    fuda_outfile out;
    fuda_error err;
    (void)state;
    write_target("old");
    assert_int_equal(fuda_outfile_open(&out, target, false, &err), FUDA_E_EXISTS);
    assert_non_null(strstr(err.text, "--force"));
    fuda_outfile_abandon(&out);
    assert_target("old");

    assert_int_equal(fuda_outfile_open(&out, target, true, &err), FUDA_OK);
    fputs("new", out.stream);
    fflush(out.stream);
    assert_target("old"); /* whole or not at all */
    assert_int_equal(fuda_outfile_commit(&out, &err), FUDA_OK);
    assert_target("new");
    assert_int_equal(entries_in_dir(), 1);
}

static void target_that_appears_meanwhile_is_kept(void **state)
{
    fuda_outfile out;
    fuda_error err;
    (void)state;
    unlink(target);
    assert_int_equal(fuda_outfile_open(&out, target, false, &err), FUDA_OK);
    fputs("mine", out.stream);
    write_target("theirs");
    assert_int_equal(fuda_outfile_commit(&out, &err), FUDA_E_EXISTS);
    assert_target("theirs");
    assert_int_equal(entries_in_dir(), 1);
}

static void abandon_leaves_nothing(void **state)
{
    fuda_outfile out, zero = {0};
    fuda_error err;
    (void)state;
    write_target("old");
    assert_int_equal(fuda_outfile_open(&out, target, true, &err), FUDA_OK);
    fputs("half of it", out.stream);
    fuda_outfile_abandon(&out);
    assert_target("old");
    assert_int_equal(entries_in_dir(), 1);
    fuda_outfile_abandon(&out);
    fuda_outfile_abandon(&zero);

    unlink(target);
    assert_int_equal(fuda_outfile_open(&out, target, false, &err), FUDA_OK);
    fuda_outfile_abandon(&out);
    assert_int_equal(entries_in_dir(), 0);
}

static void failed_write_leaves_the_target(void **state)
{
    fuda_outfile out;
    fuda_error err;
    (void)state;
    write_target("old");
    assert_int_equal(fuda_outfile_open(&out, target, true, &err), FUDA_OK);
    fputs("new", out.stream);
    close(fileno(out.stream)); /* the disk goes away: the flush fails */
    assert_int_equal(fuda_outfile_commit(&out, &err), FUDA_E_IO);
    assert_non_null(strstr(err.text, "cannot write"));
    assert_non_null(strstr(err.text, target));
    assert_target("old");
    assert_int_equal(entries_in_dir(), 1);
}

static void missing_directory_and_directory_are_errors(void **state)
{
    fuda_outfile out;
    fuda_error err;
    char path[sizeof dir + 32];
    (void)state;
    unlink(target);
    snprintf(path, sizeof path, "%s/none/target", dir);
    for (int force = 0; force < 2; force++) {
        assert_int_equal(fuda_outfile_open(&out, path, force, &err), FUDA_E_IO);
        assert_non_null(strstr(err.text, "No such file or directory"));
        assert_null(out.stream);
        fuda_outfile_abandon(&out);
        assert_int_equal(fuda_outfile_open(&out, dir, force, &err), FUDA_E_IO);
        assert_non_null(strstr(err.text, "Is a directory"));
        fuda_outfile_abandon(&out);
    }
    assert_int_equal(entries_in_dir(), 0);
}

/* A device stays a device: it is written, not replaced. */
static void device_is_written_directly(void **state)
{
    fuda_outfile out;
    fuda_error err;
    struct stat info;
    char link_path[sizeof dir + 16];
    (void)state;
    /* Through a link: were it replaced, only the link would be lost. */
    snprintf(link_path, sizeof link_path, "%s/null", dir);
    for (int force = 0; force < 2; force++) {
        assert_int_equal(symlink("/dev/null", link_path), 0);
        assert_int_equal(fuda_outfile_open(&out, link_path, force, &err), FUDA_OK);
        fputs("x", out.stream);
        assert_int_equal(entries_in_dir(), 1);
        assert_int_equal(fuda_outfile_commit(&out, &err), FUDA_OK);
        assert_int_equal(lstat(link_path, &info), 0);
        assert_true(S_ISLNK(info.st_mode));
        unlink(link_path);
    }
    assert_int_equal(symlink("/dev/full", link_path), 0);
    if (access("/dev/full", W_OK) == 0) {
        assert_int_equal(fuda_outfile_open(&out, link_path, true, &err), FUDA_OK);
        fputs("x", out.stream);
        assert_int_equal(fuda_outfile_commit(&out, &err), FUDA_E_IO);
        assert_non_null(strstr(err.text, "No space left on device"));
        assert_int_equal(fuda_outfile_open(&out, link_path, true, &err), FUDA_OK);
        fuda_outfile_abandon(&out);
    }
    unlink(link_path);
}

static void dash_is_standard_output(void **state)
{
    fuda_outfile out;
    fuda_error err;
    (void)state;
    assert_int_equal(fuda_outfile_open(&out, "-", false, &err), FUDA_OK);
    assert_ptr_equal(out.stream, stdout);
    assert_int_equal(fuda_outfile_commit(&out, &err), FUDA_OK);
    assert_int_equal(fuda_outfile_open(&out, "-", false, &err), FUDA_OK);
    fuda_outfile_abandon(&out);
    assert_true(printf("%s", "") >= 0); /* still open */
    assert_int_equal(fflush(stdout), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_up_to_the_limit),
        cmocka_unit_test(file_appears_at_commit),
        cmocka_unit_test(existing_target_is_refused_or_replaced),
        cmocka_unit_test(target_that_appears_meanwhile_is_kept),
        cmocka_unit_test(abandon_leaves_nothing),
        cmocka_unit_test(failed_write_leaves_the_target),
        cmocka_unit_test(missing_directory_and_directory_are_errors),
        cmocka_unit_test(device_is_written_directly),
        cmocka_unit_test(dash_is_standard_output),
    };
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
