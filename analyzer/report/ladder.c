/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ladder.c - from sightings to rungs, a function a kind; see ladder.h. */
#include "ladder.h"

#include <string.h>

#include "clocks.h"
#include "fleet.h"
#include "ladder_draw.h"
#include "numbers.h"
#include "text.h"

#define SIGHTINGS_DRAWN 200 /* the first half and the last half */
#define MILLISECONDS (NANOSECONDS / 1000)
#define SAME_TIME (100 * MILLISECONDS) /* two captures of one message are this near */

const char *const rail_names[RAILS] = {"device", "DHCP", "DNS", "server"};

#define ADDRESS(a) address_text((a), (char[ADDRESS_TEXT]){0})

void ladder_add(struct drawing *d, const char *key, enum rail from, enum rail to, struct moment at,
		const char *format, ...)
{
	struct rung rung = {.time = at.time, .frame = at.frame, .from = from, .to = to, .key = key};
	va_list args;

	if (!moment_is_set(at))
		return;
	va_start(args, format);
	rung.text = g_strdup_vprintf(format, args);
	va_end(args);
	rung.file = d->sighting->capture;
	sightings_locate(d->diagnosis->sightings, &rung.file, &rung.frame);
	g_array_append_val(d->ladder->rungs, rung);
}

/* The end of the capture that a sighting is of. */
static int64_t covered(const struct drawing *d, unsigned capture)
{
	return sightings_capture((struct sightings *)(uintptr_t)d->diagnosis->sightings, capture)
		->last;
}

/* What did not come after |since|. */
static void add_absent(struct drawing *d, const char *key, enum rail from, enum rail to,
		       int64_t since, int64_t until, const char *text)
{
	struct rung rung = {
		.time = since,
		.file = d->sighting->capture,
		.from = from,
		.to = to,
		.key = key,
		.text = g_strdup(text),
		.absent = true,
		.waited = MAX(until - since, 0),
	};

	g_array_append_val(d->ladder->rungs, rung);
}

static char *times(unsigned n)
{
	return n > 1 ? g_strdup_printf(", %u times", n) : g_strdup("");
}

static void draw_lease(struct drawing *d, const struct seen_lease *lease)
{
	g_autofree char *discovers = times(lease->discovers), *requests = times(lease->requests);
	g_autofree char *suffix = lease->suffix_count
					  ? g_strdup_printf("suffix %s", lease->suffix[0])
					  : g_strdup("no suffix");

	ladder_add(d, "discover", RAIL_DEVICE, RAIL_DHCP, lease->discover, "DISCOVER%s", discovers);
	ladder_add(d, "offer", RAIL_DHCP, RAIL_DEVICE, lease->offer, "OFFER");
	ladder_add(d, "request", RAIL_DEVICE, RAIL_DHCP, lease->request, "REQUEST%s", requests);
	ladder_add(d, "nak", RAIL_DHCP, RAIL_DEVICE, lease->nak, "NAK");
	ladder_add(d, lease->suffix_count ? "ack" : "ack without a suffix", RAIL_DHCP, RAIL_DEVICE,
		   lease->ack, "ACK %s, %s, DNS %s", ADDRESS(&lease->address), suffix,
		   lease->dns_count ? ADDRESS(&lease->dns[0]) : "none");
	if (!moment_is_set(lease->ack) && !moment_is_set(lease->nak))
		add_absent(d, "no ack", RAIL_DHCP, RAIL_DEVICE, lease->last.time,
			   covered(d, d->sighting->capture), "no acknowledgement");
}

static const char *type_name(uint16_t type)
{
	return type == DNS_A ? "A" : type == DNS_AAAA ? "AAAA" : type == DNS_PTR ? "PTR" : "other";
}

