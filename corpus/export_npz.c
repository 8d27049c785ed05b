/* SPDX-License-Identifier: MIT */
/*
 * Arrays of NumPy: the .npy format 1.0 (NumPy Enhancement Proposal 1) inside a zip archive (PKWARE's
 * APPNOTE 6.3, members stored, every size in the zip64 extra field so that it has one form).
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/error.h"
#include "corpus/export.h"

enum { MEMBERS = 8, COPY = 65536 };

typedef struct member {
    char name[64];
    uint32_t crc;
    uint64_t size, offset;
} member;

static uint32_t crc_table[256];

/* CRC-32 as in ISO 3309, reflected; called before any use, from one thread. */
static void make_crc_table(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++)
            c = (c & 1) != 0 ? 0xEDB88320u ^ c >> 1 : c >> 1;
        crc_table[i] = c;
    }
}

static uint32_t add_crc(uint32_t crc, const void *bytes, size_t len)
{
    const unsigned char *b = bytes;

    crc = ~crc;
    for (size_t i = 0; i < len; i++)
        crc = crc_table[(crc ^ b[i]) & 0xFF] ^ crc >> 8;
    return ~crc;
}

static void put(fuda_buf *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        fuda_buf_add_char(out, (char)(unsigned char)(value >> (8 * i)));
}

static void put_header(fuda_buf *out, const export_npz_array *a)
{
    fuda_buf dict = {0};

    fuda_buf_addf(&dict, "{'descr': '%s', 'fortran_order': False, 'shape': (", a->type);
    for (int i = 0; i < a->dimensions; i++)
        fuda_buf_addf(&dict, i == 0 ? "%llu," : " %llu", (unsigned long long)a->shape[i]);
    fuda_buf_add_str(&dict, "), }");
    while ((10 + dict.len + 1) % 64 != 0 && !dict.failed)
        fuda_buf_add_char(&dict, ' ');
    fuda_buf_add_char(&dict, '\n');
    fuda_buf_add(out, "\x93NUMPY\x01\x00", 8);
    put(out, dict.len, 2);
    fuda_buf_add(out, dict.ptr, dict.len);
    out->failed = out->failed || dict.failed;
    fuda_buf_release(&dict);
}

/* The checksum stands before the bytes, so they are read twice: once for it, once to be written. */
static fuda_status each_block(const export_npz_array *a, export_folder *folder, export_file *to, uint32_t *crc,
                              fuda_error *err)
{
    char *block;
    uint64_t left = a->bytes;
    fuda_status st = FUDA_OK;

    if (a->from == NULL) {
        *crc = add_crc(*crc, a->memory, (size_t)a->bytes);
        return to == NULL ? FUDA_OK : export_file_write(folder, to, a->memory, (size_t)a->bytes, err);
    }
    block = malloc(COPY);
    if (block == NULL)
        return fuda_fail_nomem(err);
    if (fflush(a->from) != 0 || fseeko(a->from, 0, SEEK_SET) != 0)
        st = fuda_fail_errno(err, "read back", a->name);
    while (left != 0 && st == FUDA_OK) {
        size_t n = left < COPY ? (size_t)left : COPY;
        if (fread(block, 1, n, a->from) != n) {
            st = fuda_fail(err, FUDA_E_IO, "cannot read back a temporary file: %s", strerror(errno));
            break;
        }
        *crc = add_crc(*crc, block, n);
        if (to != NULL)
            st = export_file_write(folder, to, block, n, err);
        left -= n;
    }
    free(block);
    return st;
}

