/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_dns.c - DNS messages. Layout: RFC 1035 4.1; other programs' messages: second_opinion.c. */
#include "dns.h"
#include "octets.h"

/* provisionserver.example.test at offset 12 of the message. */
#define NAME "0f70726f766973696f6e736572766572 076578616d706c65 0474657374 00"
#define QUESTION(type) NAME type "0001"
#define HEADER(flags, answers, authority) "1234" flags "0001" answers authority "0000"
#define RECORD(type, ttl, value) "c00c" type "0001" ttl value

static struct dns dns;

static bool decode(const char *hex)
{
	struct octets message = octets(hex);
	struct reader r = reader_over(octets_view(&message));

	return dns_decode(&dns, &r);
}

static void expect_address(const struct address *a, const char *text)
{
	char seen[ADDRESS_TEXT];

	ck_assert_str_eq(address_text(a, seen), text);
}

#define ANSWER                                           \
	HEADER("8580", "0003", "0000")                   \
	QUESTION("0001")                                 \
	RECORD("0005", "0000000a", "0006 036d6373 c01c") \
	RECORD("0001", "0000012c", "0004 0a560002")      \
	RECORD("001c", "0000012c", "0010 20010db8000000000000000000000001")

START_TEST(dns_query_is_read)
{
	ck_assert(decode(HEADER("0100", "0000", "0000") QUESTION("0001")));
	ck_assert_uint_eq(dns.id, 0x1234);
	ck_assert(!dns.response);
	ck_assert_str_eq(dns.question, "provisionserver.example.test");
	ck_assert_uint_eq(dns.question_type, DNS_A);
	ck_assert_uint_eq(dns.record_count, 0);
}
END_TEST

START_TEST(dns_question_alone_is_read_from_an_answer_that_is_cut_behind_it)
{
	struct octets message = octets(HEADER("8580", "0003", "0000") QUESTION("0001") "c00c");
	struct reader r = reader_over(octets_view(&message));

	ck_assert(dns_decode_question(&dns, &r));
	ck_assert(dns.response);
	ck_assert_str_eq(dns.question, "provisionserver.example.test");
	ck_assert_uint_eq(dns.question_type, DNS_A);
	r = reader_over(bytes_of(message.b, message.n - 3));
	ck_assert(!dns_decode_question(&dns, &r));
}
END_TEST

START_TEST(dns_answer_is_read)
{
	ck_assert(decode(ANSWER));
	ck_assert(dns.response && dns.authoritative && !dns.truncated);
	ck_assert_uint_eq(dns.rcode, DNS_NOERROR);
	ck_assert_uint_eq(dns.record_count, 3);
	ck_assert_uint_eq(dns.record[0].type, DNS_CNAME);
	ck_assert_str_eq(dns.record[0].owner, "provisionserver.example.test");
	ck_assert_str_eq(dns.record[0].name, "mcs.example.test");
	ck_assert_uint_eq(dns.record[0].ttl, 10);
	expect_address(&dns.record[1].address, "10.86.0.2");
	ck_assert_uint_eq(dns.record[1].ttl, 300);
	expect_address(&dns.record[2].address, "2001:db8::1");
}
END_TEST

/* The SOA's minimum is the last of its numbers, and lies in the authority section. */
START_TEST(dns_negative_answer_gives_its_soa)
{
	ck_assert(decode(HEADER("8183", "0000", "0001") QUESTION(
		"0001") "c01c 0006 0001 00000e10 0016 00 00 00000001 00000002 00000003 00000004 00000384"));
	ck_assert_uint_eq(dns.rcode, DNS_NXDOMAIN);
	ck_assert_uint_eq(dns.record_count, 1);
	ck_assert(dns.record[0].authority);
	ck_assert_str_eq(dns.record[0].owner, "example.test");
	ck_assert_uint_eq(dns.record[0].minimum, 900);
}
END_TEST

START_TEST(dns_other_records_are_not_kept)
{
	ck_assert(
		decode(HEADER("8180", "0002", "0001") QUESTION("0001")
			       RECORD("0010", "00000001", "0002 0161") /* TXT */
		       "c00c 0001 0003 00000001 0004 0a560002" /* an A record of class CHAOS */
		       RECORD("0001", "00000001", "0004 0a560003") /* an A record in authority */));
	ck_assert_uint_eq(dns.record_count, 0);
	ck_assert_uint_eq(dns.records_left_out, 0);
}
END_TEST

START_TEST(dns_record_of_wrong_length_is_left_out)
{
	ck_assert(decode(HEADER("8180", "0002", "0000") QUESTION("0001") RECORD(
		"0001", "00000001", "0003 0a5600") RECORD("0001", "00000001", "0004 0a560002")));
	ck_assert_uint_eq(dns.record_count, 1);
	ck_assert_uint_eq(dns.records_left_out, 1);
}
END_TEST

