/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ladder_talks.c - what is said on a call-back: the handshake, alerts, calls with their answers, its end.
 *
 * Words are those of the timeline (story.h), so that drawing and story agree.
 */
#include "ladder_draw.h"
#include "story.h"

static enum rail rail_of(enum seen_side side, enum rail client)
{
	if (side == SEEN_CLIENT)
		return client;
	return client == RAIL_DEVICE ? RAIL_SERVER : RAIL_DEVICE;
}

static void draw_chain(struct drawing *d, const struct seen_session *session, enum seen_side side,
		       enum rail client)
{
	const struct seen_chain *chain = &session->chain[side];
	const char *name = chain->certificate_count ? chain->certificate[0]->common_name : "none";

	if (chain->seen)
		ladder_add(d, "certificates", rail_of(side, client), rail_of(!side, client),
			   chain->at, "%u certificate%s: %s", chain->sent,
			   chain->sent == 1 ? "" : "s", name ? name : "");
}

static void draw_alerts(struct drawing *d, const struct seen_session *session, enum rail client)
{
	for (unsigned i = 0; i < session->alert_count; i++) {
		const struct seen_alert *alert = &session->alert[i];
		g_autofree char *text = story_alert(alert);

		ladder_add(d, "alert", rail_of(alert->from, client), rail_of(!alert->from, client),
			   alert->at, "alert: %s", text);
	}
}

void ladder_draw_session(struct drawing *d, const struct seen_session *session, enum rail client)
{
	enum rail server = rail_of(SEEN_SERVER, client);
	char pid[PID_TEXT];

	ladder_add(d, "ClientHello", client, server, session->client_hello_at, "ClientHello%s%s",
		   session->offers_psk ? " with PSK" : "", session->server_name ? ", by name" : "");
	ladder_add(d, "ServerHello", server, client, session->server_hello_at, "ServerHello");
	draw_chain(d, session, SEEN_SERVER, client);
	draw_chain(d, session, SEEN_CLIENT, client);
	if (session->identity)
		ladder_add(d, "identity", client, server, session->identity_at, "PSK identity %s",
			   story_identity(d->diagnosis->fleet, session->identity, pid));
	for (unsigned side = 0; side <= SEEN_SERVER; side++)
		ladder_add(d, "Finished", rail_of(side, client), rail_of(!side, client),
			   session->finished_at[side], "Finished");
	draw_alerts(d, session, client);
}

static void draw_call(struct drawing *d, const struct seen_call *call, enum rail client)
{
	g_autofree char *name = story_call_name(call), *result = story_result(call);
	g_autofree char *times =
		call->count > 1 ? g_strdup_printf(", %u times", call->count) : g_strdup("");
	enum rail server = rail_of(SEEN_SERVER, client);

	ladder_add(d, "call", client, server, call->request, "%s%s", name, times);
	ladder_add(d, call->challenged ? "challenge" : "answer to a call", server, client,
		   call->answer, "%s", result);
}

void ladder_draw_calls(struct drawing *d, const struct seen_calls *calls, enum rail client)
{
	for (unsigned i = 0; i < calls->call_count; i++)
		draw_call(d, &calls->call[i], client);
}

/* Did |side| say by an alert that it ends? */
static bool gave_notice(const struct seen_session *session, enum seen_side side)
{
	for (unsigned i = 0; session && i < session->alert_count; i++)
		if (session->alert[i].from == side)
			return true;
	return false;
}

/* Who broke it off: by a reset, or a device that hung up before the server did, without a word. */
void ladder_draw_end(struct drawing *d, const struct seen_connection *c, enum rail client)
{
	enum rail server = rail_of(SEEN_SERVER, client);
	bool by_server = moment_is_set(c->closed[SEEN_SERVER]) &&
			 (!moment_is_set(c->closed[SEEN_CLIENT]) ||
			  c->closed[SEEN_SERVER].frame < c->closed[SEEN_CLIENT].frame);
	enum rail from = by_server ? server : client;

	if (c->answer != ANSWER_ACCEPTED)
		return;
	if (c->reset[by_server])
		ladder_add(d, "reset", from, by_server ? client : server, c->closed[by_server],
			   "RST: breaks off");
	else if (by_server && c->service != SERVICE_HELLO && !gave_notice(c->session, SEEN_SERVER))
		ladder_add(d, "hang up", from, client, c->closed[by_server], "FIN: hangs up");
}