static void put_local(fuda_buf *out, const member *m)
{
    put(out, 0x04034B50, 4);
    put(out, 45, 2); /* version needed: zip64 */
    put(out, 0, 2);
    put(out, 0, 2);          /* stored */
    put(out, 0, 2);          /* time: the same bytes whenever it is written */
    put(out, 0x21, 2);       /* 1980-01-01 */
    put(out, m->crc, 4);
    put(out, UINT32_MAX, 4);
    put(out, UINT32_MAX, 4);
    put(out, strlen(m->name), 2);
    put(out, 20, 2);
    fuda_buf_add_str(out, m->name);
    put(out, 1, 2);
    put(out, 16, 2);
    put(out, m->size, 8);
    put(out, m->size, 8);
}

static void put_central(fuda_buf *out, const member *m)
{
    put(out, 0x02014B50, 4);
    put(out, 45, 2);
    put(out, 45, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, 0x21, 2);
    put(out, m->crc, 4);
    put(out, UINT32_MAX, 4);
    put(out, UINT32_MAX, 4);
    put(out, strlen(m->name), 2);
    put(out, 28, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, 0, 4);
    put(out, UINT32_MAX, 4);
    fuda_buf_add_str(out, m->name);
    put(out, 1, 2);
    put(out, 24, 2);
    put(out, m->size, 8);
    put(out, m->size, 8);
    put(out, m->offset, 8);
}

static void put_end(fuda_buf *out, size_t n, uint64_t offset, uint64_t size)
{
    put(out, 0x06064B50, 4); /* zip64 end of central directory */
    put(out, 44, 8);
    put(out, 45, 2);
    put(out, 45, 2);
    put(out, 0, 4);
    put(out, 0, 4);
    put(out, n, 8);
    put(out, n, 8);
    put(out, size, 8);
    put(out, offset, 8);
    put(out, 0x07064B50, 4); /* its locator */
    put(out, 0, 4);
    put(out, offset + size, 8);
    put(out, 1, 4);
    put(out, 0x06054B50, 4); /* end of central directory */
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, n, 2);
    put(out, n, 2);
    put(out, size < UINT32_MAX ? size : UINT32_MAX, 4);
    put(out, offset < UINT32_MAX ? offset : UINT32_MAX, 4);
    put(out, 0, 2);
}

static fuda_status write_member(export_folder *folder, export_file *file, const export_npz_array *a, member *m,
                                fuda_error *err)
{
    fuda_buf header = {0}, local = {0};
    fuda_status st;

    snprintf(m->name, sizeof m->name, "%s.npy", a->name);
    put_header(&header, a);
    if (header.failed)
        return fuda_fail_nomem(err);
    m->size = header.len + a->bytes;
    m->offset = file->size;
    m->crc = add_crc(0, header.ptr, header.len);
    st = each_block(a, folder, NULL, &m->crc, err);
    put_local(&local, m);
    fuda_buf_add(&local, header.ptr, header.len);
    if (st == FUDA_OK && local.failed)
        st = fuda_fail_nomem(err);
    if (st == FUDA_OK)
        st = export_file_write(folder, file, local.ptr, local.len, err);
    if (st == FUDA_OK) {
        uint32_t again = 0;
        st = each_block(a, folder, file, &again, err);
    }
    fuda_buf_release(&header);
    fuda_buf_release(&local);
    return st;
}

fuda_status export_write_npz(export_folder *folder, const char *name, const export_npz_array *arrays, size_t n,
                             fuda_error *err)
{
    member members[MEMBERS];
    export_file *file;
    fuda_buf end = {0};
    fuda_status st = n > MEMBERS ? fuda_fail(err, FUDA_E_ARG, "too many arrays") : FUDA_OK;

    make_crc_table();
    if (st == FUDA_OK)
        st = export_folder_add(folder, name, false, &file, err);
    for (size_t i = 0; i < n && st == FUDA_OK; i++)
        st = write_member(folder, file, &arrays[i], &members[i], err);
    if (st != FUDA_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        put_central(&end, &members[i]);
    put_end(&end, n, file->size, end.len);
    st = end.failed ? fuda_fail_nomem(err) : export_file_write(folder, file, end.ptr, end.len, err);
    fuda_buf_release(&end);
    return st;
}
