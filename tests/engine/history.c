/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history.c - one function a verb; see history.h. */
#include "history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "history_talk.h"
#include "numbers.h"
#include "remarks.h"

#define WORDS 8

struct teller {
	struct sightings *sightings;
	unsigned capture;
	unsigned device;
	unsigned host; /* the last byte of its address, when it is not the usual one */
	bool v6;       /* it and its server speak IPv6 */
	uint64_t frame;
	uint16_t port;
	struct seen_connection *called; /* the last call-back that was taken */
	char *word[WORDS];              /* of the present event */
};

static struct address address(const char *text)
{
	struct address a;

	if (!address_parse(&a, text))
		g_error("no address: %s", text);
	return a;
}

static struct address device_address(const struct teller *t)
{
	g_autofree char *text = g_strdup_printf(t->v6 ? "2001:db8::%u" : "192.0.2.%u",
						t->host ? t->host : 50 + t->device);

	return address(text);
}

static struct address server_address(const struct teller *t)
{
	return address(t->v6 ? "2001:db8::10" : "192.0.2.10");
}

static struct moment at(struct teller *t)
{
	double seconds = g_ascii_strtod(t->word[1], NULL);

	return (struct moment){.time = (int64_t)(seconds * 1e9), .frame = ++t->frame};
}

static struct moment soon(struct teller *t, struct moment moment)
{
	return (struct moment){.time = moment.time + 1000000, .frame = ++t->frame};
}

static bool is(const char *word, const char *what)
{
	return word && strcmp(word, what) == 0;
}

static void add(struct teller *t, enum sighting_kind kind, struct moment first, void *what)
{
	struct sighting s = {.kind = kind, .capture = t->capture, .at = first, .lease = what};

	sightings_add(t->sightings, &s);
}

static void cover(struct teller *t)
{
	static const char *const vantages[] = {"-", "client", "server", "between"};
	g_autofree char *name = g_strdup_printf("capture %u", sightings_captures(t->sightings) + 1);
	struct capture_facts facts = {
		.file = sightings_intern(t->sightings, name),
		.frames = 1,
		.first = (int64_t)(g_ascii_strtod(t->word[1], NULL) * 1e9),
		.last = (int64_t)(g_ascii_strtod(t->word[2], NULL) * 1e9),
		.complete = true,
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(vantages); i++)
		if (is(t->word[3], vantages[i]))
			facts.vantage = i;
	t->capture = sightings_add_capture(t->sightings, &facts);
}

static void lease(struct teller *t)
{
	struct seen_lease *lease = sightings_room(t->sightings, sizeof *lease);
	struct moment first = at(t);

	lease->version = 4;
	lease->client.b[5] = (uint8_t)t->device;
	lease->discover = lease->last = first;
	lease->discovers = 1;
	if (is(t->word[2], "nak"))
		lease->nak = soon(t, first);
	if (is(t->word[2], "ok")) {
		lease->ack = soon(t, first);
		lease->address = device_address(t);
		lease->has_suffix = t->word[3] && !is(t->word[3], "-");
		if (lease->has_suffix)
			lease->suffix[lease->suffix_count++] =
				sightings_intern(t->sightings, t->word[3]);
		if (!is(t->word[4], "nodns"))
			lease->dns[lease->dns_count++] = address("192.0.2.1");
	}
	add(t, SIGHTING_LEASE, first, lease);
}

static struct seen_name *name_asked(struct teller *t, struct moment first, const char *question,
				    uint16_t type, const char *asker)
{
	struct seen_name *name = sightings_room(t->sightings, sizeof *name);

	name->asker = asker ? address(asker) : device_address(t);
	name->resolver = address("192.0.2.1");
	name->question = sightings_intern(t->sightings, question);
	name->type = type;
	name->asked = 1;
	name->question_place = (struct place){first.frame, 42, 30};
	return name;
}

static void answer_name(struct teller *t, struct seen_name *name, struct moment first,
			const char *answer)
{
	struct address found;

	if (is(answer, "none"))
		return;
	name->answer = soon(t, first);
	name->ttl = 900;
	name->has_ttl = true;
	name->answer_place = (struct place){name->answer.frame, 42, 30};
	if (is(answer, "nx"))
		name->rcode = DNS_NXDOMAIN;
	else if (is(answer, "refused"))
		name->rcode = DNS_REFUSED;
	else if (is(answer, "fail"))
		name->rcode = DNS_SERVFAIL;
	else if (address_parse(&found, answer))
		name->address[name->address_count++] = found;
	else
		name->name = sightings_intern(t->sightings, answer);
}

