/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_observer.c - what belongs together becomes one sighting, and nothing else does. */
#include <string.h>

#include "lan.h"
#include "suite.h"

static struct lan lan;

static void open_lan(void)
{
	lan_open(&lan);
}

static void close_lan(void)
{
	lan_close(&lan);
}

static void expect_address(const struct address *address, const char *text)
{
	char seen[ADDRESS_TEXT];

	ck_assert_str_eq(address_text(address, seen), text);
}

/* What was seen, when it must be |count| sightings. */
static const struct sighting *expect_seen(size_t count)
{
	size_t n;
	const struct sighting *list = lan_seen(&lan, &n);

	ck_assert_uint_eq(n, count);
	return list;
}

/* DNS */

START_TEST(question_and_answer_are_one)
{
	lan_question(&lan, 0, 1, SERVER_NAME);
	lan_answer(&lan, 2, 1, SERVER_NAME, SERVER, 0);
	const struct sighting *s = expect_seen(1);

	ck_assert_int_eq(s->kind, SIGHTING_NAME);
	ck_assert_uint_eq(s->at.frame, 1);
	expect_address(&s->name->asker, DEVICE);
	expect_address(&s->name->resolver, RESOLVER);
	ck_assert_str_eq(s->name->question, SERVER_NAME);
	ck_assert_uint_eq(s->name->asked, 1);
	ck_assert_uint_eq(s->name->answer.frame, 2);
	ck_assert_uint_eq(s->name->address_count, 1);
	expect_address(&s->name->address[0], SERVER);
	ck_assert_uint_eq(s->name->ttl, 300);
	ck_assert_uint_eq(s->name->question_place.frame, 1);
	ck_assert_uint_eq(s->name->answer_place.frame, 2);
}
END_TEST

START_TEST(question_without_answer_is_seen)
{
	lan_question(&lan, 0, 1, SERVER_NAME);
	ck_assert_uint_eq(expect_seen(1)->name->answer.frame, 0);
}
END_TEST

START_TEST(repeated_question_is_counted)
{
	lan_question(&lan, 0, 1, SERVER_NAME);
	lan_question(&lan, 1000, 1, SERVER_NAME);
	lan_answer(&lan, 1001, 1, SERVER_NAME, SERVER, 0);
	const struct sighting *s = expect_seen(1);

	ck_assert_uint_eq(s->name->asked, 2);
	ck_assert_uint_eq(s->name->question_place.frame, 1);
	ck_assert_uint_eq(s->name->answer.frame, 3);
}
END_TEST

/* The same answer through two interfaces, or a second server's: the first counts. */
START_TEST(duplicate_answer_changes_nothing)
{
	lan_question(&lan, 0, 1, SERVER_NAME);
	lan_answer(&lan, 2, 1, SERVER_NAME, SERVER, 0);
	lan_answer(&lan, 3, 1, SERVER_NAME, "192.0.2.99", 0);
	const struct sighting *s = expect_seen(1);

	ck_assert_uint_eq(s->name->answer.frame, 2);
	ck_assert_uint_eq(s->name->address_count, 1);
	expect_address(&s->name->address[0], SERVER);
}
END_TEST

/* The capture began between the two. */
START_TEST(answer_without_question_is_seen)
{
	lan_answer(&lan, 0, 1, SERVER_NAME, SERVER, 0);
	const struct sighting *s = expect_seen(1);

	expect_address(&s->name->asker, DEVICE);
	expect_address(&s->name->resolver, RESOLVER);
	ck_assert_uint_eq(s->name->asked, 0);
	ck_assert_uint_eq(s->name->question_place.frame, 0);
	ck_assert_uint_eq(s->name->answer.frame, 1);
}
END_TEST

START_TEST(another_id_is_another_question)
{
	lan_question(&lan, 0, 1, SERVER_NAME);
	lan_question(&lan, 1, 2, SERVER_NAME);
	lan_answer(&lan, 2, 2, SERVER_NAME, SERVER, 0);
	const struct sighting *s = expect_seen(2);

	ck_assert_uint_eq(s[0].name->answer.frame, 0);
	ck_assert_uint_eq(s[1].name->answer.frame, 3);
}
END_TEST

