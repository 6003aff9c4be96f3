/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tls_port.c - TLS on AMT's ports: keys for it, and what its handshake shows of the server.
 *
 * TLS derives its keys while it shows the ClientKeyExchange, so whoever wants
 * to give it some must have read that message before. This dissector stands
 * before Wireshark's own, reads the handshake at the first pass with the
 * decoders of wire/, and hands every byte on. The server that calls a device
 * back is the client of the handshake.
 */
#include "called_back.h"
#include "keys.h"
#include "messages.h"

#define TLS_PORTS "16993,16995,4433" /* TLS_PORT and the like, as a preference is written */

/* Of handshake messages that do not end; what is longer is given up. */
#define PENDING_MAX (1 << 16)

static dissector_handle_t tls_handle;
static int proto_tls_port = -1; /* a name in lists, and the key of what is kept */

/* What one side has sent of a handshake message that goes on in its next record. */
struct side {
	uint8_t *bytes;
	size_t n, size;
	bool over; /* encrypted from here on, or given up */
};

struct session {
	uint32_t client_port;
	address client;
	uint8_t random[TLS_RANDOM_LENGTH];
	bool has_random;
	bool has_keys, has_chain; /* seen since the ClientHello: one is enough */
	uint16_t version, suite;
	struct side side[2]; /* the client's, the server's */
};

static struct session *session_of(packet_info *pinfo, bool begin)
{
	conversation_t *conversation = find_or_create_conversation(pinfo);
	struct session *session = conversation_get_proto_data(conversation, proto_tls_port);

	if (session || !begin)
		return session;
	session = wmem_new0(wmem_file_scope(), struct session);
	session->client_port = pinfo->srcport;
	copy_address_wmem(wmem_file_scope(), &session->client, &pinfo->src);
	conversation_add_proto_data(conversation, proto_tls_port, session);
	return session;
}

static bool is_client(const struct session *session, const packet_info *pinfo)
{
	return pinfo->srcport == session->client_port &&
	       addresses_equal(&pinfo->src, &session->client);
}

/* A ClientHello says who is the client, whoever's packet was seen first. */
static void take_client_hello(struct session *session, packet_info *pinfo, struct reader *r)
{
	struct tls_client_hello hello;

	session->client_port = pinfo->srcport;
	copy_address_wmem(wmem_file_scope(), &session->client, &pinfo->src);
	session->has_keys = session->has_chain = false;
	session->has_random =
		tls_client_hello_decode(&hello, r) && hello.random.n == TLS_RANDOM_LENGTH;
	if (session->has_random)
		memcpy(session->random, hello.random.p, TLS_RANDOM_LENGTH);
}

static void take_server_hello(struct session *session, struct reader *r)
{
	struct tls_server_hello hello;

	if (!tls_server_hello_decode(&hello, r))
		return;
	session->version = hello.version;
	session->suite = hello.suite;
}

static void take_key_exchange(struct session *session, packet_info *pinfo, struct bytes payload,
			      struct reader *r)
{
	struct tls_client_key_exchange exchange;

	if (!session->has_random || session->has_keys || !tls_suite_uses_psk(session->suite) ||
	    !tls_client_key_exchange_decode(&exchange, session->suite, session->version, r))
		return;
	session->has_keys = true;
	called_back_note_identity(pinfo, payload, exchange.identity,
				  keys_give(exchange.identity, session->random, session->suite));
}

static void take_certificates(struct session *session, packet_info *pinfo, struct bytes payload,
			      struct reader *r)
{
	struct tls_certificates list = {0};

	if (session->has_chain || !tls_certificates_decode(&list, session->version, r))
		return;
	session->has_chain = true;
	called_back_note_chain(pinfo, payload, &list);
}