static void draw_answer(struct drawing *d, const struct seen_name *name, enum rail asker)
{
	if (name->address_count)
		ladder_add(d, "answer", RAIL_DNS, asker, name->answer, "%s%s%s",
			   name->name ? name->name : "", name->name ? ", " : "",
			   ADDRESS(&name->address[0]));
	else if (name->type == DNS_PTR && name->name)
		ladder_add(d, "name", RAIL_DNS, asker, name->answer, "%s", name->name);
	else if (name->rcode == DNS_NXDOMAIN)
		ladder_add(d, "no such name", RAIL_DNS, asker, name->answer, "no such name");
	else if (name->rcode != DNS_NOERROR)
		ladder_add(d, "DNS error", RAIL_DNS, asker, name->answer, "error %u", name->rcode);
	else
		ladder_add(d, "no data", RAIL_DNS, asker, name->answer, "no record of that type");
	if (!moment_is_set(name->answer))
		add_absent(d, "no DNS answer", RAIL_DNS, asker, d->sighting->at.time,
			   covered(d, d->sighting->capture), "no answer");
}

static void draw_name(struct drawing *d, const struct seen_name *name)
{
	bool own = addresses_have(d->device->addresses, &name->asker);
	enum rail asker = own ? RAIL_DEVICE : RAIL_SERVER;
	g_autofree char *asked = times(name->asked);
	bool reverse = name->type == DNS_PTR && !address_is_none(&name->about);
	struct moment at = d->sighting->at;

	d->asked = d->asked || own;
	/* Of an answer whose question was not captured the time is the answer's. */
	if (at.frame == name->answer.frame)
		at.frame = 0;
	ladder_add(d, own ? "question" : "server's question", asker, RAIL_DNS, at, "%s %s?%s",
		   type_name(name->type), reverse ? ADDRESS(&name->about) : name->question, asked);
	draw_answer(d, name, asker);
}

static void draw_hello(struct drawing *d, const struct seen_hello *hello)
{
	char pid[PID_TEXT];

	if (!hello->whole)
		ladder_add(d, "cut hello", RAIL_DEVICE, RAIL_SERVER, hello->at,
			   "hello, cut short after %u bytes", hello->length);
	else if (hello->has_pid)
		ladder_add(d, "hello", RAIL_DEVICE, RAIL_SERVER, hello->at,
			   "hello, PID %s, retry %u",
			   d->show_pids ? hello->pid : pid_masked(hello->pid, pid), hello->retry);
	else
		ladder_add(d, "hello", RAIL_DEVICE, RAIL_SERVER, hello->at,
			   "hello, %u root hash%s, retry %u", hello->hash_count,
			   hello->hash_count == 1 ? "" : "es", hello->retry);
	if (hello->again)
		ladder_add(d, "hello", RAIL_DEVICE, RAIL_SERVER, hello->again->at,
			   "the same hello %u more times, to retry %u", hello->again->count,
			   hello->again->retry);
}

static void draw_opening(struct drawing *d, const struct seen_connection *c, enum rail client,
			 enum rail server)
{
	bool hello = c->service == SERVICE_HELLO;
	g_autofree char *syns = times(c->syns);

	if (c->syns)
		ladder_add(d, hello ? "SYN" : "call-back SYN", client, server, d->sighting->at,
			   "SYN, port %u%s", c->server_port, syns);
	if (c->answer == ANSWER_ACCEPTED)
		ladder_add(d, "SYN/ACK", server, client, c->answer_at, "SYN/ACK%s",
			   c->syn_acks > 1 ? ", again and again" : "");
	else if (c->answer == ANSWER_REFUSED)
		ladder_add(d, "refused", server, client, c->answer_at, "RST: refused");
	else if (c->answer == ANSWER_UNREACHABLE)
		ladder_add(d, "unreachable", server, client, c->answer_at,
			   "ICMP %u/%u from %s: unreachable", c->icmp_type, c->icmp_code,
			   ADDRESS(&c->answer_by));
	else if (c->syns)
		add_absent(d, "no SYN/ACK", server, client, c->last_syn.time,
			   covered(d, d->sighting->capture), "no answer");
}