/* A device that uses one id for ever is denied first and answered a minute later. */
START_TEST(question_long_after_its_answer_is_new)
{
	lan_question(&lan, 0, 0, SERVER_NAME);
	lan_answer(&lan, 2, 0, SERVER_NAME, NULL, DNS_NXDOMAIN);
	lan_question(&lan, 60000, 0, SERVER_NAME);
	lan_answer(&lan, 60002, 0, SERVER_NAME, SERVER, 0);
	const struct sighting *s = expect_seen(2);

	ck_assert_uint_eq(s[0].name->rcode, DNS_NXDOMAIN);
	ck_assert_uint_eq(s[0].name->address_count, 0);
	ck_assert_uint_eq(s[1].at.frame, 3);
	ck_assert_uint_eq(s[1].name->asked, 1);
	ck_assert_uint_eq(s[1].name->rcode, 0);
	ck_assert_uint_eq(s[1].name->address_count, 1);
}
END_TEST

START_TEST(question_right_after_its_answer_is_a_repetition)
{
	lan_question(&lan, 0, 1, SERVER_NAME);
	lan_answer(&lan, 2, 1, SERVER_NAME, SERVER, 0);
	lan_question(&lan, 5000, 1, SERVER_NAME);
	lan_answer(&lan, 5002, 1, SERVER_NAME, SERVER, 0);
	ck_assert_uint_eq(expect_seen(1)->name->asked, 2);
}
END_TEST

START_TEST(other_names_are_counted_and_not_kept)
{
	lan_question(&lan, 0, 1, "www.example.test");
	lan_question(&lan, 1, 2, "provisionserver2.example.test");
	expect_seen(0);
	ck_assert_uint_eq(sightings_capture(lan.sightings, 0)->dns, 2);
}
END_TEST

/* An answer that is kept makes the names and addresses in it worth keeping. */
START_TEST(alias_and_address_of_an_answer_are_watched)
{
	static struct dns dns;
	struct address server = lan_address(SERVER);

	dns = (struct dns){.id = 1,
			   .question = SERVER_NAME,
			   .question_type = DNS_A,
			   .response = true,
			   .record_count = 2};
	dns.record[0] = (struct dns_record){
		.type = DNS_CNAME, .ttl = 60, .name = "scs.example.test", .owner = SERVER_NAME};
	dns.record[1] = (struct dns_record){
		.type = DNS_A, .ttl = 20, .address = server, .owner = "scs.example.test"};
	lan_question(&lan, 0, 1, SERVER_NAME);
	lan_dns(&lan, 1, &dns);
	ck_assert(watch_has_name(lan.watch, "scs.example.test"));
	ck_assert(watch_has_address(lan.watch, &server));
	const struct sighting *s = expect_seen(1);

	ck_assert_str_eq(s->name->name, "scs.example.test");
	/* The answer lasts as long as its shortest record. */
	ck_assert_uint_eq(s->name->ttl, 20);
}
END_TEST

START_TEST(reverse_name_is_kept_of_watched_addresses)
{
	static struct dns dns;
	struct address device = lan_address(DEVICE);

	dns = (struct dns){
		.id = 1, .question = "50.2.0.192.in-addr.arpa", .question_type = DNS_PTR};
	lan_dns(&lan, 0, &dns);
	watch_add_address(lan.watch, &device);
	lan_dns(&lan, 1, &dns);
	const struct sighting *s = expect_seen(1);

	ck_assert_uint_eq(s->at.frame, 2);
	expect_address(&s->name->about, DEVICE);
}
END_TEST

/* RFC 2308, 5: a negative answer lasts for the lesser of the SOA's own TTL and its minimum. */
START_TEST(negative_answer_lasts_as_its_soa_says)
{
	static struct dns dns;

	dns = (struct dns){.id = 1,
			   .question = SERVER_NAME,
			   .question_type = DNS_A,
			   .response = true,
			   .rcode = DNS_NXDOMAIN,
			   .record_count = 1};
	dns.record[0] = (struct dns_record){
		.type = DNS_SOA, .ttl = 3600, .minimum = 900, .authority = true};
	lan_dns(&lan, 0, &dns);
	const struct sighting *s = expect_seen(1);

	ck_assert(s->name->has_ttl);
	ck_assert_uint_eq(s->name->ttl, 900);
}
END_TEST

