/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_scrub_messages.c - frames, DNS and DHCP written anew say the same as before. */
#include "../suite.h"
#include "datagram.h"
#include "dhcp.h"
#include "dns.h"
#include "frame_write.h"

static struct mapping *same;
static GByteArray *out;

static void begin(void)
{
	same = mapping_new(KEEP_ALL);
	out = g_byte_array_new();
}

static void end(void)
{
	mapping_free(same);
	g_byte_array_unref(out);
}

static struct address address_of(const char *text)
{
	struct address a;

	ck_assert(address_parse(&a, text));
	return a;
}

/* What is read back of a frame that was written. */
static struct packet again(const struct packet *packet, struct bytes payload, uint32_t length)
{
	uint32_t original = frame_write(out, same, packet, payload, length);
	struct packet read;

	ck_assert(packet_decode(&read, LINK_ETHERNET, bytes_of(out->data, out->len), original));
	return read;
}

static struct packet tcp_packet(const char *src, const char *dst)
{
	return (struct packet){
		.network = NETWORK_IPV4,
		.src_mac = {{2, 0, 0, 0, 0, 1}},
		.dst_mac = {{2, 0, 0, 0, 0, 2}},
		.ttl = 63,
		.flow = {address_of(src), address_of(dst), 49152, 9971, PROTOCOL_TCP},
		.seq = 4000000000u,
		.ack = 7,
		.window = 512,
		.tcp_flags = TCP_ACK | TCP_PSH,
	};
}

START_TEST(tcp_says_the_same)
{
	static const char *const pairs[][2] = {{"192.0.2.50", "192.0.2.10"},
					       {"2001:db8::50", "2001:db8::10"}};

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		struct packet packet = tcp_packet(pairs[i][0], pairs[i][1]);
		struct packet read = again(&packet, bytes_of("hello", 5), 5);

		ck_assert(address_equal(&read.flow.src, &packet.flow.src));
		ck_assert(address_equal(&read.flow.dst, &packet.flow.dst));
		ck_assert(mac_equal(&read.src_mac, &packet.src_mac));
		ck_assert_uint_eq(read.flow.dst_port, 9971);
		ck_assert_uint_eq(read.seq, packet.seq);
		ck_assert_uint_eq(read.ack, 7);
		ck_assert_uint_eq(read.window, 512);
		ck_assert_uint_eq(read.tcp_flags, packet.tcp_flags);
		ck_assert_uint_eq(read.ttl, 63);
		ck_assert(bytes_equal(read.payload, bytes_of("hello", 5)));
	}
}
END_TEST

START_TEST(what_the_capture_cut_stays_cut)
{
	struct packet packet = tcp_packet("192.0.2.50", "192.0.2.10");
	struct packet read = again(&packet, bytes_of("hel", 3), 5);

	ck_assert_uint_eq(read.payload.n, 3);
	ck_assert_uint_eq(read.payload_length, 5);
}
END_TEST

START_TEST(vlan_stays)
{
	struct packet packet = tcp_packet("192.0.2.50", "192.0.2.10");

	packet.vlan = 42;
	ck_assert_uint_eq(again(&packet, (struct bytes){0}, 0).vlan, 42);
}
END_TEST

START_TEST(icmp_error_quotes_the_mapped_packet)
{
	struct packet packet = tcp_packet("192.0.2.1", "192.0.2.50");

	packet.flow.protocol = PROTOCOL_ICMP;
	packet.icmp_error = true;
	packet.icmp_type = 3;
	packet.icmp_code = 1;
	packet.quoted = (struct flow){address_of("192.0.2.50"), address_of("192.0.2.10"), 49152,
				      9971, PROTOCOL_TCP};
	packet.quoted_seq = 99;
	struct packet read = again(&packet, (struct bytes){0}, 0);

	ck_assert(read.icmp_error && read.icmp_type == 3 && read.icmp_code == 1);
	ck_assert(address_equal(&read.quoted.dst, &packet.quoted.dst));
	ck_assert_uint_eq(read.quoted.dst_port, 9971);
	ck_assert_uint_eq(read.quoted_seq, 99);
}
END_TEST

START_TEST(neighbours_say_the_same)
{
	struct packet packet = {.network = NETWORK_ARP, .src_mac = {{2, 0, 0, 0, 0, 1}}};

	packet.neighbour.kind = NEIGHBOUR_ANSWERS;
	packet.neighbour.sender = address_of("192.0.2.50");
	packet.neighbour.target = address_of("192.0.2.10");
	packet.neighbour.mac = packet.src_mac;
	struct packet read = again(&packet, (struct bytes){0}, 0);

	ck_assert(read.neighbour.kind == NEIGHBOUR_ANSWERS);
	ck_assert(address_equal(&read.neighbour.sender, &packet.neighbour.sender));
	ck_assert(mac_equal(&read.neighbour.mac, &packet.neighbour.mac));
}
END_TEST

