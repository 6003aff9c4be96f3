/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * layout.c - the rows of all sightings.
 *
 * Names are those of sighting.h. Of a pair [client, server] each half has a
 * row; the count of an array is its length and has none.
 */
#include "layout.h"

#include "fields.h"
#include "layout_rows.h"
#include "remarks.h"

#define PROBLEMS_MOST 256 /* of one capture */
#define PIECES_MOST 65536 /* files that one was cut into */

static const char *const vantages[] = {"unknown", "client", "server", "between", NULL};
static const char *const services[] = {"hello", "http", "tls", "redirection", NULL};
static const char *const answers[] = {"none", "accepted", "refused", "unreachable", NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(vantages) == VANTAGE_BETWEEN + 2);
G_STATIC_ASSERT(G_N_ELEMENTS(services) == SERVICES + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(answers) == ANSWER_UNREACHABLE + 2);
G_STATIC_ASSERT(sizeof(unsigned) == sizeof(uint32_t));
G_STATIC_ASSERT(sizeof(enum service) == sizeof(uint32_t));

static const struct row moment_rows[] = {
	{"frame", CELL_U64, ONE(moment, frame), .required = true, .limit = INT64_MAX},
	{"time", CELL_TIME, ONE(moment, time), .required = true},
	{.name = NULL},
};

const struct layout layout_moment = {
	.size = sizeof(struct moment),
	.rows = moment_rows,
};

static const struct row place_rows[] = {
	{"frame", CELL_U64, ONE(place, frame), .required = true, .limit = INT64_MAX},
	{"offset", CELL_U32, ONE(place, offset)},
	{"length", CELL_U32, ONE(place, length)},
	{.name = NULL},
};

const struct layout layout_place = {
	.size = sizeof(struct place),
	.rows = place_rows,
};

/* clang-format off */
/* What every file has, whether it is a capture or a piece of one. */
#define FILE_ROWS                                                                                 \
	{"file", CELL_TEXT, ONE(capture_facts, file), .required = true},                          \
	{"frames", CELL_U64, ONE(capture_facts, frames), .limit = INT64_MAX},                     \
	{"bytes", CELL_U64, ONE(capture_facts, bytes), .limit = INT64_MAX},                       \
	{"first", CELL_TIME, ONE(capture_facts, first)},                                          \
	{"last", CELL_TIME, ONE(capture_facts, last)},                                            \
	{"digits", CELL_U8, ONE(capture_facts, digits), .limit = 9},                              \
	{"vantage", CELL_WORD, ONE(capture_facts, vantage), .words = vantages},                   \
	{"complete", CELL_FLAG, ONE(capture_facts, complete)}

#define PROBLEM_ROW                                                                               \
	{"problems", CELL_TEXT, ONE(capture_facts, problem), .apart = true, .most = PROBLEMS_MOST, \
	 .count = offsetof(struct capture_facts, problem_count)}
/* clang-format on */

static const struct row file_rows[] = {
	FILE_ROWS,
	PROBLEM_ROW,
	{.name = NULL},
};

static const struct layout layout_file = {
	.size = sizeof(struct capture_facts),
	.rows = file_rows,
};

static const struct row capture_rows[] = {
	FILE_ROWS,
	{"cut_frames", CELL_U64, ONE(capture_facts, cut_frames)},
	{"dropped", CELL_U64, ONE(capture_facts, dropped)},
	{"backward", CELL_U64, ONE(capture_facts, backward)},
	{"lost_bytes", CELL_U64, ONE(capture_facts, lost_bytes)},
	{"given_up", CELL_U64, ONE(capture_facts, given_up)},
	{"repeats", CELL_U64, ONE(capture_facts, repeats)},
	{"dns", CELL_U64, ONE(capture_facts, dns)},
	{"dhcp", CELL_U64, ONE(capture_facts, dhcp)},
	{"arp", CELL_U64, ONE(capture_facts, arp)},
	PROBLEM_ROW,
	{"pieces", CELL_OBJECT, ONE(capture_facts, piece), .of = &layout_file, .apart = true,
	 .most = PIECES_MOST, .count = offsetof(struct capture_facts, piece_count)},
	{.name = NULL},
};