/* A capture at the server that covers the time may have nothing of it. */
static void draw_what_never_arrives(struct drawing *d, const struct seen_connection *c)
{
	bool certain;
	int missed_by = fleet_missed_by_server(d->diagnosis->fleet, d->sighting, &certain);

	if (missed_by >= 0)
		add_absent(d, "never arrives", RAIL_DEVICE, RAIL_SERVER, c->last.time,
			   covered(d, (unsigned)missed_by), "nothing of it at the server");
}

static void draw_connection(struct drawing *d, const struct seen_connection *c)
{
	bool hello = c->service == SERVICE_HELLO;
	enum rail client = hello ? RAIL_DEVICE : RAIL_SERVER;
	enum rail server = hello ? RAIL_SERVER : RAIL_DEVICE;

	d->called = d->called || !hello;
	d->dialled = d->dialled || hello;
	draw_opening(d, c, client, server);
	if (c->hello)
		draw_hello(d, c->hello);
	if (hello)
		draw_what_never_arrives(d, c);
	if (c->foreign)
		ladder_add(d, "no hello", client, server, c->odd, "bytes that are no hello");
	/* What two captures show is drawn once. */
	if (twins_better(d->diagnosis->fleet->twins, d->sighting))
		return;
	if (c->session)
		ladder_draw_session(d, c->session, client);
	if (c->calls)
		ladder_draw_calls(d, c->calls, client);
	if (!hello && c->bytes[0] && !c->session && !c->calls)
		ladder_add(d, "call-back bytes", client, server, c->last, "%u bytes, %u back",
			   c->bytes[0], c->bytes[1]);
	ladder_draw_end(d, c, client);
}

static void draw_neighbour(struct drawing *d, const struct seen_neighbour *n)
{
	bool own = addresses_have(d->device->addresses, &n->asker);
	enum rail from = own ? RAIL_DEVICE : RAIL_SERVER, to = own ? RAIL_SERVER : RAIL_DEVICE;
	g_autofree char *asked = times(n->asked);

	ladder_add(d, "ARP", from, to, d->sighting->at, "who has %s?%s", ADDRESS(&n->target),
		   asked);
	ladder_add(d, "ARP answer", to, from, n->answer, "I have");
	if (!moment_is_set(n->answer))
		add_absent(d, "no ARP answer", to, from, n->last.time,
			   covered(d, d->sighting->capture), "no answer");
}

static void draw_sighting(struct drawing *d)
{
	const struct sighting *s = d->sighting;

	switch (s->kind) {
	case SIGHTING_LEASE:
		draw_lease(d, s->lease);
		break;
	case SIGHTING_NAME:
		draw_name(d, s->name);
		break;
	case SIGHTING_CONNECTION:
		draw_connection(d, s->connection);
		break;
	case SIGHTING_NEIGHBOUR:
		draw_neighbour(d, s->neighbour);
		break;
	}
}

static int rung_order(gconstpointer a, gconstpointer b)
{
	const struct rung *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	if (x->absent != y->absent)
		return x->absent ? 1 : -1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->frame < y->frame ? -1 : x->frame > y->frame;
}

static void rung_clear(void *p)
{
	g_free(((struct rung *)p)->text);
}

/* One message that two captures show is one rung. */
static bool is_twin(const struct rung *a, const struct rung *b)
{
	return a->file != b->file && a->from == b->from && strcmp(a->text, b->text) == 0 &&
	       ABS(a->time - b->time) < SAME_TIME;
}

static void drop_twins(GArray *rungs)
{
	for (guint i = 1; i < rungs->len;) {
		const struct rung *rung = &g_array_index(rungs, struct rung, i);
		bool twin = false;

		for (guint before = i; before-- > 0 && !twin;) {
			const struct rung *other = &g_array_index(rungs, struct rung, before);

			if (rung->time - other->time >= SAME_TIME)
				break;
			twin = is_twin(rung, other);
		}
		if (twin)
			g_array_remove_index(rungs, i);
		else
			i++;
	}
}

