/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history_talk.c - one function a verb; see history_talk.h. */
#include "history_talk.h"

#include <stdlib.h>
#include <string.h>

#include "numbers.h"
#include "tls_names.h"

#define PSK_SUITE 0x008c /* TLS_PSK_WITH_AES_128_CBC_SHA */
#define RSA_SUITE 0x002f /* TLS_RSA_WITH_AES_128_CBC_SHA */
#define CALLS 16

struct talk {
	struct sightings *sightings;
	struct seen_connection *c;
	char *const *word;
	struct moment at;
	struct place place;
};

static bool is(const char *word, const char *what)
{
	return word && strcmp(word, what) == 0;
}

static unsigned side(const char *word)
{
	return is(word, "device") ? SEEN_SERVER : SEEN_CLIENT;
}

static struct seen_session *session(struct talk *t)
{
	if (!t->c->session)
		t->c->session = sightings_room(t->sightings, sizeof *t->c->session);
	return t->c->session;
}

static void tell_tls(struct talk *t)
{
	struct seen_session *s = session(t);
	bool psk = is(t->word[1], "psk"), pki = is(t->word[1], "pki"), old = is(t->word[1], "old");
	bool newer = is(t->word[1], "13");

	s->client_hello = true;
	s->client_hello_at = t->at;
	s->client_hello_place = t->place;
	s->offered_version = TLS_1_2;
	s->suites_offered = 2;
	s->offers_psk = psk || is(t->word[1], "hello");
	t->c->bytes[0] = t->c->bytes[1] = 0;
	if (!psk && !pki && !old && !newer)
		return;
	s->server_hello = true;
	s->server_hello_at = t->at;
	s->server_hello_place = t->place;
	s->version = newer ? TLS_1_3 : TLS_1_1;
	s->suite = psk ? PSK_SUITE : RSA_SUITE;
	s->secure_renegotiation = !old;
	s->chain[SEEN_SERVER].seen = !psk && !newer;
	s->decryption = old ? SEEN_CLEAR : SEEN_NO_SECRET;
	if (old || newer)
		return;
	s->chain[SEEN_CLIENT].seen = pki;
	s->chain[SEEN_CLIENT].sent = pki ? 3 : 0;
	s->chain[SEEN_CLIENT].at = s->chain[SEEN_SERVER].at = t->at;
	s->finished[SEEN_CLIENT] = true;
	s->finished_at[SEEN_CLIENT] = s->identity_at = t->at;
	s->identity_place = t->place;
	if (psk)
		s->identity = sightings_intern(t->sightings, t->word[2]);
}

static void tell_done(struct talk *t)
{
	struct seen_session *s = session(t);

	s->finished[SEEN_SERVER] = true;
	s->finished_at[SEEN_SERVER] = t->at;
	s->data_bytes[0] = s->data_bytes[1] = t->word[1] ? (uint64_t)atoi(t->word[1]) : 5000;
}

static void tell_alert(struct talk *t)
{
	struct seen_session *s = session(t);

	s->alert = sightings_room(t->sightings, sizeof *s->alert);
	s->alert_count = s->alerts = 1;
	*s->alert = (struct seen_alert){
		.from = side(t->word[1]),
		.readable = true,
		.level = TLS_FATAL,
		.description = (uint8_t)atoi(t->word[2]),
		.at = t->at,
		.place = t->place,
	};
}

static void tell_close(struct talk *t)
{
	t->c->closed[side(t->word[1])] = t->at;
	t->c->ended = true;
}

static void tell_reset(struct talk *t)
{
	tell_close(t);
	t->c->reset[side(t->word[1])] = true;
}

static void tell_key(struct talk *t)
{
	struct seen_session *s = session(t);

	s->secret = SEEN_SECRET_PSK;
	s->decryption = is(t->word[1], "ok") ? SEEN_OPENED : SEEN_WRONG_SECRET;
}

static void tell_alien(struct talk *t)
{
	session(t)->foreign[SEEN_SERVER] = true;
}

static void tell_plain(struct talk *t)
{
	t->c->service = SERVICE_HTTP;
	t->c->server_port = HTTP_PORT;
}

static int64_t seconds(const char *word)
{
	return (int64_t)(g_ascii_strtod(word, NULL) * 1e9);
}

