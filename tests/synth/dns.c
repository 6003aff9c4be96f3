/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dns.c - the verb dns: a question, asked once or often, and its answer or none.
 *
 * A negative answer carries the zone's SOA, whose last field says for how
 * long it may be kept (RFC 2308). Formats: RFC 1035, 3596 (AAAA).
 */
#include "packet.h"
#include "verbs.h"

#include <string.h>

#define DNS_PORT 53
#define ASKER_PORT 40000
#define CLASS_IN 1
#define TYPE_CNAME 5
#define TYPE_SOA 6
#define RCODE_MASK 0x000f
#define FLAG_RECURSION_DESIRED 0x0100
#define FLAGS_ANSWER 0x8180 /* response, recursion desired and available */
#define POINTER_TO_QUESTION 0xc00c
#define DEFAULT_TTL 300
#define DEFAULT_NEGATIVE_TTL 900
#define ROUND_TRIP 2000000     /* ns */
#define ASKED_EVERY 5000000000 /* ns */

static const struct type {
	const char *name;
	unsigned type;
} types[] = {{"A", 1}, {"PTR", 12}, {"AAAA", 28}, {"SOA", 6}, {"ANY", 255}};

static const struct outcome {
	const char *name;
	unsigned rcode;
	bool silent, negative;
} outcomes[] = {
	{"answer", 0, false, false},   {"empty", 0, false, true},    {"nxdomain", 3, false, true},
	{"servfail", 2, false, false}, {"refused", 5, false, false}, {"silence", 0, true, false},
};

struct question {
	char *name;
	unsigned type;
	uint16_t id;
	const struct outcome *outcome;
};

static void put_name(GByteArray *out, const struct line *line, const char *name)
{
	char **labels = g_strsplit(name, ".", -1);

	for (unsigned i = 0; labels[i]; i++) {
		size_t n = strlen(labels[i]);

		if (n > 63)
			line_fail(line, "a label is longer than 63 characters: %s", labels[i]);
		if (n == 0)
			continue;
		put8(out, (unsigned)n);
		put_bytes(out, labels[i], n);
	}
	put8(out, 0);
	g_strfreev(labels);
}

/* "50.2.0.192.in-addr.arpa" of an address; any other text is itself. */
static char *reverse_name(const char *text)
{
	struct host host = {0};
	GString *name = g_string_new(NULL);

	if (!host_parse_address(&host, text)) {
		g_string_free(name, TRUE);
		return g_strdup(text);
	}
	for (unsigned i = host.length; i-- > 0;) {
		unsigned byte = host.address[i];

		if (host.length == 4)
			g_string_append_printf(name, "%u.", byte);
		else
			g_string_append_printf(name, "%x.%x.", byte & 15, byte >> 4);
	}
	g_string_append(name, host.length == 4 ? "in-addr.arpa" : "ip6.arpa");
	return g_string_free(name, FALSE);
}

static void put_header(GByteArray *out, const struct question *question, unsigned flags,
		       unsigned answers, unsigned authorities)
{
	put16(out, question->id);
	put16(out, flags);
	put16(out, 1);
	put16(out, answers);
	put16(out, authorities);
	put16(out, 0);
}

static void put_question(GByteArray *out, const struct line *line, const struct question *question)
{
	put_name(out, line, question->name);
	put16(out, question->type);
	put16(out, CLASS_IN);
}

/* A record of |owner|, or of the question's name when that is NULL. Takes |value|. */
static void put_record(GByteArray *out, const struct line *line, const char *owner, unsigned type,
		       uint32_t ttl, GByteArray *value)
{
	if (owner)
		put_name(out, line, owner);
	else
		put16(out, POINTER_TO_QUESTION);
	put16(out, type);
	put16(out, CLASS_IN);
	put32(out, ttl);
	put16(out, value->len);
	put_all(out, value);
	g_byte_array_unref(value);
}

/* An address for A and AAAA, a name for the others. */
static GByteArray *record_value(const struct line *line, const char *text)
{
	GByteArray *value = g_byte_array_new();
	struct host host = {0};

	if (host_parse_address(&host, text))
		put_bytes(value, host.address, host.length);
	else
		put_name(value, line, text);
	return value;
}

