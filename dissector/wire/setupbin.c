/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setupbin.c - reading Setup.bin; layout and sources: setupbin.h.
 *
 * A variable that overruns its record ends the record's list, and what is
 * left of the record is shown as its rest: the next record is still found.
 */
#include "setupbin.h"

#include "fields.h"

#define GUID_LENGTH 16
#define SCRAMBLE 17 /* added to every byte */
#define VARIABLE_HEADER 8
#define VALUE_ALIGN 4

enum { /* record flags */
	RECORD_VALID = 1,
	RECORD_SCRAMBLED = 2
};

enum { /* module 2 and its ids */
	MODULE_KEYS = 2,
	VARIABLE_PID = 1,
	VARIABLE_PPS = 2
};

static const uint8_t guids[SETUPBIN_VERSIONS][GUID_LENGTH] = {
	{0xb5, 0x16, 0xfb, 0x71, 0x87, 0xcb, 0xf9, 0x4a, 0xb4, 0x41, 0xca, 0x7b, 0x38, 0x35, 0x78,
	 0xf9},
	{0x96, 0xb2, 0x81, 0x58, 0xcf, 0x6b, 0x72, 0x4c, 0x8b, 0x91, 0xa1, 0x5e, 0x51, 0x2e, 0x99,
	 0xc4},
	{0xa7, 0xf7, 0xf6, 0xc6, 0x89, 0xc4, 0xf6, 0x47, 0x93, 0xed, 0xe2, 0xe5, 0x02, 0x0d, 0xa5,
	 0x1d},
	{0xaa, 0xa9, 0x34, 0x52, 0xe1, 0x29, 0xa9, 0x44, 0x8d, 0x4d, 0x08, 0x1c, 0x07, 0xb9, 0x63,
	 0x53},
};

static unsigned version_of(struct bytes guid)
{
	for (unsigned i = 0; i < SETUPBIN_VERSIONS; i++)
		if (bytes_equal(guid, bytes_of(guids[i], GUID_LENGTH)))
			return i + 1;
	return 0;
}

bool setupbin_looks_like(struct bytes start)
{
	return start.n >= GUID_LENGTH && version_of(bytes_of(start.p, GUID_LENGTH)) != 0;
}

/* What is left of |chunks| chunks that began at offset |start|. */
static size_t rest_of_chunks(const struct reader *r, size_t start, uint16_t chunks)
{
	size_t read = rd_offset(r) - start, whole = (size_t)chunks * SETUPBIN_CHUNK;

	return whole > read ? whole - read : 0;
}

bool setupbin_decode(struct setupbin *file, struct reader *r)
{
	size_t start = rd_offset(r);

	*file = (struct setupbin){0};
	field_open(r, F_SETUPBIN);
	file->version = version_of(field_bytes(r, F_SETUPBIN_GUID, GUID_LENGTH));
	uint16_t chunks = field_u16le(r, F_SETUPBIN_CHUNKS);

	field_u16le(r, F_SETUPBIN_LENGTH);
	field_u32le(r, F_SETUPBIN_NUMBER);
	field_u8(r, F_SETUPBIN_MAJOR);
	field_u8(r, F_SETUPBIN_MINOR);
	field_u16le(r, F_SETUPBIN_FLAGS);
	file->records = field_u32le(r, F_SETUPBIN_RECORDS);
	file->consumed = field_u32le(r, F_SETUPBIN_CONSUMED);
	field_u16le(r, F_SETUPBIN_PER_RECORD);
	field_bytes(r, F_SETUPBIN_RESERVED, 2);
	field_bytes(r, F_SETUPBIN_PADDING, rest_of_chunks(r, start, chunks));
	field_close(r);
	return rd_ok(r);
}

static uint8_t plain_byte(const struct setupbin_record *record, uint8_t byte)
{
	return record->scrambled ? (uint8_t)(byte - SCRAMBLE) : byte;
}

static uint16_t plain_u16(const struct setupbin_record *record, uint16_t value)
{
	return (uint16_t)(plain_byte(record, (uint8_t)value) |
			  plain_byte(record, (uint8_t)(value >> 8)) << 8);
}

/* Copies a key of exactly |length| bytes out of |value|. */
static bool keep_key(const struct setupbin_record *record, char *key, size_t length,
		     struct bytes value)
{
	if (value.n != length)
		return false;
	for (size_t i = 0; i < length; i++)
		key[i] = (char)plain_byte(record, value.p[i]);
	key[length] = '\0';
	return true;
}

static void keep_value(struct setupbin_record *record, uint16_t module, uint16_t id,
		       struct bytes value)
{
	if (module != MODULE_KEYS)
		return;
	if (id == VARIABLE_PID)
		record->has_pid = keep_key(record, record->pid, PID_LENGTH, value);
	if (id == VARIABLE_PPS)
		record->has_pps = keep_key(record, record->pps, PPS_LENGTH, value);
}

/* The length of the variable that |r| stands before, or 0 at the end of the list. */
static size_t variable_length(const struct setupbin_record *record, struct reader r)
{
	r.trace = NULL;
	uint16_t module = plain_u16(record, rd_u16le(&r));

	rd_u16le(&r);
	size_t length = plain_u16(record, rd_u16le(&r));

	length = VARIABLE_HEADER + (length + VALUE_ALIGN - 1) / VALUE_ALIGN * VALUE_ALIGN;
	rd_u16le(&r);
	return rd_ok(&r) && module != 0 && length - VARIABLE_HEADER <= rd_left(&r) ? length : 0;
}

static void read_variable(struct setupbin_record *record, struct reader *r, size_t whole)
{
	field_open(r, F_SETUPBIN_VARIABLE);
	uint16_t module = plain_u16(record, field_u16le(r, F_SETUPBIN_MODULE));
	uint16_t id = plain_u16(record, field_u16le(r, F_SETUPBIN_ID));
	uint16_t length = plain_u16(record, field_u16le(r, F_SETUPBIN_VALUE_LENGTH));

	field_bytes(r, F_SETUPBIN_RESERVED, 2);
	struct bytes value = field_bytes(r, F_SETUPBIN_VALUE, length);

	field_bytes(r, F_SETUPBIN_PADDING, whole - VARIABLE_HEADER - length);
	field_close(r);
	keep_value(record, module, id, value);
	record->variables++;
}

bool setupbin_decode_record(struct setupbin_record *record, struct reader *r)
{
	size_t start = rd_offset(r), length;

	*record = (struct setupbin_record){0};
	field_open(r, F_SETUPBIN_RECORD);
	record->type = field_u32le(r, F_SETUPBIN_RECORD_TYPE);
	uint32_t flags = field_u32le(r, F_SETUPBIN_RECORD_FLAGS);

	record->valid = flags & RECORD_VALID;
	record->scrambled = flags & RECORD_SCRAMBLED;
	field_bytes(r, F_SETUPBIN_RESERVED, 8);
	uint16_t chunks = field_u16le(r, F_SETUPBIN_CHUNKS);

	field_u16le(r, F_SETUPBIN_LENGTH);
	field_u32le(r, F_SETUPBIN_NUMBER);
	struct reader inner = rd_nested(r, rest_of_chunks(r, start, chunks));

	while ((length = variable_length(record, inner)) != 0)
		read_variable(record, &inner, length);
	field_bytes(&inner, F_SETUPBIN_PADDING, rd_left(&inner));
	field_close(r);
	return rd_ok(r);
}
