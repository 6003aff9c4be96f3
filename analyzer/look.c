/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look.c - the path of a packet, read as a list:
 *
 *   capture_next -> sieve_passes -> packet_decode -> (fragments)
 *                -> tcp, dns, dhcp, arp -> observer -> sightings
 *
 * Bytes of TCP go on to hellos on the hello port, to sessions and calls on the
 * ports of devices; those of redirection are not read.
 *
 * Each capture is looked at alone, with its own connection state. The
 * decision "not ours" is taken by the sieve, before anything is read or kept.
 */
#include "look.h"

#include "capture.h"
#include "fragments.h"
#include "look_facts.h"
#include "look_hello.h"
#include "look_session.h"
#include "numbers.h"
#include "observer.h"
#include "sieve.h"
#include "tcp.h"

const uint16_t look_default_ports[SERVICES] = {
	[SERVICE_HELLO] = HELLO_PORT,
	[SERVICE_HTTP] = HTTP_PORT,
	[SERVICE_TLS] = TLS_PORT,
	[SERVICE_REDIRECTION] = REDIRECTION_PORT,
};

struct look {
	const struct look_options *options;
	struct sightings *sightings;
	unsigned capture;
	uint32_t file; /* of a ring, the one being read */
	uint64_t frames_before;
	struct sieve sieve;
	struct watch *watch;
	struct budget *budget;
	struct observer *observer;
	struct fragments *fragments;
	struct tcp *tcp;
	struct hello_reader *hello_reader;
	struct talk_reader *talk_reader;
	struct message message; /* large, so kept here and not on the stack */
};

static struct capture_facts *facts(struct look *look)
{
	return sightings_capture(look->sightings, look->capture);
}

/* The service that listens on |port|, or SERVICES. */
static enum service service_on(const struct look *look, uint16_t port)
{
	if (port == REDIRECTION_TLS_PORT)
		return SERVICE_REDIRECTION;
	for (enum service service = 0; service < SERVICES; service++)
		if (look->options->ports[service] == port)
			return service;
	return SERVICES;
}

static enum tcp_wanted wants(void *user, const struct flow *flow)
{
	if (service_on(user, flow->dst_port) != SERVICES)
		return TCP_CLIENT_SENDS;
	return service_on(user, flow->src_port) != SERVICES ? TCP_SERVER_SENDS : TCP_NOT_WANTED;
}

static size_t take_bytes(void *user, struct connection *connection, enum direction direction,
			 struct bytes pending, bool over)
{
	struct look *look = user;
	enum service service = service_on(look, connection->server_port);

	if (service == SERVICE_TLS || service == SERVICE_HTTP)
		return talk_take(look->talk_reader, connection, service == SERVICE_TLS, direction,
				 pending, over);
	if (direction == FROM_SERVER || service != SERVICE_HELLO)
		return pending.n;
	return hello_take(look->hello_reader, connection, pending, over);
}

static void take_gap(void *user, struct connection *connection, enum direction direction,
		     uint64_t lost)
{
	enum service service = service_on(user, connection->server_port);

	facts(user)->lost_bytes += lost;
	if (service == SERVICE_TLS || service == SERVICE_HTTP)
		talk_gap(connection, direction, lost);
	else if (service == SERVICE_HELLO && direction == FROM_CLIENT)
		hello_gap(connection);
}

static void note_answer(struct seen_connection *seen, const struct connection *c)
{
	if (moment_is_set(c->syn_ack)) {
		seen->answer = ANSWER_ACCEPTED;
		seen->answer_at = c->syn_ack;
	} else if (c->ending == ENDING_REFUSED) {
		seen->answer = ANSWER_REFUSED;
		seen->answer_at = c->half[FROM_SERVER].reset;
	} else if (c->half[0].bytes || c->half[1].bytes || moment_is_set(c->half[1].fin)) {
		seen->answer = ANSWER_ACCEPTED;
	} else if (moment_is_set(c->unreachable)) {
		seen->answer = ANSWER_UNREACHABLE;
		seen->answer_at = c->unreachable;
		seen->answer_by = c->unreachable_by;
		seen->icmp_type = c->icmp_type;
		seen->icmp_code = c->icmp_code;
	}
}

static struct moment earlier(struct moment a, struct moment b)
{
	return !moment_is_set(b) || (moment_is_set(a) && a.time <= b.time) ? a : b;
}