START_TEST(more_addresses_than_there_is_room_are_left_out)
{
	static struct dns dns;

	dns = (struct dns){.id = 1,
			   .question = SERVER_NAME,
			   .question_type = DNS_A,
			   .response = true,
			   .record_count = DNS_RECORDS_MAX};
	for (unsigned i = 0; i < DNS_RECORDS_MAX; i++)
		dns.record[i] = (struct dns_record){.type = DNS_A, .address = lan_address(SERVER)};
	lan_dns(&lan, 0, &dns);
	ck_assert_uint_eq(expect_seen(1)->name->address_count, SEEN_ADDRESSES_MAX);
}
END_TEST

/* The oldest makes room; only what was not answered yet may have lost its answer. */
START_TEST(open_questions_are_bounded)
{
	lan_question(&lan, 0, 0, SERVER_NAME);
	lan_answer(&lan, 1, 0, SERVER_NAME, SERVER, 0);
	for (unsigned i = 1; i <= OBSERVER_OPEN + 1; i++)
		lan_question(&lan, i + 1, (uint16_t)i, SERVER_NAME);
	/* Its question is gone, so this answer stands alone. */
	lan_answer(&lan, 100000, 1, SERVER_NAME, SERVER, 0);
	ck_assert_uint_eq(sightings_capture(lan.sightings, 0)->given_up, 2);
	expect_seen(OBSERVER_OPEN + 3);
}
END_TEST

/* DHCP */

START_TEST(lease_is_one_transaction)
{
	lan_dhcp(&lan, 0, DHCP_DISCOVER, 7, NULL);
	lan_dhcp(&lan, 1, DHCP_OFFER, 7, NULL);
	lan_dhcp(&lan, 2, DHCP_REQUEST, 7, NULL);
	lan_dhcp(&lan, 3, DHCP_ACK, 7, NULL);
	const struct sighting *s = expect_seen(1);
	const struct seen_lease *lease = s->lease;

	ck_assert_int_eq(s->kind, SIGHTING_LEASE);
	ck_assert_uint_eq(lease->version, 4);
	ck_assert_uint_eq(lease->client.b[5], 0x50);
	ck_assert_uint_eq(lease->discover.frame, 1);
	ck_assert_uint_eq(lease->offer.frame, 2);
	ck_assert_uint_eq(lease->request.frame, 3);
	ck_assert_uint_eq(lease->ack.frame, 4);
	ck_assert_uint_eq(lease->nak.frame, 0);
	ck_assert_uint_eq(lease->last.frame, 4);
	expect_address(&lease->address, DEVICE);
	expect_address(&lease->dns[0], RESOLVER);
	ck_assert_uint_eq(lease->dns_count, 1);
	ck_assert_str_eq(lease->suffix[0], "example.test");
	ck_assert_str_eq(lease->host_name, "pc1");
	ck_assert_uint_eq(lease->lease_time, 3600);
}
END_TEST

/* Before and behind the relay the same messages are seen twice. */
START_TEST(relayed_duplicates_are_one_transaction)
{
	static const enum dhcp_kind kinds[] = {DHCP_DISCOVER, DHCP_OFFER, DHCP_REQUEST, DHCP_ACK};

	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
		bool up = kinds[i] == DHCP_DISCOVER || kinds[i] == DHCP_REQUEST;

		lan_dhcp(&lan, 10 * i, kinds[i], 7, up ? NULL : "192.0.2.254");
		lan_dhcp(&lan, 10 * i + 1, kinds[i], 7, "192.0.2.254");
	}
	const struct seen_lease *lease = expect_seen(1)->lease;

	ck_assert_uint_eq(lease->discover.frame, 1);
	ck_assert_uint_eq(lease->ack.frame, 7);
	ck_assert_uint_eq(lease->discovers, 2);
	ck_assert_uint_eq(lease->dns_count, 1);
	expect_address(&lease->relay, "192.0.2.254");
	expect_address(&lease->address, DEVICE);
}
END_TEST

