/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * out.h - bytes put one after another: how the synthesiser writes everything.
 *
 * It shares nothing with the decoders of dissector/wire/: two programs that
 * read a format out of one table agree on the table's mistakes too.
 */
#ifndef SYNTH_OUT_H
#define SYNTH_OUT_H

#include <glib.h>
#include <stdint.h>

void put8(GByteArray *out, unsigned value);
void put16(GByteArray *out, unsigned value); /* network order, like all without a suffix */
void put32(GByteArray *out, uint32_t value);
void put16le(GByteArray *out, unsigned value);
void put32le(GByteArray *out, uint32_t value);
void put64le(GByteArray *out, uint64_t value);
void put_bytes(GByteArray *out, const void *bytes, size_t n);
void put_zeros(GByteArray *out, size_t n);
void put_all(GByteArray *out, const GByteArray *more);

/* Overwrites two bytes that were put before. */
void set16(GByteArray *out, size_t at, unsigned value);

/* The Internet checksum (RFC 1071) of the bytes from |from| on, over a start value of |sum|. */
uint16_t checksum(const GByteArray *out, size_t from, uint32_t sum);

#endif