const struct layout layout_capture = {
	.type = "capture",
	.size = sizeof(struct capture_facts),
	.rows = capture_rows,
};

static const struct row sighting_rows[] = {
	{"capture", CELL_U32, ONE(sighting, capture), .required = true},
	{"at", MOMENT, ONE(sighting, at), .required = true},
	{.name = NULL},
};

const struct layout layout_sighting = {
	.size = sizeof(struct sighting),
	.rows = sighting_rows,
};

static const struct row lease_rows[] = {
	{"version", CELL_U8, ONE(seen_lease, version), .limit = 6},
	{"client", CELL_MAC, ONE(seen_lease, client)},
	{"address", CELL_ADDRESS, ONE(seen_lease, address)},
	{"server", CELL_ADDRESS, ONE(seen_lease, server)},
	{"relay", CELL_ADDRESS, ONE(seen_lease, relay)},
	{"discover", MOMENT, ONE(seen_lease, discover)},
	{"offer", MOMENT, ONE(seen_lease, offer)},
	{"request", MOMENT, ONE(seen_lease, request)},
	{"ack", MOMENT, ONE(seen_lease, ack)},
	{"nak", MOMENT, ONE(seen_lease, nak)},
	{"last", MOMENT, ONE(seen_lease, last)},
	{"discovers", CELL_U32, ONE(seen_lease, discovers)},
	{"requests", CELL_U32, ONE(seen_lease, requests)},
	{"dns", CELL_ADDRESS, MANY(seen_lease, dns, dns_count)},
	{"suffixes", CELL_TEXT, MANY(seen_lease, suffix, suffix_count)},
	{"has_suffix", CELL_FLAG, ONE(seen_lease, has_suffix)},
	{"host_name", CELL_TEXT, ONE(seen_lease, host_name)},
	{"fqdn", CELL_TEXT, ONE(seen_lease, fqdn)},
	{"lease_time", CELL_U32, ONE(seen_lease, lease_time)},
	{.name = NULL},
};

static const struct row name_rows[] = {
	{"asker", CELL_ADDRESS, ONE(seen_name, asker)},
	{"resolver", CELL_ADDRESS, ONE(seen_name, resolver)},
	{"question", CELL_TEXT, ONE(seen_name, question), .required = true},
	{"question_type", CELL_U16, ONE(seen_name, type)},
	{"about", CELL_ADDRESS, ONE(seen_name, about)},
	{"asked", CELL_U32, ONE(seen_name, asked)},
	{"answer", MOMENT, ONE(seen_name, answer)},
	{"rcode", CELL_U8, ONE(seen_name, rcode)},
	{"addresses", CELL_ADDRESS, MANY(seen_name, address, address_count)},
	{"name", CELL_TEXT, ONE(seen_name, name)},
	{"has_ttl", CELL_FLAG, ONE(seen_name, has_ttl)},
	{"ttl", CELL_U32, ONE(seen_name, ttl)},
	{"question_place", PLACE, ONE(seen_name, question_place)},
	{"answer_place", PLACE, ONE(seen_name, answer_place)},
	{.name = NULL},
};

static const struct row piece_rows[] = {
	{"frame", CELL_U64, ONE(seen_piece, frame), .required = true, .limit = INT64_MAX},
	{"in_frame", CELL_U32, ONE(seen_piece, in_frame)},
	{"in_message", CELL_U32, ONE(seen_piece, in_message)},
	{"length", CELL_U32, ONE(seen_piece, length)},
	{.name = NULL},
};

static const struct layout layout_piece = {
	.size = sizeof(struct seen_piece),
	.rows = piece_rows,
};

