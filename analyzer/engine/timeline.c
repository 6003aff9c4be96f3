/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline.c - one function a kind of sighting; made when a report asks for it. */
#include "attempt.h"
#include "clocks.h"
#include "fleet.h"
#include "numbers.h"
#include "story.h"
#include "watch.h"

#define TIMELINE_MAX 200 /* lines kept: the first half and the last half */

#define ADDRESS(a) address_text((a), (char[ADDRESS_TEXT]){0})

void story_tell(struct story *story, enum step step, struct moment at, const char *format, ...)
{
	struct event event = {
		.time = at.time,
		.frame = at.frame,
		.capture = story->sighting->capture,
		.step = step,
	};
	va_list args;

	if (!moment_is_set(at))
		return;
	va_start(args, format);
	event.text = g_strdup_vprintf(format, args);
	va_end(args);
	g_array_append_val(story->lines, event);
}

static void tell_lease(struct story *story, const struct seen_lease *lease)
{
	story_tell(story, STEP_ADDRESS, lease->nak, "DHCP: refused");
	if (!moment_is_set(lease->ack)) {
		story_tell(story, STEP_ADDRESS, story->sighting->at,
			   "DHCP: asks, no acknowledgement seen");
		return;
	}
	story_tell(story, STEP_ADDRESS, lease->ack, "DHCP: lease %s, suffix %s, DNS server %s",
		   ADDRESS(&lease->address), lease->suffix_count ? lease->suffix[0] : "none",
		   lease->dns_count ? ADDRESS(&lease->dns[0]) : "none");
}

static const char *answer_text(const struct seen_name *name)
{
	if (!moment_is_set(name->answer))
		return "no answer seen";
	if (name->rcode == DNS_NXDOMAIN)
		return "no such name";
	if (name->rcode != DNS_NOERROR)
		return "the DNS server answers with an error";
	return "no record of that type";
}

static void tell_name(struct story *story, const struct seen_name *name)
{
	bool own = fleet_is_server_name(story->fleet, name->question);
	enum step step = own ? STEP_RESOLVE : STEP_NAME;
	const char *who = own ? "" : "server asks: ";
	struct moment at = moment_is_set(name->answer) ? name->answer : story->sighting->at;

	if (name->address_count)
		story_tell(story, step, at, "DNS: %s%s is %s", who, name->question,
			   ADDRESS(&name->address[0]));
	else if (name->type == DNS_PTR && name->name)
		story_tell(story, step, at, "DNS: %s%s is %s", who, ADDRESS(&name->about),
			   name->name);
	else
		story_tell(story, step, at, "DNS: %s%s (%s): %s", who,
			   name->type == DNS_PTR ? ADDRESS(&name->about) : name->question,
			   name->type == DNS_PTR ? "PTR"
			   : name->type == DNS_A ? "A"
						 : "AAAA",
			   answer_text(name));
}

static void tell_hello(struct story *story, const struct seen_hello *hello)
{
	char pid[PID_TEXT];

	if (!hello->whole)
		story_tell(story, STEP_HELLO, hello->at, "Hello, cut short after %u bytes",
			   hello->length);
	else if (hello->has_pid)
		story_tell(story, STEP_HELLO, hello->at, "Hello version %u, PID %s, retry %u",
			   hello->version,
			   story->fleet->options.show_pids ? hello->pid
							   : pid_masked(hello->pid, pid),
			   hello->retry);
	else
		story_tell(story, STEP_HELLO, hello->at,
			   "Hello version %u, %u root hashes, retry %u", hello->version,
			   hello->hash_count, hello->retry);
}

static const char *answer_word(const struct seen_connection *c)
{
	switch (c->answer) {
	case ANSWER_ACCEPTED:
		return "accepted";
	case ANSWER_REFUSED:
		return "refused (RST)";
	case ANSWER_UNREACHABLE:
		return "unreachable (ICMP)";
	default:
		return "no answer seen";
	}
}

static void tell_connection(struct story *story, const struct seen_connection *c)
{
	bool to_server = c->service == SERVICE_HELLO;

	story_tell(story, to_server ? STEP_CONNECT : STEP_CALLBACK, story->sighting->at,
		   "%s: %s to %s port %u, %s", to_server ? "TCP" : "Call-back", ADDRESS(&c->client),
		   ADDRESS(&c->server), c->server_port, answer_word(c));
	if (c->hello)
		tell_hello(story, c->hello);
	if (c->hello && c->hello->again)
		story_tell(story, STEP_HELLO, c->hello->again->at,
			   "The same hello %u more times, the last with retry %u",
			   c->hello->again->count, c->hello->again->retry);
	/* What two captures show was said once. */
	if (twins_better(story->fleet->twins, story->sighting))
		return;
	if (c->session)
		story_tell_session(story, c->session);
	if (c->calls)
		story_tell_calls(story, c->calls);
}

static void tell_neighbour(struct story *story, const struct seen_neighbour *n)
{
	story_tell(story, STEP_CALLBACK, story->sighting->at, "ARP: %s looks for %s, %s",
		   ADDRESS(&n->asker), ADDRESS(&n->target),
		   moment_is_set(n->answer) ? "answered" : "no answer seen");
}

static void tell_sighting(struct story *story)
{
	const struct sighting *s = story->sighting;

	switch (s->kind) {
	case SIGHTING_LEASE:
		tell_lease(story, s->lease);
		break;
	case SIGHTING_NAME:
		tell_name(story, s->name);
		break;
	case SIGHTING_CONNECTION:
		tell_connection(story, s->connection);
		break;
	case SIGHTING_NEIGHBOUR:
		tell_neighbour(story, s->neighbour);
		break;
	}
}

static int event_order(gconstpointer a, gconstpointer b)
{
	const struct event *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	if (x->capture != y->capture)
		return x->capture < y->capture ? -1 : 1;
	return x->frame < y->frame ? -1 : x->frame > y->frame;
}

static void free_event(gpointer event)
{
	g_free(((struct event *)event)->text);
}

GArray *timeline_of(const struct diagnosis *diagnosis, const struct device *device,
		    unsigned *left_out)
{
	const struct subject *subject = device->subject;
	struct story story = {.fleet = diagnosis->fleet};
	unsigned n = subject ? subject->seen_count : 0;

	*left_out = device->timeline_left_out;
	if (device->timeline)
		return g_array_ref(device->timeline);

	story.lines = g_array_new(FALSE, FALSE, sizeof(struct event));
	g_array_set_clear_func(story.lines, free_event);
	for (unsigned i = 0; i < n; i++) {
		if (n > TIMELINE_MAX && i == TIMELINE_MAX / 2) {
			*left_out = n - TIMELINE_MAX;
			i = n - TIMELINE_MAX / 2;
		}
		story.sighting = subject->seen[i];
		tell_sighting(&story);
	}
	g_array_sort(story.lines, event_order);
	for (unsigned i = 0; i < story.lines->len; i++) {
		struct event *event = &g_array_index(story.lines, struct event, i);

		sightings_locate(diagnosis->sightings, &event->capture, &event->frame);
	}
	return story.lines;
}
