/* SPDX-License-Identifier: GPL-2.0-or-later */
/* listen.c - feeds sessions the way tcp does: what is not done with comes again, longer. */
#include "listen.h"

#include <string.h>

#include "../suite.h"

#define HEARD (128 * 1024) /* bytes: more than any talk */

static size_t give_psk(void *user, struct bytes identity, uint8_t psk[SESSION_PSK_MAX])
{
	const struct listening *l = user;

	if (!l->pps || !bytes_equal(identity, bytes_of(TALK_IDENTITY, strlen(TALK_IDENTITY))))
		return 0;
	memcpy(psk, l->pps, strlen(l->pps));
	return strlen(l->pps);
}

static size_t give_logged(void *user, enum keylog_label label, struct bytes id,
			  uint8_t secret[KEYLOG_SECRET_MAX])
{
	const struct listening *l = user;

	return l->keylog ? keylog_find(l->keylog, label, id, secret) : 0;
}

static bool give_rsa(void *user, struct bytes encrypted, uint16_t offered, uint8_t *premaster)
{
	const struct listening *l = user;

	return l->rsa && rsa_keys_open(l->rsa, encrypted, offered, premaster);
}

static void note_event(void *user, struct session *session, enum session_event event,
		       enum direction from, size_t offset, size_t length)
{
	struct listening *l = user;

	(void)session;
	(void)from;
	(void)offset;
	ck_assert_uint_gt(length, 0);
	l->events[event]++;
}

static void note_plain(void *user, struct session *session, enum direction from, struct bytes plain)
{
	struct listening *l = user;

	ck_assert_ptr_eq(session_user(session), l);
	g_string_append_len(l->heard[from], (const char *)plain.p, (gssize)plain.n);
}

void listen_begin(struct listening *l)
{
	const struct session_secrets secrets = {give_psk, give_logged, give_rsa};
	const struct session_consumer consumer = {note_event, note_plain};

	l->sessions = sessions_new(&secrets, &consumer, l);
	l->session = NULL;
	for (unsigned i = 0; i < 2; i++)
		l->heard[i] = g_string_sized_new(HEARD);
}

/* Each call gets memory of exactly its size. */
static void offer(struct listening *l, enum direction from, GByteArray *pending, bool over)
{
	g_autofree uint8_t *copy = g_memdup2(pending->data, pending->len);
	size_t used = session_bytes(l->session, from, bytes_of(copy, pending->len), over);

	ck_assert_uint_le(used, pending->len);
	if (used)
		g_byte_array_remove_range(pending, 0, (guint)used);
}

static void offer_piece(struct listening *l, GByteArray *pending, const struct piece_sent *piece)
{
	guint step = l->step ? (guint)l->step : piece->bytes->len;

	for (guint at = 0; at < piece->bytes->len; at += step) {
		guint n = MIN(step, piece->bytes->len - at);

		g_byte_array_append(pending, piece->bytes->data + at, n);
		offer(l, piece->from, pending, false);
	}
}

void listen_to(struct listening *l, const struct talk *talk)
{
	GByteArray *pending[2] = {g_byte_array_new(), g_byte_array_new()};

	session_free(l->session);
	l->session = session_new(l->sessions, l);
	for (unsigned i = 0; i < 2; i++)
		g_string_truncate(l->heard[i], 0);
	for (guint i = 0; i < talk->pieces->len; i++) {
		const struct piece_sent *piece = talk->pieces->pdata[i];

		offer_piece(l, pending[piece->from], piece);
	}
	for (enum direction from = FROM_CLIENT; from <= FROM_SERVER; from++) {
		offer(l, from, pending[from], true);
		g_byte_array_free(pending[from], TRUE);
	}
}

void listen_end(struct listening *l)
{
	session_free(l->session);
	sessions_free(l->sessions);
	/* Wiped, for what is left behind is searched for what was said. */
	for (unsigned i = 0; i < 2; i++) {
		explicit_bzero(l->heard[i]->str, l->heard[i]->allocated_len);
		g_string_free(l->heard[i], TRUE);
	}
}

void listen_expect_all(const struct listening *l, const struct talk *talk)
{
	const struct session_facts *facts = session_facts(l->session);

	ck_assert(talk->finished);
	ck_assert_int_eq(facts->decryption, SESSION_OPENED);
	for (unsigned i = 0; i < 2; i++) {
		ck_assert_msg(g_string_equal(l->heard[i], talk->said[i]), "%s %u", talk->suite, i);
		ck_assert_msg(facts->verified[i] || facts->version == TLS_1_3, "%s", talk->suite);
		ck_assert_msg(facts->close_notify[i], "%s", talk->suite);
		ck_assert(!facts->cut[i] && !facts->foreign[i]);
	}
	ck_assert_str_eq(tls_suite_of(facts->suite)->name, talk->suite);
}

void listen_expect_nothing(const struct listening *l)
{
	ck_assert_uint_eq(l->heard[FROM_CLIENT]->len, 0);
	ck_assert_uint_eq(l->heard[FROM_SERVER]->len, 0);
}