static GByteArray *soa_value(const struct line *line, uint32_t negative_ttl)
{
	GByteArray *value = g_byte_array_new();

	put_name(value, line, "ns.example.test");
	put_name(value, line, "hostmaster.example.test");
	put32(value, 1);    /* serial */
	put32(value, 7200); /* refresh, retry, expire: of no matter here */
	put32(value, 900);
	put32(value, 1209600);
	put32(value, negative_ttl);
	return value;
}

/* The chain of aliases, then the values, each a record of the chain's end. */
static GByteArray *answer_message(struct line *line, const struct question *question)
{
	char **aliases = g_strsplit(line_option(line, "cname", ""), ",", -1);
	uint32_t ttl = (uint32_t)line_number(line, "ttl", DEFAULT_TTL);
	unsigned chain = g_strv_length(aliases), values = line->words->len - 6;
	GByteArray *out = g_byte_array_new();
	const char *owner = NULL;

	put_header(out, question, FLAGS_ANSWER, chain + values, 0);
	put_question(out, line, question);
	for (unsigned i = 0; i < chain; i++) {
		put_record(out, line, owner, TYPE_CNAME, ttl, record_value(line, aliases[i]));
		owner = aliases[i];
	}
	for (unsigned i = 6; i < line->words->len; i++)
		put_record(out, line, owner, question->type, ttl,
			   record_value(line, line_word(line, i)));
	g_strfreev(aliases);
	return out;
}

static GByteArray *refusal_message(struct line *line, const struct question *question)
{
	const struct outcome *outcome = question->outcome;
	uint32_t ttl = (uint32_t)line_number(line, "soa", DEFAULT_NEGATIVE_TTL);
	GByteArray *out = g_byte_array_new();

	put_header(out, question, FLAGS_ANSWER | (outcome->rcode & RCODE_MASK), 0,
		   outcome->negative);
	put_question(out, line, question);
	if (outcome->negative)
		put_record(out, line, "example.test", TYPE_SOA, ttl, soa_value(line, ttl));
	return out;
}

static struct question read_question(struct scene *scene, struct line *line)
{
	struct question question = {.name = reverse_name(line_word(line, 3))};
	const char *type = line_word(line, 4), *outcome = line_word(line, 5);

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (!strcmp(types[i].name, type))
			question.type = types[i].type;
	for (size_t i = 0; i < G_N_ELEMENTS(outcomes); i++)
		if (!strcmp(outcomes[i].name, outcome))
			question.outcome = &outcomes[i];
	if (!question.type || !question.outcome)
		line_fail(line, "not a question's type and outcome: %s %s", type, outcome);
	question.id = (uint16_t)line_number(line, "id", ++scene->dns_id);
	return question;
}

void verb_dns(struct scene *scene, struct line *line)
{
	struct host *asker = scene_host(scene, line, line_word(line, 1));
	struct host *resolver = scene_host(scene, line, line_word(line, 2));
	struct question question = read_question(scene, line);
	uint64_t times = line_number(line, "times", 1);
	int64_t every = line_span(line, "every", ASKED_EVERY);
	int64_t after = line_span(line, "after", ROUND_TRIP);
	uint16_t port = (uint16_t)(ASKER_PORT + question.id % 1000);
	GByteArray *out = g_byte_array_new();

	put_header(out, &question, FLAG_RECURSION_DESIRED, 0, 0);
	put_question(out, line, &question);
	for (uint64_t i = 0; i < times; i++) {
		if (i)
			scene_wait(scene, every);
		packet_udp(scene, asker, port, resolver, DNS_PORT, out);
	}
	g_byte_array_unref(out);
	if (!question.outcome->silent) {
		bool found = !question.outcome->rcode && !question.outcome->negative;

		out = found ? answer_message(line, &question) : refusal_message(line, &question);
		scene_wait(scene, after);
		packet_udp(scene, resolver, DNS_PORT, asker, port, out);
		g_byte_array_unref(out);
	}
	g_free(question.name);
}