static void note_half(struct seen_connection *seen, const struct connection *c, enum direction d)
{
	seen->closed[d] = earlier(c->half[d].fin, c->half[d].reset);
	seen->reset[d] = moment_is_set(c->half[d].reset) && !moment_is_set(c->half[d].fin);
	seen->bytes[d] = (uint32_t)MIN(c->half[d].bytes, UINT32_MAX);
	seen->lost[d] = (uint32_t)MIN(c->half[d].lost, UINT32_MAX);
	seen->ttl[d] = c->half[d].ttl;
}

static void take_end(struct look *look, struct connection *c, struct seen_connection *seen)
{
	const struct spoken *spoken;

	note_answer(seen, c);
	note_half(seen, c, FROM_CLIENT);
	note_half(seen, c, FROM_SERVER);
	if (seen->service != SERVICE_HELLO) {
		talk_end(look->talk_reader, c, seen);
		observe_connection(look->observer, seen, c->first);
		return;
	}
	spoken = c->user;
	seen->hello = spoken ? spoken->hello : NULL;
	seen->foreign = spoken && spoken->foreign;
	seen->odd = c->half[seen->foreign ? FROM_CLIENT : FROM_SERVER].first_data;
	observe_connection(look->observer, seen, c->first);
	spoken_free(c->user);
}

static void connection_ended(void *user, struct connection *c)
{
	struct look *look = user;
	struct seen_connection seen = {
		.service = service_on(look, c->server_port),
		.client = c->client,
		.server = c->server,
		.client_port = c->client_port,
		.server_port = c->server_port,
		.syns = c->syns,
		.syn_acks = c->syn_acks,
		.last_syn = c->last_syn,
		.established = moment_is_set(c->established),
		.last = c->last,
		.isn = c->isn[FROM_CLIENT],
		.has_isn = c->has_isn[FROM_CLIENT],
		.ended = c->ending != ENDING_NONE && c->ending != ENDING_GIVEN_UP,
		.given_up = c->ending == ENDING_GIVEN_UP,
	};

	if (seen.service != SERVICES)
		take_end(look, c, &seen);
}

static const struct tcp_consumer consumer = {
	.wants = wants,
	.bytes = take_bytes,
	.gap = take_gap,
	.ended = connection_ended,
};

static struct place place_of(const struct packet *packet, const struct frame *frame)
{
	const uint8_t *p = packet->payload.p;
	bool inside = p >= frame->bytes.p && p <= frame->bytes.p + frame->bytes.n;

	return (struct place){
		.frame = frame->number,
		.offset = inside ? (uint32_t)(p - frame->bytes.p) : 0,
		.length = inside ? (uint32_t)packet->payload.n : 0,
	};
}

/* Nearly all of DNS is other people's, and the question says so: the answers need no reading. */
static bool is_others_dns(struct look *look, const struct protocol *protocol, struct bytes payload)
{
	struct reader r = reader_over(payload);

	return protocol->kind == MESSAGE_DNS && dns_decode_question(&look->message.dns, &r) &&
	       !observe_question(look->observer, &look->message.dns);
}

static void take_datagram(struct look *look, const struct packet *packet, struct moment at,
			  struct place place)
{
	const struct protocol *protocol = protocol_on(TRANSPORT_UDP, packet->flow.dst_port);
	struct reader r = reader_over(packet->payload);

	if (!protocol)
		protocol = protocol_on(TRANSPORT_UDP, packet->flow.src_port);
	if (!protocol || !protocol->looks_like(packet->payload) ||
	    is_others_dns(look, protocol, packet->payload))
		return;
	if (!protocol->decode(&look->message, &r))
		return;
	if (protocol->kind == MESSAGE_DNS)
		observe_dns(look->observer, &look->message.dns, &packet->flow, at, place);
	else if (protocol->kind == MESSAGE_DHCP)
		observe_dhcp(look->observer, &look->message.dhcp, &packet->flow, at);
}

static void take_packet(struct look *look, struct packet *packet, const struct frame *frame)
{
	struct moment at = {.time = time_within_reach(frame->time), .frame = frame->number};

	if (packet->fragment.is && !fragments_add(look->fragments, packet, at))
		return;
	if (packet->neighbour.kind != NEIGHBOUR_NONE)
		observe_neighbour(look->observer, &packet->neighbour, at);
	else if (packet->flow.protocol == PROTOCOL_TCP)
		tcp_packet(look->tcp, packet, at, frame->bytes);
	else if (packet->flow.protocol == PROTOCOL_UDP)
		take_datagram(look, packet, at, place_of(packet, frame));
	else if (packet->icmp_error && packet->quoted.protocol == PROTOCOL_TCP)
		tcp_unreachable(look->tcp, packet, at);
}