static const struct row span_rows[] = {
	{"offset", CELL_U16, ONE(seen_span, offset)},
	{"length", CELL_U16, ONE(seen_span, length), .required = true},
	{.name = NULL},
};

static const struct layout layout_span = {
	.size = sizeof(struct seen_span),
	.rows = span_rows,
};

#define SPAN CELL_OBJECT, .of = &layout_span

static const struct row again_rows[] = {
	{"count", CELL_U32, ONE(seen_again, count), .required = true},
	{"retry", CELL_U32, ONE(seen_again, retry)},
	{"at", MOMENT, ONE(seen_again, at), .required = true},
	{"in_frame", CELL_U32, ONE(seen_again, in_frame)},
	{.name = NULL},
};

static const struct layout layout_again = {
	.size = sizeof(struct seen_again),
	.rows = again_rows,
};

static const struct row hello_rows[] = {
	{"at", MOMENT, ONE(seen_hello, at), .required = true},
	{"admin_set", CELL_U16, ONE(seen_hello, admin_set)},
	{"version", CELL_U16, ONE(seen_hello, version)},
	{"retry", CELL_U32, ONE(seen_hello, retry)},
	{"has_uuid", CELL_FLAG, ONE(seen_hello, has_uuid)},
	{"uuid", CELL_UUID, ONE(seen_hello, uuid)},
	{"has_pid", CELL_FLAG, ONE(seen_hello, has_pid)},
	{"pid", CELL_PID, ONE(seen_hello, pid)},
	{"hash_count", CELL_U8, ONE(seen_hello, hash_count)},
	{"hashes_read", CELL_U8, ONE(seen_hello, hashes_read)},
	{"hashes", CELL_HASHES, ONE(seen_hello, hashes)},
	{"whole", CELL_FLAG, ONE(seen_hello, whole)},
	{"remarks", CELL_U32, ONE(seen_hello, remarks), .limit = (1u << REMARK_COUNT) - 1},
	{"failed_field", CELL_U16, ONE(seen_hello, failed_field), .limit = F_COUNT - 1},
	{"segments", CELL_U32, ONE(seen_hello, segments)},
	{"length", CELL_U32, ONE(seen_hello, length)},
	{"trailing", CELL_U32, ONE(seen_hello, trailing)},
	{"again", CELL_OBJECT, ONE(seen_hello, again), .of = &layout_again, .apart = true},
	{"pieces", CELL_OBJECT, ONE(seen_hello, piece), .of = &layout_piece, .apart = true,
	 .most = HELLO_PIECES_MAX, .count = offsetof(struct seen_hello, piece_count)},
	{"version_span", SPAN, ONE(seen_hello, span[HELLO_FIELD_VERSION])},
	{"retry_span", SPAN, ONE(seen_hello, span[HELLO_FIELD_RETRY])},
	{"uuid_span", SPAN, ONE(seen_hello, span[HELLO_FIELD_UUID])},
	{"pid_span", SPAN, ONE(seen_hello, span[HELLO_FIELD_PID])},
	{"hash_count_span", SPAN, ONE(seen_hello, span[HELLO_FIELD_HASH_COUNT])},
	{"remarked_span", SPAN, ONE(seen_hello, span[HELLO_FIELD_REMARKED])},
	{.name = NULL},
};

static const struct layout layout_hello = {
	.size = sizeof(struct seen_hello),
	.rows = hello_rows,
};

static const struct row hash_rows[] = {
	{"algorithm", CELL_U8, ONE(seen_hash, algorithm), .required = true},
	{"length", CELL_U8, ONE(seen_hash, length), .required = true},
	{"value", CELL_DIGEST, ONE(seen_hash, value), .required = true},
	{.name = NULL},
};

const struct layout layout_hash = {
	.size = sizeof(struct seen_hash),
	.rows = hash_rows,
};