START_TEST(dns_records_past_the_bound_are_counted)
{
	char hex[8192] = HEADER("8180", "0028", "0000") QUESTION("0001");

	for (unsigned i = 0; i < 0x28; i++)
		strcat(hex, RECORD("0001", "00000001", "0004 0a560002"));
	ck_assert(decode(hex));
	ck_assert_uint_eq(dns.record_count, DNS_RECORDS_MAX);
	ck_assert_uint_eq(dns.records_left_out, 0x28 - DNS_RECORDS_MAX);
}
END_TEST

START_TEST(dns_name_that_loops_is_refused)
{
	ck_assert(!decode("1234 0100 0001 0000 0000 0000 c00c 0001 0001"));
}
END_TEST

static void try_prefix(struct bytes prefix)
{
	struct reader r = reader_over(prefix);

	ck_assert(!dns_decode(&dns, &r));
}

START_TEST(dns_every_prefix_is_short)
{
	struct octets message = octets(ANSWER);

	each_prefix(&message, try_prefix);
}
END_TEST

static void try_tcp_prefix(struct bytes prefix)
{
	struct reader r = reader_over(prefix);

	ck_assert(!dns_decode_tcp(&dns, &r));
}

/* Pointers count from the message, not from the length before it. */
START_TEST(dns_over_tcp_has_a_length_before_it)
{
	struct octets message = octets(ANSWER), framed = {.n = message.n + 2};

	framed.b[1] = (uint8_t)message.n;
	memcpy(framed.b + 2, message.b, message.n);
	each_prefix(&framed, try_tcp_prefix);
	struct reader r = reader_over(octets_view(&framed));

	ck_assert(dns_decode_tcp(&dns, &r));
	ck_assert_uint_eq(rd_left(&r), 0);
	ck_assert_str_eq(dns.record[0].name, "mcs.example.test");
}
END_TEST

START_TEST(dns_looks_like_itself_only)
{
	static const struct {
		const char *hex;
		bool looks;
	} rows[] = {
		{HEADER("0100", "0000", "0000") QUESTION("0001"), true},
		{ANSWER, true},
		{"1234 2800 0001 0001 0000 0000", true},  /* UPDATE with a prerequisite */
		{"1234 0100 0001 0001 0000 0000", false}, /* a query with an answer */
		{"1234 0140 0001 0000 0000 0000", false}, /* Z */
		{"1234 7800 0001 0000 0000 0000", false}, /* opcode 15 */
		{"1234 818f 0001 0000 0000 0000", false}, /* rcode 15 */
		{"474554202f20485454502f312e31", false},  /* GET / HTTP/1.1 */
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct octets message = octets(rows[i].hex);

		ck_assert_msg(dns_looks_like(octets_view(&message)) == rows[i].looks, "%s",
			      rows[i].hex);
	}
}
END_TEST

START_TEST(dns_reverse_names_are_addresses)
{
	struct address a;

	ck_assert(dns_reverse_address(&a, "4.3.2.10.in-addr.arpa"));
	expect_address(&a, "10.2.3.4");
	/* The example of RFC 3596, 2.5. */
	ck_assert(dns_reverse_address(
		&a, "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.IP6.ARPA"));
	expect_address(&a, "4321:0:1:2:3:4:567:89ab");
}
END_TEST

START_TEST(dns_other_names_are_no_addresses)
{
	static const char *const names[] = {
		"",
		"in-addr.arpa",
		"3.2.10.in-addr.arpa",
		"5.4.3.2.10.in-addr.arpa",
		"4.3.2.256.in-addr.arpa",
		"4.3..10.in-addr.arpa",
		"4.3.2.10.in-addr.arpa.example.test",
		"a.3.2.10.in-addr.arpa",
		"1.0.ip6.arpa",
	};
	struct address a;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		ck_assert_msg(!dns_reverse_address(&a, names[i]), "%s", names[i]);
		ck_assert(address_is_none(&a));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dns");
	TCase *cases = tcase_create("all");

	tcase_add_test(cases, dns_query_is_read);
	tcase_add_test(cases, dns_question_alone_is_read_from_an_answer_that_is_cut_behind_it);
	tcase_add_test(cases, dns_answer_is_read);
	tcase_add_test(cases, dns_negative_answer_gives_its_soa);
	tcase_add_test(cases, dns_other_records_are_not_kept);
	tcase_add_test(cases, dns_record_of_wrong_length_is_left_out);
	tcase_add_test(cases, dns_records_past_the_bound_are_counted);
	tcase_add_test(cases, dns_name_that_loops_is_refused);
	tcase_add_test(cases, dns_every_prefix_is_short);
	tcase_add_test(cases, dns_over_tcp_has_a_length_before_it);
	tcase_add_test(cases, dns_looks_like_itself_only);
	tcase_add_test(cases, dns_reverse_names_are_addresses);
	tcase_add_test(cases, dns_other_names_are_no_addresses);
	suite_add_tcase(suite, cases);
	return suite_run(suite);
}
