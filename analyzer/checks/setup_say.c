/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setup_say.c - see setup_say.h. */
#include "setup_say.h"

#include "story.h"
#include "talks.h"

#define CALLS_BEFORE 8 /* judged besides the last one */

static bool was_called(const struct attempt *a)
{
	return a->started && a->reached >= STEP_CALLBACK;
}

bool setup_is_stuck(const struct attempt *a)
{
	return was_called(a) && a->stalled;
}

bool setup_is_judged(const struct attempt *a)
{
	struct setup_view view;

	setup_view_fill(&view, a);
	return setup_in_question(&view) != NULL;
}

void setup_weigh(const struct attempt *a, const struct setup_view *view, struct finding *f)
{
	f->known = view->sent ? KNOWN_WIRE : KNOWN_RECORDS;
	if (!view->sent && was_called(a))
		finding_bound(f, CERTAINTY_LIKELY);
	if (!setup_is_stuck(a))
		f->severity = MIN(f->severity, SEVERITY_WARNING);
}

/* Of several reasons the surest is the error. */
static void lower_unless_worst(struct finding *f, const struct setup_case *c)
{
	struct setup_breach worst;

	if (!setup_worst(c, &worst))
		return;
	if (strcmp(worst.row, f->row->id) != 0)
		f->severity = MIN(f->severity, SEVERITY_WARNING);
	g_free(worst.says);
}

static void quote_sent(const struct setup_view *view, struct finding *f)
{
	const char *name = view->of_sent.count ? view->of_sent.certificate[0]->subject : "none";

	if (view->sent->place.length)
		finding_quote_place(f, view->call, view->sent->place, "certificates sent: %s",
				    name);
	else
		finding_quote(f, view->call, view->sent->at, "certificates sent: %s", name);
}

void setup_quote_certificate(const struct setup_view *view, struct finding *f)
{
	if (view->sent)
		quote_sent(view, f);
	else
		finding_quote_record(f, "certificate: %s (%s)", setup_label(view->owned),
				     view->owned->file);
}

void setup_quote_suffixes(const struct setup_view *view, struct finding *f)
{
	for (unsigned i = 0; i < view->suffix_count; i++) {
		const struct setup_suffix *s = &view->suffix[i];

		if (!s->by)
			finding_quote_record(f, "device: suffix %s", s->text);
		else if (s->source == SETUP_SUFFIX_DHCP)
			finding_quote(f, s->by, s->by->lease->ack, "DHCP gives the suffix %s",
				      s->text);
		else
			finding_quote_place(f, s->by, s->by->name->question_place,
					    "the device asks under the suffix %s", s->text);
	}
}

/* What the comparison was made with. */
static void quote_device(const struct attempt *a, const struct setup_view *view, struct finding *f)
{
	if (strcmp(f->row->id, "AMT-L06") == 0)
		finding_quote_hello(f, a->hello, HELLO_FIELD_HASH_COUNT,
				    "root hashes that the device takes");
	if (strcmp(f->row->id, "AMT-P01") == 0)
		setup_quote_suffixes(view, f);
}

/* The device refused it, in its own word, which is quoted. */
static bool quote_refusal(const struct setup_view *view, struct finding *f)
{
	const struct seen_session *session = view->call->connection->session;
	const struct seen_alert *alert = talks_fatal_alert(session);

	if (!alert || alert->from != SEEN_SERVER)
		return false;
	g_autofree char *text = story_alert(alert);

	finding_quote_place(f, view->call, alert->place, "alert of the device: %s", text);
	return true;
}

static void say_of_sent(const struct setup_view *view, struct finding *f,
			const struct setup_breach *breach, bool earlier)
{
	bool refused = breach->certainty > CERTAINTY_POSSIBLE && quote_refusal(view, f);

	finding_say(f, breach->certainty, "The %sserver's %ssetup certificate: %s.",
		    refused ? "device refuses the " : "", earlier ? "first " : "", breach->says);
}

static bool say_breach(const struct attempt *a, const struct setup_view *view, struct finding *f,
		       const struct setup_breach *breach, bool earlier)
{
	setup_quote_certificate(view, f);
	quote_device(a, view, f);
	if (view->sent)
		say_of_sent(view, f, breach, earlier);
	else
		finding_say(f, breach->certainty, "Setup certificate %s of the records: %s.",
			    setup_label(view->owned), breach->says);
	/* What it asked under is a guess at what it compares with. */
	if (strcmp(f->row->id, "AMT-P01") == 0 && view->suffix[0].source == SETUP_SUFFIX_ASKED)
		finding_bound(f, CERTAINTY_LIKELY);
	lower_unless_worst(f, setup_in_question(view));
	setup_weigh(a, view, f);
	/* What is only possible explains no stop. */
	if (earlier || breach->certainty == CERTAINTY_POSSIBLE)
		f->severity = MIN(f->severity, SEVERITY_WARNING);
	return true;
}

bool setup_breaks_rule(const struct attempt *a, struct finding *f)
{
	struct setup_breach breach;
	struct setup_view view;
	unsigned earlier = 0;

	setup_view_fill(&view, a);
	do {
		const struct setup_case *c = setup_in_question(&view);

		if (!c || !setup_judge(c, f->row->id, &breach))
			continue;
		bool said = say_breach(a, &view, f, &breach, earlier > 0);

		g_free(breach.says);
		return said;
	} while (earlier++ < CALLS_BEFORE && setup_view_earlier(&view, a));
	return false;
}
