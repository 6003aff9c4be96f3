/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_setupbin.c - Setup.bin: values, prefixes, tiling, records that overrun.
 *
 * The file was made by MeshCentral 1.1.55 (amt-setupbin.js, its encoder run
 * under node): version 2, a plain record with Intel's published pair, and a
 * scrambled one.
 */
#include "fields.h"
#include "hellos.h"
#include "setupbin.h"

#define MADE SOURCE_DIR "/tests/fuzz/seeds/setupbin/meshcentral"
#define MADE_LENGTH 1536 /* a chunk of header, two of records */
#define SPANS 200

static uint8_t made[MADE_LENGTH];
static struct span spans[SPANS];
static struct trace trace;

static void read_made(void)
{
	FILE *f = fopen(MADE, "rb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fread(made, 1, sizeof made, f), MADE_LENGTH);
	ck_assert_int_eq(fgetc(f), EOF);
	fclose(f);
}

static struct reader traced(const uint8_t *p, size_t n)
{
	struct reader r = reader_over(bytes_of(p, n));

	trace = trace_into(spans, SPANS);
	r.trace = &trace;
	return r;
}

START_TEST(setupbin_values_are_those_given_to_the_encoder)
{
	struct reader r = traced(made, sizeof made);
	struct setupbin file;
	struct setupbin_record record;

	ck_assert(setupbin_looks_like(bytes_of(made, sizeof made)));
	ck_assert(setupbin_decode(&file, &r));
	ck_assert_uint_eq(file.version, 2);
	ck_assert_uint_eq(file.records, 2);
	ck_assert_uint_eq(file.consumed, 0);
	ck_assert(setupbin_decode_record(&record, &r));
	ck_assert(record.type == 1 && record.valid && !record.scrambled);
	ck_assert_uint_eq(record.variables, 5);
	ck_assert(record.has_pid && record.has_pps);
	ck_assert_str_eq(record.pid, "0000037M");
	ck_assert_str_eq(record.pps, "NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ");
	ck_assert(setupbin_decode_record(&record, &r));
	ck_assert(record.valid && record.scrambled);
	ck_assert_uint_eq(record.variables, 3);
	ck_assert_str_eq(record.pid, "ABCDEFGH");
	ck_assert_str_eq(record.pps, "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345");
	ck_assert_uint_eq(rd_left(&r), 0);
}
END_TEST

/* Header and both records, as far as they go. */
static bool decode_all(struct reader *r)
{
	struct setupbin file;
	struct setupbin_record record;

	setupbin_decode(&file, r);
	for (uint32_t i = 0; i < file.records && rd_ok(r); i++)
		setupbin_decode_record(&record, r);
	return rd_ok(r);
}

START_TEST(setupbin_every_prefix_is_short)
{
	for (size_t n = 0; n < sizeof made; n++) {
		uint8_t *copy = exact_copy(made, n);
		struct reader r = reader_over(bytes_of(copy, n));

		ck_assert(!decode_all(&r));
		free(copy);
	}
}
END_TEST

START_TEST(setupbin_spans_tile_the_file)
{
	struct reader r = traced(made, sizeof made);
	size_t next = 0;

	ck_assert(decode_all(&r));
	ck_assert_uint_eq(trace.dropped, 0);
	for (unsigned i = 0; i < trace.n; i++) {
		if (i + 1 < trace.n && spans[i + 1].depth > spans[i].depth)
			continue; /* a group: its members tile it */
		ck_assert_uint_eq(spans[i].off, next);
		next += spans[i].len;
	}
	ck_assert_uint_eq(next, sizeof made);
}
END_TEST

/* The first variable's length, behind the chunk, the record's header, module and id. */
#define FIRST_LENGTH_AT (512 + 24 + 4)

START_TEST(setupbin_variable_that_overruns_ends_its_record_only)
{
	uint8_t other[MADE_LENGTH];
	struct reader r;
	struct setupbin file;
	struct setupbin_record record;

	memcpy(other, made, sizeof other);
	other[FIRST_LENGTH_AT + 1] = 0x10;
	r = traced(other, sizeof other);
	ck_assert(setupbin_decode(&file, &r));
	ck_assert(setupbin_decode_record(&record, &r));
	ck_assert_uint_eq(record.variables, 0);
	ck_assert(!record.has_pid);
	ck_assert(setupbin_decode_record(&record, &r));
	ck_assert_str_eq(record.pid, "ABCDEFGH");
}
END_TEST

START_TEST(setupbin_key_of_another_length_is_none)
{
	uint8_t other[MADE_LENGTH];
	struct reader r;
	struct setupbin file;
	struct setupbin_record record;
	/* "admin" and "P@ssw0rd" are 8 + 8 and 8 + 8 bytes with their padding. */
	size_t pid_length_at = FIRST_LENGTH_AT + 32;

	memcpy(other, made, sizeof other);
	ck_assert_uint_eq(other[pid_length_at], PID_LENGTH);
	other[pid_length_at] = PID_LENGTH - 1; /* the padding makes up for it */
	r = traced(other, sizeof other);
	ck_assert(setupbin_decode(&file, &r));
	ck_assert(setupbin_decode_record(&record, &r));
	ck_assert(!record.has_pid && record.has_pps);
}
END_TEST

START_TEST(setupbin_guid_tells_the_version)
{
	static const uint8_t version_4[16] = {0xaa, 0xa9, 0x34, 0x52, 0xe1, 0x29, 0xa9, 0x44,
					      0x8d, 0x4d, 0x08, 0x1c, 0x07, 0xb9, 0x63, 0x53};
	uint8_t other[16] = {0};

	ck_assert(setupbin_looks_like(bytes_of(version_4, 16)));
	ck_assert(!setupbin_looks_like(bytes_of(version_4, 15)));
	ck_assert(!setupbin_looks_like(bytes_of(other, 16)));
	ck_assert(!setupbin_looks_like(bytes_of(NULL, 0)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("setupbin");
	TCase *all = tcase_create("all");

	tcase_add_checked_fixture(all, read_made, NULL);
	tcase_add_test(all, setupbin_values_are_those_given_to_the_encoder);
	tcase_add_test(all, setupbin_every_prefix_is_short);
	tcase_add_test(all, setupbin_spans_tile_the_file);
	tcase_add_test(all, setupbin_variable_that_overruns_ends_its_record_only);
	tcase_add_test(all, setupbin_key_of_another_length_is_none);
	tcase_add_test(all, setupbin_guid_tells_the_version);
	suite_add_tcase(suite, all);
	return suite_run(suite);
}
