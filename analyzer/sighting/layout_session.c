/* SPDX-License-Identifier: GPL-2.0-or-later */
/* layout_session.c - the rows of a TLS session; see layout.c. */
#include <glib.h>

#include "layout_rows.h"

static const char *const sides[] = {"client", "server", NULL};
static const char *const decryptions[] = {
	"clear", "no_secret", "wrong_secret", "unsupported", "opened", "lost", NULL};
static const char *const secrets[] = {"log", "logged_premaster", "resumption", "psk", "rsa", NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(decryptions) == SEEN_LOST + 2);
G_STATIC_ASSERT(G_N_ELEMENTS(secrets) == SEEN_SECRET_RSA + 2);

static const struct row alert_rows[] = {
	{"from", CELL_WORD, ONE(seen_alert, from), .words = sides, .required = true},
	{"readable", CELL_FLAG, ONE(seen_alert, readable)},
	{"level", CELL_U8, ONE(seen_alert, level)},
	{"description", CELL_U8, ONE(seen_alert, description)},
	{"has_after", CELL_FLAG, ONE(seen_alert, has_after)},
	{"after", CELL_U8, ONE(seen_alert, after)},
	{"after_from", CELL_WORD, ONE(seen_alert, after_from), .words = sides},
	{"at", MOMENT, ONE(seen_alert, at), .required = true},
	{"place", PLACE, ONE(seen_alert, place)},
	{.name = NULL},
};

static const struct layout layout_alert = {
	.size = sizeof(struct seen_alert),
	.rows = alert_rows,
};

static const struct row chain_rows[] = {
	{"seen", CELL_FLAG, ONE(seen_chain, seen)},
	{"sent", CELL_U32, ONE(seen_chain, sent)},
	{"at", MOMENT, ONE(seen_chain, at)},
	{"place", PLACE, ONE(seen_chain, place)},
	{"length", CELL_U32, ONE(seen_chain, way.length)},
	{"beside", CELL_U32, ONE(seen_chain, way.beside)},
	{"ordered", CELL_FLAG, ONE(seen_chain, way.ordered)},
	{"has_root", CELL_FLAG, ONE(seen_chain, way.has_root)},
	{"top", CELL_U32, ONE(seen_chain, way.top), .limit = SEEN_CERTIFICATES_MAX - 1},
	{"certificates", CELL_CERTIFICATE, ONE(seen_chain, certificate), .apart = true,
	 .most = SEEN_CERTIFICATES_MAX, .count = offsetof(struct seen_chain, certificate_count)},
	{.name = NULL},
};

static const struct layout layout_chain = {
	.size = sizeof(struct seen_chain),
	.rows = chain_rows,
};

#define CHAIN CELL_OBJECT, .of = &layout_chain

static const struct row session_rows[] = {
	{"client_hello", CELL_FLAG, ONE(seen_session, client_hello)},
	{"server_hello", CELL_FLAG, ONE(seen_session, server_hello)},
	{"ssl2_hello", CELL_FLAG, ONE(seen_session, ssl2_hello)},
	{"offered_version", CELL_U16, ONE(seen_session, offered_version)},
	{"version", CELL_U16, ONE(seen_session, version)},
	{"suite", CELL_U16, ONE(seen_session, suite)},
	{"suites_offered", CELL_U32, ONE(seen_session, suites_offered)},
	{"offers_psk", CELL_FLAG, ONE(seen_session, offers_psk)},
	{"server_name", CELL_TEXT, ONE(seen_session, server_name)},
	{"extended_master_secret", CELL_FLAG, ONE(seen_session, extended_master_secret)},
	{"encrypt_then_mac", CELL_FLAG, ONE(seen_session, encrypt_then_mac)},
	{"secure_renegotiation", CELL_FLAG, ONE(seen_session, secure_renegotiation)},
	{"resumed", CELL_FLAG, ONE(seen_session, resumed)},
	{"handshakes", CELL_U32, ONE(seen_session, handshakes)},
	{"renegotiation_asked", CELL_FLAG, ONE(seen_session, renegotiation_asked)},
	{"hint", CELL_TEXT, ONE(seen_session, hint)},
	{"identity", CELL_TEXT, ONE(seen_session, identity)},
	{"certificate_requested", CELL_FLAG, ONE(seen_session, certificate_requested)},
	{"certificate_verify", CELL_FLAG, ONE(seen_session, certificate_verify)},
	{"client_finished", CELL_FLAG, ONE(seen_session, finished[0])},
	{"server_finished", CELL_FLAG, ONE(seen_session, finished[1])},
	{"client_verified", CELL_FLAG, ONE(seen_session, verified[0])},
	{"server_verified", CELL_FLAG, ONE(seen_session, verified[1])},
	{"client_close_notify", CELL_FLAG, ONE(seen_session, close_notify[0])},
	{"server_close_notify", CELL_FLAG, ONE(seen_session, close_notify[1])},
	{"client_cut", CELL_FLAG, ONE(seen_session, cut[0])},
	{"server_cut", CELL_FLAG, ONE(seen_session, cut[1])},
	{"client_foreign", CELL_FLAG, ONE(seen_session, foreign[0])},
	{"server_foreign", CELL_FLAG, ONE(seen_session, foreign[1])},
	{"client_records", CELL_U64, ONE(seen_session, records[0])},
	{"server_records", CELL_U64, ONE(seen_session, records[1])},
	{"client_data_bytes", CELL_U64, ONE(seen_session, data_bytes[0])},
	{"server_data_bytes", CELL_U64, ONE(seen_session, data_bytes[1])},
	{"has_last", CELL_FLAG, ONE(seen_session, has_last)},
	{"last", CELL_U8, ONE(seen_session, last)},
	{"last_from", CELL_WORD, ONE(seen_session, last_from), .words = sides},
	{"decryption", CELL_WORD, ONE(seen_session, decryption), .words = decryptions},
	{"secret", CELL_WORD, ONE(seen_session, secret), .words = secrets},
	{"client_chain", CHAIN, ONE(seen_session, chain[0])},
	{"server_chain", CHAIN, ONE(seen_session, chain[1])},
	{"alerts", CELL_U32, ONE(seen_session, alerts)},
	{"alert", CELL_OBJECT, ONE(seen_session, alert), .of = &layout_alert, .apart = true,
	 .most = SEEN_ALERTS_MAX, .count = offsetof(struct seen_session, alert_count)},
	{"client_hello_at", MOMENT, ONE(seen_session, client_hello_at)},
	{"server_hello_at", MOMENT, ONE(seen_session, server_hello_at)},
	{"identity_at", MOMENT, ONE(seen_session, identity_at)},
	{"client_finished_at", MOMENT, ONE(seen_session, finished_at[0])},
	{"server_finished_at", MOMENT, ONE(seen_session, finished_at[1])},
	{"client_data_at", MOMENT, ONE(seen_session, data_at[0])},
	{"server_data_at", MOMENT, ONE(seen_session, data_at[1])},
	{"client_hello_place", PLACE, ONE(seen_session, client_hello_place)},
	{"server_hello_place", PLACE, ONE(seen_session, server_hello_place)},
	{"identity_place", PLACE, ONE(seen_session, identity_place)},
	{.name = NULL},
};

const struct layout layout_session = {
	.size = sizeof(struct seen_session),
	.rows = session_rows,
};
