/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_hello.c - the hello: values, prefixes, tiling, and what is none. */
#include "fields.h"
#include "hellos.h"
#include "names.h"

#define SPANS 2000

static struct span spans[SPANS];
static struct trace trace;

/* Decodes with a trace; the hello is a view into |p|. */
static bool decode(struct hello *hello, const uint8_t *p, size_t n)
{
	struct reader r = reader_over(bytes_of(p, n));

	trace = trace_into(spans, SPANS);
	r.trace = &trace;
	return hello_decode(hello, &r);
}

START_TEST(hello_psk_values)
{
	static const struct uuid uuid = {{0x44, 0x33, 0x22, 0x11, 0x66, 0x55, 0x88, 0x77, 0x99,
					  0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0x00}};
	struct hello hello;

	ck_assert(decode(&hello, hello_psk, sizeof hello_psk));
	ck_assert_uint_eq(hello.admin_set, 0);
	ck_assert_uint_eq(hello.version, HELLO_VERSION_PSK);
	ck_assert_uint_eq(hello.retry, 3);
	ck_assert(uuid_equal(&hello.uuid, &uuid));
	ck_assert(bytes_equal(hello.pid, bytes_of("0000037M", 8)));
	ck_assert_uint_eq(hello.hash_count, 0);
	ck_assert_uint_eq(hello.trailing.n, 0);
}
END_TEST

START_TEST(hello_pki_values)
{
	struct hello hello;

	ck_assert(decode(&hello, hello_pki, sizeof hello_pki));
	ck_assert_uint_eq(hello.admin_set, 1);
	ck_assert_uint_eq(hello.version, HELLO_VERSION_PKI);
	ck_assert_uint_eq(hello.retry, 0);
	ck_assert_uint_eq(hello.hash_count, 2);
	ck_assert_uint_eq(hello.hashes_read, 2);
	ck_assert_uint_eq(hello.hash[0].algorithm, 1);
	ck_assert_uint_eq(hello.hash[0].length, 20);
	ck_assert_uint_eq(hello.hash[1].algorithm, 2);
	ck_assert_uint_eq(hello.hash[1].value.n, 32);
	ck_assert_uint_eq(hello.pid.n, 0);
}
END_TEST

/* Lengths, UUID and the order of roots are those that the source of the data states. */
START_TEST(hello_published_values)
{
	static const struct {
		const char *file;
		size_t length;
		unsigned hashes;
	} published[] = {{"hello-pki-a.hex", 807, 23}, {"hello-pki-b.hex", 841, 24}};
	uint8_t room[1024];
	size_t n = read_published(published[_i].file, room, sizeof room);
	struct hello hello;
	char text[UUID_TEXT];

	ck_assert_uint_eq(n, published[_i].length);
	ck_assert(decode(&hello, room, n));
	ck_assert_uint_eq(hello.hash_count, published[_i].hashes);
	ck_assert_uint_eq(hello.hashes_read, published[_i].hashes);
	ck_assert_uint_eq(hello.trailing.n, 0);
	ck_assert_str_eq(uuid_text(&hello.uuid, text), "939b524b-13d4-1d18-e487-1c697a6b7a2b");
	ck_assert_str_eq(root_ca_name(hello.hash[0].value), "Go Daddy Class 2 CA");
	ck_assert_str_eq(root_ca_name(hello.hash[hello.hash_count - 1].value),
			 "GlobalSign Root CA - R6");
	ck_assert(hello_is_strict(bytes_of(room, n)));
}
END_TEST

static void check_prefix(const uint8_t *whole, size_t n)
{
	uint8_t *copy = exact_copy(whole, n);
	struct reader r = reader_over(bytes_of(copy, n));
	struct hello hello;

	ck_assert(!hello_decode(&hello, &r));
	ck_assert_uint_ne(r.failed_field, F_NONE);
	ck_assert(!hello_is_strict(bytes_of(copy, n)));
	ck_assert(hello_looks_like(bytes_of(copy, n)));
	free(copy);
}