/* |payload| is what the packet carries, for the places of what is read. */
static void take(struct session *session, packet_info *pinfo, struct bytes payload,
		 const struct tls_handshake *handshake)
{
	struct reader r = reader_over(handshake->body);

	if (handshake->type == TLS_CLIENT_HELLO)
		take_client_hello(session, pinfo, &r);
	if (handshake->type == TLS_SERVER_HELLO)
		take_server_hello(session, &r);
	if (handshake->type == TLS_CLIENT_KEY_EXCHANGE && is_client(session, pinfo))
		take_key_exchange(session, pinfo, payload, &r);
	if (handshake->type == TLS_CERTIFICATE && is_client(session, pinfo))
		take_certificates(session, pinfo, payload, &r);
}

static void append(struct side *side, struct bytes more)
{
	size_t n = side->n + more.n;

	side->over = n > PENDING_MAX;
	if (side->over)
		return;
	if (n > side->size) {
		side->size = 2 * n;
		side->bytes = wmem_realloc(wmem_file_scope(), side->bytes, side->size);
	}
	memcpy(side->bytes + side->n, more.p, more.n);
	side->n = n;
}

/* Takes the whole messages in |bytes|; gives how many bytes they are. */
static size_t take_whole(struct session *session, packet_info *pinfo, struct bytes payload,
			 struct bytes bytes)
{
	struct reader r = reader_over(bytes);
	struct tls_handshake handshake;
	size_t taken = 0;

	while (rd_left(&r) > 0 && tls_handshake_decode(&handshake, &r)) {
		take(session, pinfo, payload, &handshake);
		taken = rd_offset(&r);
	}
	return taken;
}

static void read_fragment(struct session *session, packet_info *pinfo, struct bytes payload,
			  struct bytes fragment)
{
	struct side *side = &session->side[!is_client(session, pinfo)];
	size_t taken;

	if (side->n == 0) {
		taken = take_whole(session, pinfo, payload, fragment);
		if (taken < fragment.n)
			append(side, bytes_of(fragment.p + taken, fragment.n - taken));
		return;
	}
	append(side, fragment);
	taken = take_whole(session, pinfo, payload, bytes_of(side->bytes, side->n));
	side->n -= taken;
	if (taken > 0)
		memmove(side->bytes, side->bytes + taken, side->n);
}

/* Reads what is not encrypted yet of the whole records in |payload|. */
static void read_handshake(struct session *session, packet_info *pinfo, struct bytes payload)
{
	struct reader r = reader_over(payload);
	struct tls_record record;

	while (rd_left(&r) > 0 && tls_record_decode(&record, &r) && tls_record_is_sound(&record)) {
		struct side *side = &session->side[!is_client(session, pinfo)];

		if (record.type == TLS_CHANGE_CIPHER_SPEC)
			side->over = true;
		if (record.type == TLS_HANDSHAKE && !side->over)
			read_fragment(session, pinfo, payload, record.fragment);
	}
}

static int dissect_tls(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
	struct bytes payload = messages_bytes(tvb);
	struct session *session = session_of(pinfo, false);
	unsigned layer = pinfo->curr_layer_num;

	if (pinfo->flags.in_error_pkt || (!session && !tls_looks_like(payload)))
		return 0;
	if (!session)
		session = session_of(pinfo, true);
	if (!pinfo->fd->visited)
		read_handshake(session, pinfo, payload);
	pinfo->can_desegment = pinfo->saved_can_desegment; /* TLS asks for more, not we */
	int n = call_dissector_only(tls_handle, tvb, pinfo, tree, data);

	called_back_show(tvb, pinfo, tree, layer);
	return n;
}

void tls_port_register(void)
{
	proto_tls_port = proto_register_protocol_in_name_only("Intel AMT's TLS", "AMT TLS",
							      "iamt_tls", proto_iamt, FT_PROTOCOL);
	called_back_register();
}

void tls_port_handoff(void)
{
	tls_handle = find_dissector("tls");
	if (tls_handle)
		ports_bind("tls", "TLS ports", TLS_PORTS,
			   create_dissector_handle(dissect_tls, proto_tls_port));
}