START_TEST(dns_says_the_same)
{
	struct dns *dns = g_new0(struct dns, 1), *read = g_new0(struct dns, 1);

	dns->id = 0x1234;
	dns->response = true;
	dns->question_count = 1;
	dns->question_type = DNS_A;
	dns->record_count = 3;
	dns->record[0] =
		(struct dns_record){.type = DNS_CNAME, .ttl = 60, .name = "scs.example.test"};
	dns->record[1] = (struct dns_record){.owner = "scs.example.test",
					     .type = DNS_A,
					     .ttl = 30,
					     .address = address_of("192.0.2.10")};
	dns->record[2] = (struct dns_record){.owner = "example.test",
					     .type = DNS_SOA,
					     .ttl = 900,
					     .minimum = 300,
					     .authority = true};
	dns->question = "provisionserver.a\\046b.example.test";
	dns->record[0].owner = dns->question;
	dns_write(out, same, dns);
	struct reader r = reader_over(bytes_of(out->data, out->len));

	ck_assert(dns_decode(read, &r));
	ck_assert_str_eq(read->question, dns->question);
	ck_assert_uint_eq(read->record_count, 3);
	ck_assert_str_eq(read->record[0].name, "scs.example.test");
	ck_assert(address_equal(&read->record[1].address, &dns->record[1].address));
	ck_assert(read->record[2].authority && read->record[2].minimum == 300);
	g_free(dns);
	g_free(read);
}
END_TEST

static struct dhcp *lease(uint8_t version)
{
	bool v4 = version == 4;
	struct dhcp *dhcp = g_new0(struct dhcp, 1);

	dhcp->version = version;
	dhcp->kind = DHCP_ACK;
	dhcp->xid = 0x123456;
	dhcp->client = (struct mac){{2, 0, 0, 0, 0, 0x50}};
	dhcp->your_address = address_of(v4 ? "192.0.2.50" : "2001:db8::50");
	dhcp->server = address_of(v4 ? "192.0.2.1" : "2001:db8::1");
	dhcp->relay = address_of(v4 ? "192.0.2.254" : "2001:db8::254");
	dhcp->dns_count = 1;
	dhcp->dns[0] = dhcp->server;
	dhcp->has_suffix = true;
	dhcp->suffix_count = 1;
	dhcp->suffix[0] = "example.test";
	dhcp->fqdn = "pc1.example.test";
	dhcp->has_lease_time = true;
	dhcp->lease_time = 3600;
	return dhcp;
}

static void assert_same_lease(const struct dhcp *a, const struct dhcp *b)
{
	ck_assert_int_eq(a->kind, b->kind);
	ck_assert_uint_eq(a->xid, b->xid);
	ck_assert(mac_equal(&a->client, &b->client));
	ck_assert(address_equal(&a->your_address, &b->your_address));
	ck_assert(address_equal(&a->server, &b->server));
	ck_assert(address_equal(&a->relay, &b->relay));
	ck_assert_uint_eq(a->dns_count, b->dns_count);
	ck_assert(address_equal(&a->dns[0], &b->dns[0]));
	ck_assert_str_eq(a->suffix[0], b->suffix[0]);
	ck_assert_str_eq(a->fqdn, b->fqdn);
	ck_assert_uint_eq(a->lease_time, b->lease_time);
}

START_TEST(dhcp_says_the_same)
{
	struct dhcp *dhcp = lease(4), *read = g_new0(struct dhcp, 1);

	dhcp_write(out, same, dhcp);
	struct reader r = reader_over(bytes_of(out->data, out->len));

	ck_assert(dhcp_looks_like(bytes_of(out->data, out->len)) && dhcp_decode(read, &r));
	assert_same_lease(dhcp, read);
	g_free(dhcp);
	g_free(read);
}
END_TEST

START_TEST(dhcpv6_says_the_same)
{
	struct dhcp *dhcp = lease(6), *read = g_new0(struct dhcp, 1);

	dhcpv6_write(out, same, dhcp);
	struct reader r = reader_over(bytes_of(out->data, out->len));

	ck_assert(dhcpv6_looks_like(bytes_of(out->data, out->len)) && dhcpv6_decode(read, &r));
	assert_same_lease(dhcp, read);
	g_free(dhcp);
	g_free(read);
}
END_TEST

/* An acknowledgement without option 15 is another fault than one with an empty one. */
START_TEST(option_that_is_not_there_is_not_written)
{
	struct dhcp *dhcp = lease(4), *read = g_new0(struct dhcp, 1);

	dhcp->has_suffix = false;
	dhcp->suffix_count = 0;
	dhcp_write(out, same, dhcp);
	struct reader r = reader_over(bytes_of(out->data, out->len));

	ck_assert(dhcp_decode(read, &r) && !read->has_suffix);
	g_free(dhcp);
	g_free(read);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scrub_messages");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, tcp_says_the_same);
	tcase_add_test(tests, what_the_capture_cut_stays_cut);
	tcase_add_test(tests, vlan_stays);
	tcase_add_test(tests, icmp_error_quotes_the_mapped_packet);
	tcase_add_test(tests, neighbours_say_the_same);
	tcase_add_test(tests, dns_says_the_same);
	tcase_add_test(tests, dhcp_says_the_same);
	tcase_add_test(tests, dhcpv6_says_the_same);
	tcase_add_test(tests, option_that_is_not_there_is_not_written);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