/* The step that the device waits in, when nothing of it is to be seen. */
static void draw_what_is_missing(struct drawing *d)
{
	const struct progress *observed = &d->device->observed;
	const GArray *rungs = d->ladder->rungs;
	int64_t since, until;

	if (!observed->known || observed->complete || !rungs->len)
		return;
	since = ladder_rung(d->ladder, rungs->len - 1)->time;
	until = covered(d, d->sighting->capture);
	if (observed->stopped == STEP_RESOLVE && !d->asked)
		add_absent(d, "no question", RAIL_DEVICE, RAIL_DNS, since, until,
			   "no question for provisionserver");
	else if (observed->stopped == STEP_CONNECT && !d->dialled)
		add_absent(d, "no SYN", RAIL_DEVICE, RAIL_SERVER, since, until, "no connection");
	else if (observed->stopped >= STEP_IDENTIFY && observed->stopped <= STEP_CALLBACK &&
		 !d->called)
		add_absent(d, "no call-back", RAIL_SERVER, RAIL_DEVICE, since, until,
			   "no call-back");
}

static void draw_all(struct drawing *d)
{
	const struct subject *subject = d->device->subject;
	unsigned n = subject ? subject->seen_count : 0;

	for (unsigned i = 0; i < n; i++) {
		if (n > SIGHTINGS_DRAWN && i == SIGHTINGS_DRAWN / 2) {
			d->ladder->left_out = n - SIGHTINGS_DRAWN;
			i = n - SIGHTINGS_DRAWN / 2;
		}
		d->sighting = subject->seen[i];
		draw_sighting(d);
		d->ladder->digits = MAX(
			d->ladder->digits,
			sightings_capture((struct sightings *)(uintptr_t)d->diagnosis->sightings,
					  d->sighting->capture)
				->digits);
	}
	g_array_sort(d->ladder->rungs, rung_order);
	drop_twins(d->ladder->rungs);
	if (d->sighting)
		draw_what_is_missing(d);
}

struct ladder *ladder_of(const struct diagnosis *diagnosis, unsigned device, bool show_pids)
{
	struct ladder *ladder = g_new0(struct ladder, 1);
	struct drawing d = {
		.ladder = ladder,
		.diagnosis = diagnosis,
		.device = diagnosis->devices->pdata[device],
		.show_pids = show_pids,
	};

	ladder->rungs = g_array_new(FALSE, TRUE, sizeof(struct rung));
	g_array_set_clear_func(ladder->rungs, rung_clear);
	ladder->name = text_device_name(d.device);
	ladder->verdict = g_strdup(d.device->verdict);
	ladder->diverges = -1;
	draw_all(&d);
	ladder->used[RAIL_DEVICE] = ladder->used[RAIL_SERVER] = true;
	for (guint i = 0; i < ladder->rungs->len; i++) {
		ladder->used[ladder_rung(ladder, i)->from] = true;
		ladder->used[ladder_rung(ladder, i)->to] = true;
	}
	return ladder;
}

void ladder_free(struct ladder *ladder)
{
	if (!ladder)
		return;
	g_array_unref(ladder->rungs);
	g_free(ladder->name);
	g_free(ladder->verdict);
	g_free(ladder);
}

const char *ladder_time(const struct ladder *ladder, const struct rung *rung,
			char text[LADDER_TIME])
{
	int64_t since = rung->time - ladder_rung(ladder, 0)->time;

	g_snprintf(text, LADDER_TIME, "+%" G_GINT64_FORMAT ".%06u", since / NANOSECONDS,
		   (unsigned)(since % NANOSECONDS / 1000));
	return text;
}

const char *ladder_waited(const struct rung *rung, char text[LADDER_TIME])
{
	int64_t seconds = rung->waited / NANOSECONDS;

	if (seconds >= 600)
		g_snprintf(text, LADDER_TIME, "%" G_GINT64_FORMAT " min", seconds / 60);
	else if (seconds)
		g_snprintf(text, LADDER_TIME, "%" G_GINT64_FORMAT " s", seconds);
	else
		g_snprintf(text, LADDER_TIME, "%" G_GINT64_FORMAT " ms",
			   rung->waited / MILLISECONDS);
	return text;
}