START_TEST(hello_every_prefix_is_short)
{
	for (size_t n = 0; n < sizeof hello_psk; n++)
		check_prefix(hello_psk, n);
	for (size_t n = 0; n < sizeof hello_pki; n++)
		check_prefix(hello_pki, n);
}
END_TEST

/* 60 bytes: header, count, a whole SHA-1 entry, 2 + 11 bytes of the next (25 + 22 + 13). */
START_TEST(hello_cut_inside_a_hash_says_where)
{
	struct hello hello;
	struct reader r = reader_over(bytes_of(hello_pki, 60));

	ck_assert(!hello_decode(&hello, &r));
	ck_assert_uint_eq(r.failed_field, F_HELLO_HASH_VALUE);
	ck_assert_uint_eq(hello.hash_count, 2);
	ck_assert_uint_eq(hello.hashes_read, 1);
}
END_TEST

static void check_tiling(const uint8_t *p, size_t n)
{
	struct hello hello;
	size_t next = 0;

	ck_assert(decode(&hello, p, n));
	ck_assert_uint_eq(trace.dropped, 0);
	ck_assert_uint_eq(spans[0].field, F_HELLO);
	ck_assert_uint_eq(spans[0].len, n);
	for (unsigned i = 0; i < trace.n; i++) {
		if (i + 1 < trace.n && spans[i + 1].depth > spans[i].depth)
			continue; /* a group: its members tile it */
		ck_assert_uint_eq(spans[i].off, next);
		next += spans[i].len;
	}
	ck_assert_uint_eq(next, n);
}

START_TEST(hello_spans_tile_the_message)
{
	uint8_t room[1024];
	size_t n = read_published("hello-pki-b.hex", room, sizeof room);

	check_tiling(room, n);
	check_tiling(hello_psk, sizeof hello_psk);
	check_tiling(hello_pki, sizeof hello_pki);
	memcpy(room, hello_psk, sizeof hello_psk);
	check_tiling(room, sizeof hello_psk + 7);
}
END_TEST

START_TEST(hello_of_unknown_version_is_a_header_and_a_rest)
{
	uint8_t other[sizeof hello_psk];
	struct hello hello;

	memcpy(other, hello_psk, sizeof other);
	other[2] = 9;
	ck_assert(decode(&hello, other, sizeof other));
	ck_assert_uint_eq(hello.version, 9);
	ck_assert_uint_eq(hello.trailing.n, 8);
	ck_assert_uint_eq(hello.pid.n, 0);
	check_tiling(other, sizeof other);
	check_tiling(other, 24);
	ck_assert(!hello_is_strict(bytes_of(other, sizeof other)));
}
END_TEST

START_TEST(hello_keeps_what_follows_it)
{
	uint8_t more[sizeof hello_psk + 3] = {0};
	struct hello hello;

	memcpy(more, hello_psk, sizeof hello_psk);
	ck_assert(decode(&hello, more, sizeof more));
	ck_assert_uint_eq(hello.trailing.n, 3);
	ck_assert_ptr_eq(hello.trailing.p, more + sizeof hello_psk);
	ck_assert(!hello_is_strict(bytes_of(more, sizeof more)));
}
END_TEST

/* 25 bytes of header and count, 255 entries of two bytes and 255 more. */
START_TEST(hello_of_the_greatest_length_is_read)
{
	static uint8_t longest[HELLO_LENGTH_MAX];
	struct hello hello;

	memcpy(longest, hello_pki, 24);
	memset(longest + 24, 0xff, sizeof longest - 24);
	ck_assert(decode(&hello, longest, sizeof longest));
	ck_assert_uint_eq(sizeof longest, 65560);
	ck_assert_uint_eq(hello.hashes_read, 255);
	ck_assert_uint_eq(hello.trailing.n, 0);
	check_tiling(longest, sizeof longest);
}
END_TEST

