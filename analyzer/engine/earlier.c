/* SPDX-License-Identifier: GPL-2.0-or-later */
/* earlier.c - see earlier.h. Of handshakes that ended alike the first is judged. */
#include "earlier.h"

#include "clocks.h"
#include "fleet.h"
#include "fold.h"

static bool is_failed_handshake(const struct attempt *a, const struct sighting *s)
{
	return s->kind == SIGHTING_CONNECTION && s->connection->service != SERVICE_HELLO &&
	       s->connection->answer == ANSWER_ACCEPTED &&
	       addresses_have(&a->subject->addresses, &s->connection->server) &&
	       !attempt_was_provisioned_before(a, s) && talks_has_failed(s->connection) &&
	       !twins_better(a->fleet->twins, s);
}

static const struct certificate_facts *leaf_of(const struct seen_chain *chain)
{
	return chain->certificate_count ? chain->certificate[0] : NULL;
}

static bool ended_alike(const struct sighting *a, const struct sighting *b)
{
	const struct seen_session *x = a->connection->session, *y = b->connection->session;
	const struct seen_alert *of_x = talks_fatal_alert(x), *of_y = talks_fatal_alert(y);

	if (!of_x != !of_y ||
	    (of_x && (of_x->from != of_y->from || of_x->description != of_y->description)))
		return false;
	return x->server_hello == y->server_hello && x->offers_psk == y->offers_psk &&
	       leaf_of(&x->chain[SEEN_CLIENT]) == leaf_of(&y->chain[SEEN_CLIENT]) &&
	       leaf_of(&x->chain[SEEN_SERVER]) == leaf_of(&y->chain[SEEN_SERVER]);
}

static bool is_known(const struct earlier *earlier, const struct attempt *a,
		     const struct sighting *s)
{
	if (ended_alike(s, a->talks.failed))
		return true;
	for (unsigned i = 0; i < earlier->count; i++)
		if (ended_alike(s, earlier->judged[i]))
			return true;
	return false;
}

bool earlier_next(struct earlier *earlier, const struct attempt *a, struct attempt *then)
{
	/* Without a hello it is somebody who manages the device, and how is nobody's failure. */
	if (!a->talks.failed || !a->hello)
		return false;
	while (earlier->next < a->seen_count && earlier->count < EARLIER_MAX) {
		const struct sighting *s = a->seen[earlier->next++];

		if (!is_failed_handshake(a, s) || is_known(earlier, a, s))
			continue;
		earlier->failed = earlier->judged[earlier->count++] = s;
		*then = (struct attempt){
			.fleet = a->fleet,
			.site = a->site,
			.subject = a->subject,
			.seen = a->seen,
			.seen_count = earlier->next,
			.siblings = a->siblings,
			.last = a->last,
		};
		attempt_fold(then);
		return true;
	}
	return false;
}

bool earlier_is_about(const struct earlier *earlier, const struct finding *finding)
{
	const struct sighting *s = earlier->failed;

	for (unsigned i = 0; i < finding->evidence->len; i++) {
		const struct evidence *e = &g_array_index(finding->evidence, struct evidence, i);

		if (e->capture == s->capture && e->place.frame >= s->at.frame &&
		    e->place.frame <= s->connection->last.frame)
			return true;
	}
	return false;
}
