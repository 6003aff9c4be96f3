/* SPDX-License-Identifier: GPL-2.0-or-later */
/* overhear.c - capture_next -> packet_decode -> (fragments) -> tcp -> session. */
#include "overhear.h"

#include "capture.h"
#include "fragments.h"

struct overheard {
	const struct overhearing *asked;
	struct capture *capture;
	struct fragments *fragments;
	struct tcp *tcp;
	struct sessions *sessions;
	struct keylog *carried; /* the capture's own */
	size_t carried_read;    /* bytes of it */
};

static bool is_served(const struct overheard *o, uint16_t port)
{
	for (const uint16_t *p = o->asked->ports; *p; p++)
		if (*p == port)
			return true;
	return false;
}

static enum tcp_wanted wants(void *user, const struct flow *flow)
{
	const struct overheard *o = user;

	if (!o->asked->ports || is_served(o, flow->dst_port))
		return TCP_CLIENT_SENDS;
	return is_served(o, flow->src_port) ? TCP_SERVER_SENDS : TCP_NOT_WANTED;
}

static size_t take_bytes(void *user, struct connection *connection, enum direction from,
			 struct bytes pending, bool over)
{
	const struct overheard *o = user;

	if (!connection->user)
		connection->user = session_new(o->sessions, connection);
	return session_bytes(connection->user, from, pending, over);
}

static void take_gap(void *user, struct connection *connection, enum direction from, uint64_t lost)
{
	(void)user;
	if (connection->user)
		session_gap(connection->user, from, lost);
}

static void take_end(void *user, struct connection *connection)
{
	const struct overheard *o = user;

	if (connection->user && o->asked->ended)
		o->asked->ended(o->asked->user, connection->user, connection);
	session_free(connection->user);
	connection->user = NULL;
}

static const struct tcp_consumer tcp_consumer = {
	.wants = wants,
	.bytes = take_bytes,
	.gap = take_gap,
	.ended = take_end,
};

static size_t give_psk(void *user, struct bytes identity, uint8_t psk[SESSION_PSK_MAX])
{
	const struct overhearing *asked = ((struct overheard *)user)->asked;

	return asked->secrets.psk ? asked->secrets.psk(asked->user, identity, psk) : 0;
}

static bool give_rsa(void *user, struct bytes encrypted, uint16_t offered, uint8_t *premaster)
{
	const struct overhearing *asked = ((struct overheard *)user)->asked;

	return asked->secrets.rsa && asked->secrets.rsa(asked->user, encrypted, offered, premaster);
}

/* Secrets stand before the packets that they are for, in blocks of their own. */
static void read_carried(struct overheard *o)
{
	struct bytes text = capture_secrets(o->capture);

	if (text.n <= o->carried_read)
		return;
	keylog_read(o->carried, bytes_of(text.p + o->carried_read, text.n - o->carried_read));
	o->carried_read = text.n;
}

static size_t give_logged(void *user, enum keylog_label label, struct bytes id,
			  uint8_t secret[KEYLOG_SECRET_MAX])
{
	struct overheard *o = user;
	const struct overhearing *asked = o->asked;
	size_t n = 0;

	if (asked->secrets.logged)
		n = asked->secrets.logged(asked->user, label, id, secret);
	if (n)
		return n;
	read_carried(o);
	return keylog_find(o->carried, label, id, secret);
}

static void tell_event(void *user, struct session *session, enum session_event event,
		       enum direction from, size_t offset, size_t length)
{
	const struct overhearing *asked = ((struct overheard *)user)->asked;

	if (asked->consumer.event)
		asked->consumer.event(asked->user, session, event, from, offset, length);
}

static void tell_plain(void *user, struct session *session, enum direction from, struct bytes plain)
{
	const struct overhearing *asked = ((struct overheard *)user)->asked;

	if (asked->consumer.plain)
		asked->consumer.plain(asked->user, session, from, plain);
}

static void take_packet(struct overheard *o, struct packet *packet, const struct frame *frame)
{
	struct moment at = {.time = frame->time, .frame = frame->number};

	if (packet->fragment.is && !fragments_add(o->fragments, packet, at))
		return;
	if (packet->flow.protocol == PROTOCOL_TCP)
		tcp_packet(o->tcp, packet, at, frame->bytes);
}

static void take_frames(struct overheard *o)
{
	struct frame frame;
	struct packet packet;

	while (capture_next(o->capture, &frame))
		if (packet_decode(&packet, frame.link_type, frame.bytes, frame.original_length))
			take_packet(o, &packet, &frame);
	tcp_finish(o->tcp);
}

bool overhear(const char *path, const struct overhearing *overhearing, bool *complete,
	      GError **error)
{
	const struct session_secrets secrets = {give_psk, give_logged, give_rsa};
	const struct session_consumer consumer = {tell_event, tell_plain};
	struct overheard o = {.asked = overhearing, .capture = capture_open(path, error)};

	if (!o.capture)
		return false;
	o.fragments = fragments_new();
	o.tcp = tcp_new(&tcp_default_limits, &tcp_consumer, &o);
	o.sessions = sessions_new(&secrets, &consumer, &o);
	o.carried = keylog_new();
	take_frames(&o);
	*complete = capture_summary(o.capture)->complete;
	tcp_free(o.tcp);
	fragments_free(o.fragments);
	sessions_free(o.sessions);
	keylog_free(o.carried);
	capture_close(o.capture);
	return true;
}