START_TEST(unanswered_discover_is_seen)
{
	lan_dhcp(&lan, 0, DHCP_DISCOVER, 7, NULL);
	lan_dhcp(&lan, 4000, DHCP_DISCOVER, 7, NULL);
	const struct seen_lease *lease = expect_seen(1)->lease;

	ck_assert_uint_eq(lease->discovers, 2);
	ck_assert_uint_eq(lease->offer.frame, 0);
	ck_assert(address_is_none(&lease->address));
}
END_TEST

START_TEST(another_transaction_is_another_lease)
{
	lan_dhcp(&lan, 0, DHCP_REQUEST, 7, NULL);
	lan_dhcp(&lan, 1, DHCP_NAK, 7, NULL);
	lan_dhcp(&lan, 2, DHCP_DISCOVER, 8, NULL);
	const struct sighting *s = expect_seen(2);

	ck_assert_uint_eq(s[0].lease->nak.frame, 2);
	ck_assert_uint_eq(s[1].lease->discover.frame, 3);
}
END_TEST

START_TEST(renewal_under_the_old_transaction_is_another_lease)
{
	lan_dhcp(&lan, 0, DHCP_REQUEST, 7, NULL);
	lan_dhcp(&lan, 1, DHCP_ACK, 7, NULL);
	lan_dhcp(&lan, 1800000, DHCP_REQUEST, 7, NULL);
	lan_dhcp(&lan, 1800001, DHCP_NAK, 7, NULL);
	const struct sighting *s = expect_seen(2);

	ck_assert_uint_eq(s[0].lease->ack.frame, 2);
	ck_assert_uint_eq(s[0].lease->nak.frame, 0);
	ck_assert_uint_eq(s[1].at.frame, 3);
	ck_assert_uint_eq(s[1].lease->client.b[5], 0x50);
	ck_assert_uint_eq(s[1].lease->ack.frame, 0);
	ck_assert_uint_eq(s[1].lease->nak.frame, 4);
}
END_TEST

/* RFC 2131, 4.3.5: an INFORM's acknowledgement has no yiaddr; it goes to the address it is for. */
START_TEST(inform_is_answered_at_its_own_address)
{
	static struct dhcp dhcp;
	struct flow flow = {.src = lan_address(RESOLVER), .dst = lan_address(DEVICE)};

	dhcp = (struct dhcp){.version = 4, .kind = DHCP_ACK, .xid = 7};
	lan_dhcp(&lan, 0, DHCP_INFORM, 7, NULL);
	mac_parse(&dhcp.client, "02:00:00:00:00:50");
	observe_dhcp(lan.observer, &dhcp, &flow, lan_moment(&lan, 1));
	expect_address(&expect_seen(1)->lease->address, DEVICE);
}
END_TEST

START_TEST(message_of_no_lease_is_only_counted)
{
	lan_dhcp(&lan, 0, DHCP_OTHER, 7, NULL);
	expect_seen(0);
	ck_assert_uint_eq(sightings_capture(lan.sightings, 0)->dhcp, 1);
}
END_TEST

/* ARP */

START_TEST(neighbour_asked_for_again_and_again_is_one)
{
	struct address device = lan_address(DEVICE);

	watch_add_address(lan.watch, &device);
	lan_asks(&lan, 0, SERVER, DEVICE);
	lan_asks(&lan, 1000, SERVER, DEVICE);
	lan_asks(&lan, 2000, SERVER, DEVICE);
	const struct seen_neighbour *n = expect_seen(1)->neighbour;

	expect_address(&n->asker, SERVER);
	expect_address(&n->target, DEVICE);
	ck_assert_uint_eq(n->asked, 3);
	ck_assert_uint_eq(n->last.frame, 3);
	ck_assert_uint_eq(n->answer.frame, 0);
}
END_TEST