static void open_sieve(struct look *look)
{
	sieve_open(&look->sieve);
	sieve_want(&look->sieve, REDIRECTION_TLS_PORT);
	for (enum service service = 0; service < SERVICES; service++)
		sieve_want(&look->sieve, look->options->ports[service]);
}

/* Frames of a ring are numbered through: |file| was entered, those before it are done. */
static void enter_file(struct look *look, const struct capture *capture, uint32_t file)
{
	for (; look->file < file; look->file++)
		look->frames_before += capture_piece(capture, look->file)->frames;
}

static void look_at_frames(struct look *look, struct capture *capture)
{
	struct frame frame;
	struct packet packet;

	while (capture_next(capture, &frame))
		if (sieve_passes(&look->sieve, frame.link_type, frame.bytes) &&
		    packet_decode(&packet, frame.link_type, frame.bytes, frame.original_length)) {
			enter_file(look, capture, frame.file);
			frame.number += look->frames_before;
			take_packet(look, &packet, &frame);
		}
}

/* A host that the site's records name is worth watching from the first frame on. */
static void watch_host(struct look *look, const char *name, const struct address *address)
{
	if (name)
		watch_add_name(look->watch, name);
	watch_add_address(look->watch, address);
	budget_stand_out(look->budget, address);
}

static void watch_site(struct look *look, const struct site *site)
{
	for (size_t i = 0; site && i < site->devices.n; i++)
		watch_host(look, site->devices.row[i].sca_fqdn, &site->devices.row[i].sca_address);
	for (size_t i = 0; site && i < site->servers.n; i++)
		watch_host(look, NULL, &site->servers.row[i].address);
	for (size_t i = 0; site && i < site->systems.n; i++)
		watch_host(look, site->systems.row[i].fqdn, &site->systems.row[i].address);
}

static struct look *look_open(struct sightings *sightings, unsigned capture,
			      const struct capture *capture_file,
			      const struct look_options *options)
{
	struct look *look = g_new0(struct look, 1);

	look->options = options;
	look->sightings = sightings;
	look->capture = capture;
	look->watch = watch_new();
	look->budget = budget_new();
	look->hello_reader = hello_reader_new(sightings, look->watch, look->budget);
	look->talk_reader =
		talk_reader_new(sightings, look->budget, options->secrets, capture_file);
	look->observer = observer_new(sightings, look->capture, look->watch, look->budget);
	look->fragments = fragments_new();
	look->tcp = tcp_new(&tcp_default_limits, &consumer, look);
	open_sieve(look);
	watch_site(look, options->site);
	return look;
}

static void look_close(struct look *look)
{
	tcp_free(look->tcp);
	fragments_free(look->fragments);
	hello_reader_free(look->hello_reader);
	talk_reader_free(look->talk_reader);
	budget_free(look->budget);
	watch_free(look->watch);
	g_free(look);
}

void look_through(struct sightings *sightings, struct capture *capture, const char *const *names,
		  const struct look_options *options)
{
	struct capture_facts begun = {
		.file = sightings_intern(sightings, names[0]),
		.vantage = options->vantage,
	};
	struct look *look =
		look_open(sightings, sightings_add_capture(sightings, &begun), capture, options);

	look_at_frames(look, capture);
	tcp_finish(look->tcp);
	observer_finish(look->observer);
	note_capture(sightings, facts(look), capture, names);
	note_losses(sightings, facts(look),
		    &(struct losses){
			    .tcp = tcp_losses(look->tcp),
			    .fragments = fragments_given_up(look->fragments),
			    .watched = watch_left_out(look->watch),
			    .unread = talk_left_out(look->talk_reader),
			    .budget = look->budget,
		    });
	look_close(look);
	capture_close(capture);
}

bool look(struct sightings *sightings, const char *path, const char *shown_as,
	  const struct look_options *options, GError **error)
{
	struct capture *capture = capture_open(path, error);

	if (capture)
		look_through(sightings, capture, (const char *[]){shown_as, NULL}, options);
	return capture;
}

bool look_ring(struct sightings *sightings, const char *const *paths, const char *const *names,
	       const struct look_options *options, GError **error)
{
	struct capture *capture = capture_open_ring(paths, error);

	if (capture)
		look_through(sightings, capture, names, options);
	return capture;
}