static void ask(struct teller *t)
{
	struct moment first = at(t);
	struct seen_name *name = name_asked(t, first, t->word[2], DNS_A, NULL);

	if (t->word[4])
		name->resolver = address(t->word[4]);
	answer_name(t, name, first, t->word[3]);
	add(t, SIGHTING_NAME, first, name);
}

static void ptr(struct teller *t)
{
	struct moment first = at(t);
	g_autofree char *question = g_strdup_printf("%u.2.0.192.in-addr.arpa", 50 + t->device);
	struct seen_name *name = name_asked(t, first, question, DNS_PTR, "192.0.2.10");

	name->about = device_address(t);
	answer_name(t, name, first, t->word[2]);
	add(t, SIGHTING_NAME, first, name);
}

static void where(struct teller *t)
{
	struct moment first = at(t);
	struct seen_name *name = name_asked(t, first, t->word[2], DNS_A, "192.0.2.10");

	answer_name(t, name, first, t->word[3]);
	add(t, SIGHTING_NAME, first, name);
}

static struct seen_connection *connection(struct teller *t, struct moment first, bool call)
{
	struct seen_connection *c = sightings_room(t->sightings, sizeof *c);

	c->service = call ? SERVICE_TLS : SERVICE_HELLO;
	c->client = call ? server_address(t) : device_address(t);
	c->server = call ? device_address(t) : server_address(t);
	c->client_port = t->port++;
	c->server_port = call ? TLS_PORT : HELLO_PORT;
	c->syns = 1;
	c->last_syn = c->last = first;
	c->isn = c->client_port;
	c->has_isn = true;
	add(t, SIGHTING_CONNECTION, first, c);
	return c;
}

static void refuse(struct teller *t, struct seen_connection *c, struct moment first)
{
	c->answer = ANSWER_REFUSED;
	c->answer_at = c->last = soon(t, first);
	c->ended = true;
}

static void repeat_syn(struct seen_connection *c, struct moment first, const char *count)
{
	/* RFC 6298: 1 s, then twice as long each time. */
	c->syns = count ? (unsigned)atoi(count) : 1;
	c->last_syn.time = first.time + (((int64_t)1 << (c->syns - 1)) - 1) * NANOSECONDS;
	c->last = c->last_syn;
}

static void accept(struct teller *t, struct seen_connection *c, struct moment first)
{
	c->answer = ANSWER_ACCEPTED;
	c->syn_acks = 1;
	c->answer_at = soon(t, first);
	c->established = true;
	c->last = soon(t, first);
}

static void syn(struct teller *t)
{
	struct moment first = at(t);
	struct seen_connection *c = connection(t, first, false);

	repeat_syn(c, first, t->word[3]);
	if (is(t->word[2], "refused")) {
		refuse(t, c, first);
	} else if (is(t->word[2], "icmp")) {
		c->answer = ANSWER_UNREACHABLE;
		c->answer_at = soon(t, first);
		c->answer_by = address("192.0.2.254");
	} else if (is(t->word[2], "half")) {
		accept(t, c, first);
		c->established = false;
	} else if (!is(t->word[2], "silent")) {
		accept(t, c, first);
		c->ended = true;
		c->foreign = is(t->word[2], "http");
		c->bytes[0] = c->foreign ? 20 : 0;
		c->odd = c->foreign ? soon(t, first) : (struct moment){0};
	}
}

static void set_remark(struct seen_hello *hello, enum remark remark)
{
	hello->remarks |= 1u << remark;
}