START_TEST(neighbour_answer_belongs_to_its_question)
{
	struct address device = lan_address(DEVICE);

	watch_add_address(lan.watch, &device);
	lan_asks(&lan, 0, SERVER, DEVICE);
	lan_answers(&lan, 1, DEVICE, SERVER);
	lan_answers(&lan, 2, DEVICE, SERVER);
	const struct seen_neighbour *n = expect_seen(1)->neighbour;

	ck_assert_uint_eq(n->asked, 1);
	ck_assert_uint_eq(n->answer.frame, 2);
	ck_assert_uint_eq(n->mac.b[5], 0x10);
}
END_TEST

START_TEST(neighbours_nobody_watches_are_counted_and_not_kept)
{
	struct address device = lan_address(DEVICE);

	watch_add_address(lan.watch, &device);
	lan_asks(&lan, 0, DEVICE, "192.0.2.254");
	lan_asks(&lan, 1, DEVICE, DEVICE); /* gratuitous: asks nobody */
	expect_seen(0);
	ck_assert_uint_eq(sightings_capture(lan.sightings, 0)->arp, 2);
}
END_TEST

/* Connections */

START_TEST(silent_connections_are_bounded)
{
	struct seen_connection silent = {.service = SERVICE_TLS, .syns = 1};
	struct seen_connection answered = {.service = SERVICE_TLS, .answer = ANSWER_REFUSED};

	const unsigned many = 20000; /* more than the budget has room for */

	for (unsigned i = 0; i < many; i++)
		observe_connection(lan.observer, &silent, lan_moment(&lan, i));
	observe_connection(lan.observer, &answered, lan_moment(&lan, 1000000));
	size_t kept = many - budget_left_out(lan.budget, BUDGET_SILENT);

	ck_assert_uint_lt(kept, many);
	ck_assert_int_eq(expect_seen(kept + 1)[kept].connection->answer, ANSWER_REFUSED);
}
END_TEST

START_TEST(connection_is_copied)
{
	struct seen_connection c = {.service = SERVICE_HELLO, .client_port = 1};

	observe_connection(lan.observer, &c, lan_moment(&lan, 0));
	c.client_port = 2;
	ck_assert_uint_eq(expect_seen(1)->connection->client_port, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("observer");
	TCase *c = tcase_create("observer");

	tcase_add_checked_fixture(c, open_lan, close_lan);
	tcase_add_test(c, question_and_answer_are_one);
	tcase_add_test(c, question_without_answer_is_seen);
	tcase_add_test(c, repeated_question_is_counted);
	tcase_add_test(c, duplicate_answer_changes_nothing);
	tcase_add_test(c, answer_without_question_is_seen);
	tcase_add_test(c, another_id_is_another_question);
	tcase_add_test(c, question_long_after_its_answer_is_new);
	tcase_add_test(c, question_right_after_its_answer_is_a_repetition);
	tcase_add_test(c, other_names_are_counted_and_not_kept);
	tcase_add_test(c, alias_and_address_of_an_answer_are_watched);
	tcase_add_test(c, reverse_name_is_kept_of_watched_addresses);
	tcase_add_test(c, negative_answer_lasts_as_its_soa_says);
	tcase_add_test(c, more_addresses_than_there_is_room_are_left_out);
	tcase_add_test(c, open_questions_are_bounded);
	tcase_add_test(c, lease_is_one_transaction);
	tcase_add_test(c, relayed_duplicates_are_one_transaction);
	tcase_add_test(c, unanswered_discover_is_seen);
	tcase_add_test(c, another_transaction_is_another_lease);
	tcase_add_test(c, renewal_under_the_old_transaction_is_another_lease);
	tcase_add_test(c, inform_is_answered_at_its_own_address);
	tcase_add_test(c, message_of_no_lease_is_only_counted);
	tcase_add_test(c, neighbour_asked_for_again_and_again_is_one);
	tcase_add_test(c, neighbour_answer_belongs_to_its_question);
	tcase_add_test(c, neighbours_nobody_watches_are_counted_and_not_kept);
	tcase_add_test(c, silent_connections_are_bounded);
	tcase_add_test(c, connection_is_copied);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
