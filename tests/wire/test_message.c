/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_message.c - the table of protocols, and one line about each kind of message. */
#include "hellos.h"
#include "message.h"

#define LINE 256

static struct message message;
static char line[LINE];

static const char *hello_line(const uint8_t *p, size_t n)
{
	struct reader r = reader_over(bytes_of(p, n));

	protocol_on(TRANSPORT_TCP, HELLO_PORT)->decode(&message, &r);
	return message_summary(&message, line, sizeof line);
}

START_TEST(protocols_are_found_by_port)
{
	ck_assert_int_eq(protocol_on(TRANSPORT_TCP, 9971)->kind, MESSAGE_HELLO);
	ck_assert_int_eq(protocol_on(TRANSPORT_UDP, 53)->kind, MESSAGE_DNS);
	ck_assert_int_eq(protocol_on(TRANSPORT_TCP, 53)->kind, MESSAGE_DNS);
	ck_assert_int_eq(protocol_on(TRANSPORT_UDP, 67)->kind, MESSAGE_DHCP);
	ck_assert_int_eq(protocol_on(TRANSPORT_UDP, 547)->kind, MESSAGE_DHCP);
	ck_assert_ptr_null(protocol_on(TRANSPORT_UDP, 9971));
	ck_assert_ptr_null(protocol_on(TRANSPORT_TCP, 67));
	ck_assert_ptr_null(protocol_on(TRANSPORT_TCP, 0));
}
END_TEST

START_TEST(protocols_are_complete_rows)
{
	for (size_t i = 0; i < protocol_count; i++) {
		const struct protocol *row = &protocols[i];

		ck_assert_ptr_nonnull(row->name);
		ck_assert(row->looks_like != NULL);
		ck_assert(row->decode != NULL);
		ck_assert_ptr_eq(protocol_on(row->transport, row->port), row);
		ck_assert(row->looks_like(bytes_of(NULL, 0)) || !row->ours);
	}
}
END_TEST

/* Decoding nothing at all fails, names the kind and crashes nowhere. */
START_TEST(protocols_decode_nothing_as_short)
{
	struct reader r = reader_over(bytes_of(NULL, 0));

	if ((size_t)_i >= protocol_count)
		return;
	ck_assert(!protocols[_i].decode(&message, &r));
	ck_assert_int_eq(message.kind, protocols[_i].kind);
}
END_TEST

START_TEST(summary_of_a_hello)
{
	ck_assert_str_eq(hello_line(hello_psk, sizeof hello_psk),
			 "Hello v2 (PSK), PID 0000037M, retry 3");
	ck_assert_str_eq(hello_line(hello_pki, sizeof hello_pki),
			 "Hello v3 (PKI), 2 root hashes, retry 0");
	ck_assert_str_eq(hello_line(hello_sha384, sizeof hello_sha384),
			 "Hello v3 (PKI), 1 root hash, retry 14");
}
END_TEST

START_TEST(summary_lets_only_printable_characters_through)
{
	uint8_t odd[sizeof hello_psk];

	memcpy(odd, hello_psk, sizeof odd);
	memcpy(odd + 24, "A\x1b\\\n\xff\0~ ", 8);
	ck_assert_str_eq(hello_line(odd, sizeof odd),
			 "Hello v2 (PSK), PID A\\x1b\\x5c\\x0a\\xff\\x00~ , retry 3");
}
END_TEST

START_TEST(summary_is_cut_to_its_room)
{
	char *small = malloc((size_t)_i + 1);

	hello_line(hello_psk, sizeof hello_psk);
	ck_assert_ptr_eq(message_summary(&message, small, (size_t)_i + 1), small);
	ck_assert_uint_eq(strlen(small), (size_t)_i < strlen(line) ? (size_t)_i : strlen(line));
	ck_assert(strncmp(small, line, strlen(small)) == 0);
	free(small);
}
END_TEST

START_TEST(summary_without_room_writes_nothing)
{
	char untouched = 'x';

	message_summary(&message, &untouched, 0);
	ck_assert_int_eq(untouched, 'x');
}
END_TEST

START_TEST(summary_of_dns)
{
	struct message dns = {.kind = MESSAGE_DNS};

	dns.dns.question = "provisionserver.example.test";
	dns.dns.question_type = DNS_A;
	ck_assert_str_eq(message_summary(&dns, line, LINE),
			 "DNS question A provisionserver.example.test");
	dns.dns.response = true;
	ck_assert_str_eq(message_summary(&dns, line, LINE),
			 "DNS answer A provisionserver.example.test: no data");
	dns.dns.record_count = 1;
	dns.dns.record[0].address = address_v4((const uint8_t[]){10, 86, 0, 2});
	ck_assert_str_eq(message_summary(&dns, line, LINE),
			 "DNS answer A provisionserver.example.test: 10.86.0.2");
	dns.dns.record_count = 0;
	dns.dns.rcode = DNS_NXDOMAIN;
	ck_assert_str_eq(message_summary(&dns, line, LINE),
			 "DNS answer A provisionserver.example.test: no such name");
}
END_TEST

START_TEST(summary_of_dhcp)
{
	struct message dhcp = {.kind = MESSAGE_DHCP};

	dhcp.dhcp.version = 4;
	dhcp.dhcp.kind = DHCP_ACK;
	dhcp.dhcp.client = (struct mac){{2, 0, 0, 0, 0, 0x50}};
	dhcp.dhcp.your_address = address_v4((const uint8_t[]){10, 86, 0, 50});
	dhcp.dhcp.dns_count = 1;
	dhcp.dhcp.dns[0] = address_v4((const uint8_t[]){10, 86, 0, 1});
	dhcp.dhcp.suffix_count = 1;
	dhcp.dhcp.suffix[0] = "example.test";
	ck_assert_str_eq(message_summary(&dhcp, line, LINE),
			 "DHCP ack, client 02:00:00:00:00:50, address 10.86.0.50, DNS 10.86.0.1, "
			 "suffix example.test");
}
END_TEST

START_TEST(summary_of_no_message_is_empty)
{
	struct message none = {.kind = MESSAGE_NONE};

	ck_assert_str_eq(message_summary(&none, line, LINE), "");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("message");
	TCase *tc = tcase_create("message");

	tcase_add_test(tc, protocols_are_found_by_port);
	tcase_add_test(tc, protocols_are_complete_rows);
	tcase_add_loop_test(tc, protocols_decode_nothing_as_short, 0, 16);
	tcase_add_test(tc, summary_of_a_hello);
	tcase_add_test(tc, summary_lets_only_printable_characters_through);
	tcase_add_loop_test(tc, summary_is_cut_to_its_room, 0, 60);
	tcase_add_test(tc, summary_without_room_writes_nothing);
	tcase_add_test(tc, summary_of_dns);
	tcase_add_test(tc, summary_of_dhcp);
	tcase_add_test(tc, summary_of_no_message_is_empty);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
