/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_session.c - pieces of both directions, and a key that one seed is made with.
 *
 * The input is pieces: a byte (1: from the server, 2: over, 4: a gap before it),
 * a length of two bytes, the bytes. Facts keep their bounds, and nothing stays held.
 */
#include <assert.h>
#include <string.h>

#include "session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char pps[] = "ABCD1234EFGH5678JKLM9012NPQR3456";

static size_t give_psk(void *user, struct bytes identity, uint8_t psk[SESSION_PSK_MAX])
{
	(void)user;
	assert(identity.n <= SESSION_TEXT);
	memcpy(psk, pps, sizeof pps - 1);
	return sizeof pps - 1;
}

/* Any secret for any session: records must not open by it. */
static size_t give_logged(void *user, enum keylog_label label, struct bytes id,
			  uint8_t secret[KEYLOG_SECRET_MAX])
{
	(void)user;
	memset(secret, 'a', 48);
	return label == KEYLOG_RSA || (id.p[0] & 1) ? 48 : 0;
}

static size_t offered;

static void check_event(void *user, struct session *session, enum session_event event,
			enum direction from, size_t offset, size_t length)
{
	(void)user;
	(void)session;
	(void)from;
	assert(event <= SESSION_DATA);
	assert(length > 0 && offset + length <= offered);
}

static void check_facts(const struct session_facts *facts)
{
	assert(memchr(facts->server_name, '\0', sizeof facts->server_name));
	for (unsigned i = 0; i < 2; i++) {
		assert(facts->chain[i].n <= TLS_CERTIFICATES_MAX);
		for (unsigned j = 0; j < facts->chain[i].n; j++)
			assert(facts->chain[i].certificate[j]);
	}
}

static GByteArray *pending[2];

static void offer(struct session *session, enum direction from, bool over)
{
	offered = pending[from]->len;
	size_t used = session_bytes(session, from, bytes_of(pending[from]->data, offered), over);

	assert(used <= offered);
	if (used)
		g_byte_array_remove_range(pending[from], 0, (guint)used);
}

static void play(struct session *session, struct reader *r)
{
	while (rd_ok(r) && rd_left(r)) {
		uint8_t how = rd_u8(r);
		enum direction from = how & 1 ? FROM_SERVER : FROM_CLIENT;
		size_t length = rd_u16be(r);
		struct bytes piece = rd_bytes(r, MIN(length, rd_left(r)));

		if (how & 4)
			session_gap(session, from, 1);
		if (piece.n)
			g_byte_array_append(pending[from], piece.p, (guint)piece.n);
		offer(session, from, how & 2);
	}
	offer(session, FROM_SERVER, true);
	offer(session, FROM_CLIENT, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct session_secrets secrets = {give_psk, give_logged, NULL};
	const struct session_consumer consumer = {check_event, NULL};
	struct sessions *sessions = sessions_new(&secrets, &consumer, NULL);
	struct session *session = session_new(sessions, NULL);
	struct reader r = reader_over(bytes_of(data, n));

	pending[0] = g_byte_array_new();
	pending[1] = g_byte_array_new();
	play(session, &r);
	check_facts(session_facts(session));
	session_free(session);
	sessions_free(sessions);
	g_byte_array_free(pending[0], TRUE);
	g_byte_array_free(pending[1], TRUE);
	return 0;
}
