/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * out.c - bytes put one after another, into a growing array.
 *
 * Both byte orders, since a capture file is little-endian and what is in it
 * mostly is not.
 */
#include "out.h"

void put8(GByteArray *out, unsigned value)
{
	uint8_t byte = (uint8_t)value;

	g_byte_array_append(out, &byte, 1);
}

void put16(GByteArray *out, unsigned value)
{
	put8(out, value >> 8 & 0xff);
	put8(out, value & 0xff);
}

void put32(GByteArray *out, uint32_t value)
{
	put16(out, value >> 16);
	put16(out, value & 0xffff);
}

void put16le(GByteArray *out, unsigned value)
{
	put8(out, value & 0xff);
	put8(out, value >> 8 & 0xff);
}

void put32le(GByteArray *out, uint32_t value)
{
	put16le(out, value & 0xffff);
	put16le(out, value >> 16);
}

void put64le(GByteArray *out, uint64_t value)
{
	put32le(out, (uint32_t)value);
	put32le(out, (uint32_t)(value >> 32));
}

void put_bytes(GByteArray *out, const void *bytes, size_t n)
{
	g_byte_array_append(out, bytes, (guint)n);
}

void put_zeros(GByteArray *out, size_t n)
{
	while (n--)
		put8(out, 0);
}

void put_all(GByteArray *out, const GByteArray *more)
{
	put_bytes(out, more->data, more->len);
}

void set16(GByteArray *out, size_t at, unsigned value)
{
	out->data[at] = (uint8_t)(value >> 8);
	out->data[at + 1] = (uint8_t)value;
}

uint16_t checksum(const GByteArray *out, size_t from, uint32_t sum)
{
	for (size_t i = from; i < out->len; i++)
		sum += (i - from) % 2 ? out->data[i] : (uint32_t)out->data[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}