static void tell_certificate(struct talk *t)
{
	struct seen_chain *chain = &session(t)->chain[side(t->word[1])];
	struct certificate_facts facts = {
		.subject = "",
		.issuer = "",
		.common_name = "",
		.key = "RSA",
		.key_bits = 2048,
		.signature = "",
		.signature_hash = "SHA256",
		.not_before = seconds(t->word[2]),
		.not_after = seconds(t->word[3]),
	};

	chain->certificate = sightings_room(t->sightings, sizeof *chain->certificate);
	chain->certificate[0] = sightings_intern_certificate(t->sightings, &facts);
	chain->certificate_count = chain->sent = 1;
	chain->seen = true;
	chain->at = t->at;
}

static void tell_cut(struct talk *t)
{
	t->c->lost[1] = 100;
}

static void set_result(struct talk *t, struct seen_call *call, const char *result)
{
	const char *value = strchr(result, '=');

	call->status = is(result, "401") || is(result, "401!") ? 401 : 200;
	call->challenged = call->status == 401;
	call->authorized = !is(result, "401");
	if (is(result, "bad"))
		call->answer_unread = sightings_intern(t->sightings, "it is no XML");
	if (g_str_has_prefix(result, "http="))
		call->status = (uint16_t)atoi(value + 1);
	if (g_str_has_prefix(result, "fault=")) {
		call->status = 400;
		call->is_fault = true;
		call->fault = sightings_intern(t->sightings, value + 1);
	}
	if (g_str_has_prefix(result, "amt=")) {
		call->status = 400;
		call->is_fault = call->has_amt_status = true;
		call->amt_status = (uint32_t)atoi(value + 1);
	}
	call->has_return_value = !value && call->status == 200 && !is(result, "bad");
	call->return_value = call->has_return_value ? (uint32_t)atoi(result) : 0;
}

static struct seen_call *new_call(struct talk *t)
{
	struct seen_calls *calls = t->c->calls;

	if (!calls) {
		t->c->calls = calls = sightings_room(t->sightings, sizeof *calls);
		calls->call = sightings_room(t->sightings, CALLS * sizeof *calls->call);
		calls->decrypted = true;
	}
	if (calls->call_count == CALLS)
		g_error("more than %d calls", CALLS);
	calls->total++;
	calls->before++;
	return &calls->call[calls->call_count++];
}

static void tell_do(struct talk *t)
{
	struct seen_call *call = new_call(t);
	const char *dot = strchr(t->word[1], '.');
	g_autofree char *class = dot ? g_strndup(t->word[1], (gsize)(dot - t->word[1])) : NULL;

	call->class =
		sightings_intern(t->sightings, class ? class : "AMT_SetupAndConfigurationService");
	call->method = sightings_intern(t->sightings, dot ? dot + 1 : t->word[1]);
	call->request = call->last = t->at;
	call->request_place = t->place;
	call->count = t->word[3] ? (uint32_t)atoi(t->word[3]) : 1;
	if (is(t->word[2], "none"))
		return;
	call->answer = t->at;
	call->answer_place = t->place;
	set_result(t, call, t->word[2]);
}

static const struct verb {
	const char *word;
	void (*tell)(struct talk *);
} verbs[] = {
	{"tls", tell_tls},
	{"done", tell_done},
	{"alert", tell_alert},
	{"close", tell_close},
	{"reset", tell_reset},
	{"key", tell_key},
	{"alien", tell_alien},
	{"cut", tell_cut},
	{"do", tell_do},
	{"plain", tell_plain},
	{"certificate", tell_certificate},
};

static const struct verb *verb_of(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (is(word, verbs[i].word))
			return &verbs[i];
	return NULL;
}

bool history_is_talk(const char *word)
{
	return verb_of(word);
}

void history_talk(struct sightings *sightings, struct seen_connection *c, char *const *word,
		  uint64_t *frame)
{
	struct talk t = {.sightings = sightings, .c = c, .word = word};

	if (!c)
		g_error("no call-back to tell %s of", word[0]);
	t.at = (struct moment){.time = c->last.time + NANOSECONDS / 10, .frame = ++*frame};
	t.place = (struct place){.frame = t.at.frame, .offset = 54, .length = 40};
	c->last = t.at;
	verb_of(word[0])->tell(&t);
}