static void hello_form(struct seen_hello *hello, char *const *word)
{
	hello->whole = true;
	if (is(word[0], "pid")) {
		hello->version = HELLO_VERSION_PSK;
		hello->has_pid = true;
		g_strlcpy(hello->pid, word[1], sizeof hello->pid);
	} else if (is(word[0], "hashes")) {
		hello->hash_count = hello->hashes_read = (uint8_t)atoi(word[1]);
		if (hello->hash_count == 0)
			set_remark(hello, REMARK_H05);
	} else if (is(word[0], "version")) {
		hello->version = (uint16_t)atoi(word[1]);
	} else if (is(word[0], "blank")) {
		hello->uuid = (struct uuid){{0}};
		hello->hash_count = 1;
		set_remark(hello, REMARK_H06);
	} else if (is(word[0], "cut")) {
		hello->whole = false;
		hello->failed_field = F_HELLO_HASH_VALUE;
		set_remark(hello, REMARK_H01);
	}
}

static void hello(struct teller *t)
{
	struct moment first = at(t);
	struct seen_connection *c = connection(t, first, false);
	struct seen_hello *hello = sightings_room(t->sightings, sizeof *hello);

	accept(t, c, first);
	c->ended = true;
	c->bytes[0] = 32;
	hello->at = soon(t, first);
	c->hello = hello;
	hello->version = HELLO_VERSION_PKI;
	hello->has_uuid = true;
	hello->uuid.b[0] = 0xaa;
	hello->uuid.b[15] = (uint8_t)t->device;
	hello->retry = (uint32_t)atoi(t->word[2]);
	hello->segments = 1;
	hello->piece = sightings_room(t->sightings, sizeof *hello->piece);
	*hello->piece = (struct seen_piece){.frame = hello->at.frame, .in_frame = 54, .length = 32};
	hello->piece_count = 1;
	for (unsigned field = 0; field < HELLO_FIELDS; field++)
		hello->span[field] = (struct seen_span){0, 8};
	hello_form(hello, t->word + 3);
}

static void call(struct teller *t)
{
	struct moment first = at(t);
	struct seen_connection *c = connection(t, first, true);

	if (t->word[3])
		c->server = address(t->word[3]);
	if (is(t->word[2], "refused")) {
		refuse(t, c, first);
	} else if (is(t->word[2], "ok")) {
		accept(t, c, first);
		c->bytes[0] = c->bytes[1] = 5000;
		t->called = c;
	} else {
		repeat_syn(c, first, "3");
	}
}

static void arp(struct teller *t)
{
	struct seen_neighbour *n = sightings_room(t->sightings, sizeof *n);
	struct moment first = at(t);

	n->asker = address("192.0.2.10");
	n->target = address(t->word[2]);
	n->asked = 3;
	n->last = first;
	if (is(t->word[3], "ok"))
		n->answer = soon(t, first);
	add(t, SIGHTING_NEIGHBOUR, first, n);
}

static void port(struct teller *t)
{
	t->port = (uint16_t)atoi(t->word[1]);
}

static const struct verb {
	const char *word;
	void (*tell)(struct teller *);
} verbs[] = {
	{"cover", cover}, {"lease", lease}, {"ask", ask},   {"ptr", ptr}, {"where", where},
	{"syn", syn},     {"hello", hello}, {"call", call}, {"arp", arp}, {"port", port},
};

static void tell_event(struct teller *t, char *event)
{
	char *rest = event, *word;
	unsigned n = 0;

	memset(t->word, 0, sizeof t->word);
	t->device = 1;
	t->host = 0;
	t->v6 = false;
	while ((word = strtok_r(rest, " ", &rest)) && n < WORDS) {
		if (*word == '@')
			t->device = (unsigned)atoi(word + 1);
		else if (*word == '%')
			t->host = (unsigned)atoi(word + 1);
		else if (is(word, "~"))
			t->v6 = true;
		else
			t->word[n++] = word;
	}
	if (n && history_is_talk(t->word[0])) {
		history_talk(t->sightings, t->called, t->word, &t->frame);
		return;
	}
	for (unsigned i = 0; n && i < G_N_ELEMENTS(verbs); i++)
		if (is(t->word[0], verbs[i].word)) {
			verbs[i].tell(t);
			return;
		}
	if (n)
		g_error("no such verb: %s", t->word[0]);
}

struct sightings *history_tell(const char *story)
{
	struct teller t = {.sightings = sightings_new(), .port = 40000};
	g_auto(GStrv) events = g_strsplit(story, ";", -1);

	for (unsigned i = 0; events[i]; i++)
		tell_event(&t, events[i]);
	return t.sightings;
}
