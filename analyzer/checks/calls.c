/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calls.c - the calls of an attempt, for the predicates that judge them; see checks.h. */
#include "checks.h"

#include "clocks.h"
#include "story.h"

bool is_provisioned_now(const struct attempt *a)
{
	return a->hello || a->talks.commit.on;
}

static bool went_well(const struct seen_call *call, const struct seen_call *after)
{
	return moment_is_set(after->answer) && !talks_call_failed(after) &&
	       g_strcmp0(call->method, after->method) == 0 &&
	       g_strcmp0(call->class, after->class) == 0;
}

static void take_calls(struct talk_call *it, const struct sighting *s,
		       bool (*is)(const struct seen_call *call))
{
	const struct seen_calls *calls = s->connection->calls;

	for (unsigned i = 0; i < calls->call_count; i++) {
		const struct seen_call *call = &calls->call[i];

		if (talks_call_failed(call) && is(call))
			*it = (struct talk_call){.on = s, .call = call};
		else if (it->on && went_well(it->call, call))
			*it = (struct talk_call){0};
	}
}

struct talk_call failed_call(const struct attempt *a, bool (*is)(const struct seen_call *call))
{
	struct talk_call it = {0};

	if (!a->talks.opened || !is_provisioned_now(a))
		return it;
	for (size_t i = 0; i < a->seen_count; i++) {
		const struct sighting *s = a->seen[i];

		if (s->kind == SIGHTING_CONNECTION && s->connection->calls &&
		    !twins_better(a->fleet->twins, s))
			take_calls(&it, s, is);
	}
	return it;
}

bool quote_call(struct finding *f, struct talk_call it)
{
	const struct seen_call *call = it.call;
	bool answered = moment_is_set(call->answer);
	struct place place = answered ? call->answer_place : call->request_place;
	g_autofree char *name = story_call_name(call), *result = story_result(call);

	if (place.frame)
		return finding_quote_place(f, it.on, place, "%s: %s", name, result);
	return finding_quote(f, it.on, answered ? call->answer : call->request, "%s: %s", name,
			     result);
}