static const struct row connection_rows[] = {
	{"service", CELL_WORD, ONE(seen_connection, service), .words = services, .required = true},
	{"client", CELL_ADDRESS, ONE(seen_connection, client)},
	{"client_port", CELL_U16, ONE(seen_connection, client_port)},
	{"server", CELL_ADDRESS, ONE(seen_connection, server)},
	{"server_port", CELL_U16, ONE(seen_connection, server_port)},
	{"answer", CELL_WORD, ONE(seen_connection, answer), .words = answers},
	{"answer_at", MOMENT, ONE(seen_connection, answer_at)},
	{"answer_by", CELL_ADDRESS, ONE(seen_connection, answer_by)},
	{"icmp_type", CELL_U8, ONE(seen_connection, icmp_type)},
	{"icmp_code", CELL_U8, ONE(seen_connection, icmp_code)},
	{"syns", CELL_U32, ONE(seen_connection, syns)},
	{"syn_acks", CELL_U32, ONE(seen_connection, syn_acks)},
	{"last_syn", MOMENT, ONE(seen_connection, last_syn)},
	{"established", CELL_FLAG, ONE(seen_connection, established)},
	{"odd", MOMENT, ONE(seen_connection, odd)},
	{"client_bytes", CELL_U32, ONE(seen_connection, bytes[0])},
	{"server_bytes", CELL_U32, ONE(seen_connection, bytes[1])},
	{"client_lost", CELL_U32, ONE(seen_connection, lost[0])},
	{"server_lost", CELL_U32, ONE(seen_connection, lost[1])},
	{"last", MOMENT, ONE(seen_connection, last)},
	{"ended", CELL_FLAG, ONE(seen_connection, ended)},
	{"given_up", CELL_FLAG, ONE(seen_connection, given_up)},
	{"client_ttl", CELL_U8, ONE(seen_connection, ttl[0])},
	{"server_ttl", CELL_U8, ONE(seen_connection, ttl[1])},
	{"has_client_isn", CELL_FLAG, ONE(seen_connection, has_isn)},
	{"client_isn", CELL_U32, ONE(seen_connection, isn)},
	{"foreign", CELL_FLAG, ONE(seen_connection, foreign)},
	{"hello", CELL_OBJECT, ONE(seen_connection, hello), .of = &layout_hello, .apart = true},
	{"client_closed", MOMENT, ONE(seen_connection, closed[0])},
	{"server_closed", MOMENT, ONE(seen_connection, closed[1])},
	{"client_reset", CELL_FLAG, ONE(seen_connection, reset[0])},
	{"server_reset", CELL_FLAG, ONE(seen_connection, reset[1])},
	{"session", CELL_OBJECT, ONE(seen_connection, session), .of = &layout_session,
	 .apart = true},
	{"calls", CELL_OBJECT, ONE(seen_connection, calls), .of = &layout_calls, .apart = true},
	{.name = NULL},
};

static const struct row neighbour_rows[] = {
	{"asker", CELL_ADDRESS, ONE(seen_neighbour, asker)},
	{"target", CELL_ADDRESS, ONE(seen_neighbour, target)},
	{"asked", CELL_U32, ONE(seen_neighbour, asked)},
	{"last", MOMENT, ONE(seen_neighbour, last)},
	{"answer", MOMENT, ONE(seen_neighbour, answer)},
	{"mac", CELL_MAC, ONE(seen_neighbour, mac)},
	{.name = NULL},
};

const struct layout *const layout_of[SIGHTING_KINDS] = {
	[SIGHTING_LEASE] = &(const struct layout){"lease", sizeof(struct seen_lease), lease_rows},
	[SIGHTING_NAME] = &(const struct layout){"name", sizeof(struct seen_name), name_rows},
	[SIGHTING_CONNECTION] = &(const struct layout){"connection", sizeof(struct seen_connection),
						       connection_rows},
	[SIGHTING_NEIGHBOUR] =
		&(const struct layout){"neighbour", sizeof(struct seen_neighbour), neighbour_rows},
};