START_TEST(hello_does_not_look_like_text_or_tls)
{
	static const char *const other[] = {
		"GET / HTTP/1.1\r\n", "PO",           "SSH-2.0-x", "\r\n",
		"\x16\x03\x01\x02",   "\x15\x03\x03", "<?xml"};

	ck_assert(!hello_looks_like(bytes_of(other[_i], strlen(other[_i]))));
}
END_TEST

START_TEST(hello_may_begin_with_one_byte_or_none)
{
	ck_assert(hello_looks_like(bytes_of(NULL, 0)));
	ck_assert(hello_looks_like(bytes_of("\x01", 1)));
}
END_TEST

START_TEST(hello_that_is_whole_and_valid_is_strict)
{
	ck_assert(hello_is_strict(bytes_of(hello_psk, sizeof hello_psk)));
	ck_assert(hello_is_strict(bytes_of(hello_pki, sizeof hello_pki)));
	ck_assert(hello_is_strict(bytes_of(hello_sha384, sizeof hello_sha384)));
}
END_TEST

/* One byte of a valid hello changed; the place says which rule it breaks. */
START_TEST(hello_with_one_wrong_value_is_not_strict)
{
	static const struct {
		size_t at;
		uint8_t value;
	} change[] = {
		{0, 2},   /* neither set nor not set */
		{1, 1},   /* 256 + ... */
		{2, 4},   /* version */
		{5, 1},   /* retry 256 */
		{24, 1},  /* one entry only: the rest trails */
		{24, 0},  /* no hash at all */
		{25, 9},  /* no such algorithm */
		{26, 19}, /* length does not fit SHA-1 */
	};
	uint8_t changed[sizeof hello_pki];

	memcpy(changed, hello_pki, sizeof changed);
	changed[change[_i].at] = change[_i].value;
	ck_assert(!hello_is_strict(bytes_of(changed, sizeof changed)));
}
END_TEST

START_TEST(hello_of_no_machine_is_not_strict)
{
	uint8_t blank[sizeof hello_psk];

	memcpy(blank, hello_psk, sizeof blank);
	memset(blank + 8, _i ? 0xff : 0, 16);
	ck_assert(!hello_is_strict(bytes_of(blank, sizeof blank)));
}
END_TEST

START_TEST(hello_with_an_odd_pid_is_not_strict)
{
	uint8_t odd[sizeof hello_psk];

	memcpy(odd, hello_psk, sizeof odd);
	odd[31] = '-';
	ck_assert(!hello_is_strict(bytes_of(odd, sizeof odd)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hello");
	TCase *tc = tcase_create("hello");

	tcase_add_test(tc, hello_psk_values);
	tcase_add_test(tc, hello_pki_values);
	tcase_add_loop_test(tc, hello_published_values, 0, 2);
	tcase_add_test(tc, hello_every_prefix_is_short);
	tcase_add_test(tc, hello_cut_inside_a_hash_says_where);
	tcase_add_test(tc, hello_spans_tile_the_message);
	tcase_add_test(tc, hello_of_unknown_version_is_a_header_and_a_rest);
	tcase_add_test(tc, hello_keeps_what_follows_it);
	tcase_add_test(tc, hello_of_the_greatest_length_is_read);
	tcase_add_loop_test(tc, hello_does_not_look_like_text_or_tls, 0, 7);
	tcase_add_test(tc, hello_may_begin_with_one_byte_or_none);
	tcase_add_test(tc, hello_that_is_whole_and_valid_is_strict);
	tcase_add_loop_test(tc, hello_with_one_wrong_value_is_not_strict, 0, 8);
	tcase_add_loop_test(tc, hello_of_no_machine_is_not_strict, 0, 2);
	tcase_add_test(tc, hello_with_an_odd_pid_is_not_strict);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
