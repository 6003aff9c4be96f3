/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * last.c - the last row of every stage, "00": stalled here, reason not
 * visible. Which rows stay possible is not listed by hand: a row does whose
 * step lies ahead and whose records, or whose vantage, were not given.
 */
#include "checks.h"
#include "story.h"

const char *when_text(int64_t time, char text[TIME_TEXT])
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time / NANOSECONDS);
	g_autofree char *whole = date ? g_date_time_format(date, "%Y-%m-%d %H:%M:%S UTC") : NULL;

	g_strlcpy(text, whole ? whole : "an unknown time", TIME_TEXT);
	return text;
}

static bool lacks_vantage(const struct attempt *a)
{
	return sightings_captures(a->fleet->sightings) < 2;
}

/* The tables, and the vantage, that were not given. */
static uint32_t not_given(const struct attempt *a)
{
	uint32_t lacks = lacks_vantage(a) ? NEEDS_VANTAGE : 0;

	for (unsigned table = 0; table < SITE_TABLES; table++)
		if (!site_has(a->site, table))
			lacks |= NEEDS(table);
	return lacks;
}

/* Of a device that never speaks: whoever asks for its server has AMT on, a link and a way out. */
static bool needs_silence(const struct failure *row)
{
	return row->id[4] == 'N' && row->step > STEP_ADDRESS;
}

static bool lies_ahead(const struct attempt *a, const struct failure *row)
{
	if (needs_silence(row) && a->questions > 0)
		return false;
	if (row->method != METHOD_UNKNOWN && row->method != attempt_method(a))
		return false;
	if (a->seen_count == 0)
		return row->step <= STEP_RESOLVE;
	if (a->stop < STEP_IDENTIFY)
		return row->step == a->stop;
	if (a->stop >= STEP_LOGIN)
		return row->step >= a->stop;
	if (a->stop == STEP_SECURE)
		return row->step == a->stop;
	return row->step >= a->stop && row->step <= STEP_CALLBACK;
}

/* Names of the tables in |needs|, of which few combinations occur; NULL without any. */
static const char *table_names(uint32_t needs)
{
	char names[SITE_TABLES * 32] = "";

	for (unsigned table = 0; table < SITE_TABLES; table++)
		if (needs & NEEDS(table)) {
			g_strlcat(names, *names ? ", " : "", sizeof names);
			g_strlcat(names, site_table_names[table], sizeof names);
		}
	return *names ? g_intern_string(names) : NULL;
}

static void name_needs(struct finding *finding, uint32_t needs, const char *tables)
{
	if (tables)
		finding_need(finding, "the server's records: %s", tables);
	if (needs & NEEDS_VANTAGE)
		finding_need(finding, "a capture taken at the other end at the same time");
}

/* Adds the rows that stay possible to |candidates|; gives what would settle them. */
static uint32_t find_open_rows(const struct attempt *a, uint32_t lacks, GPtrArray *candidates)
{
	const struct failure *row;
	uint32_t needs = 0;

	for (size_t i = 0; (row = catalogue_row(i)); i++) {
		if (!lies_ahead(a, row) || !logbook_may_be(a, row) ||
		    (row->ruled_out && row->ruled_out(a)))
			continue;
		needs |= row->needs & lacks;
		/* A call-back that the log knows of and no capture shows: all its failures are open. */
		if (row->known == KNOWN_CANDIDATE || row->needs & lacks ||
		    logbook_stops(a, STEP_CALLBACK))
			g_ptr_array_add(candidates, (gpointer)row->id);
	}
	return needs;
}

/* The same for all devices in one situation, unless the log has something to say of one. */
struct open_rows {
	uint32_t needs;
	const char *tables; /* the names of those among |needs| */
	guint n;
	gpointer id[];
};

/* The ways in which rows are ruled out: many rows share few. */
#define RULES_MAX 24
typedef bool (*rule)(const struct attempt *attempt);

struct rules {
	size_t n;
	rule at[RULES_MAX];
	bool known;
};

static void add_rule(struct rules *rules, rule new)
{
	for (size_t i = 0; i < rules->n; i++)
		if (rules->at[i] == new)
			return;
	g_assert(rules->n < RULES_MAX);
	rules->at[rules->n++] = new;
}

static const struct rules *rules_of_catalogue(void)
{
	static struct rules rules;
	const struct failure *row;

	for (size_t i = 0; !rules.known && (row = catalogue_row(i)); i++)
		if (row->ruled_out)
			add_rule(&rules, row->ruled_out);
	rules.known = true;
	return &rules;
}

/* Which of them hold for |a|, a bit each. */
static guint64 rules_of(const struct attempt *a)
{
	const struct rules *rules = rules_of_catalogue();
	guint64 hold = 0;

	for (size_t i = 0; i < rules->n; i++)
		hold |= (guint64)rules->at[i](a) << i;
	return hold;
}

/* All that find_open_rows() asks of an attempt that no log speaks of, and what was not given. */
static gint64 situation_of(const struct attempt *a, uint32_t lacks)
{
	guint64 asked = (guint64)a->stop << 4 | (guint64)attempt_method(a) << 2 |
			(guint64)(a->questions > 0) << 1 | (a->seen_count == 0);

	return (gint64)(rules_of(a) << 40 | (guint64)lacks << 8 | asked);
}

static const struct open_rows *rows_open_in(const struct attempt *a, gint64 situation,
					    uint32_t lacks)
{
	GHashTable *known = a->fleet->open_rows;
	struct open_rows *open = g_hash_table_lookup(known, &situation);

	if (open)
		return open;
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	uint32_t needs = find_open_rows(a, lacks, found);

	open = g_malloc(sizeof *open + found->len * sizeof open->id[0]);
	open->needs = needs;
	open->tables = table_names(needs);
	open->n = found->len;
	if (found->len) /* else there is nowhere to copy from, which memcpy minds */
		memcpy(open->id, found->pdata, found->len * sizeof open->id[0]);
	g_hash_table_insert(known, g_memdup2(&situation, sizeof situation), open);
	return open;
}

static void name_candidates(const struct attempt *a, struct finding *finding)
{
	uint32_t lacks = not_given(a);

	if (a->log.lines) {
		uint32_t needs = find_open_rows(a, lacks, finding->candidates);

		name_needs(finding, needs, table_names(needs));
		return;
	}
	const struct open_rows *open = rows_open_in(a, situation_of(a, lacks), lacks);
	guint before = finding->candidates->len;

	g_ptr_array_set_size(finding->candidates, (gint)(before + open->n));
	memcpy(finding->candidates->pdata + before, open->id, open->n * sizeof open->id[0]);
	name_needs(finding, open->needs, open->tables);
}

/* What a call that failed, or was the last one, makes possible beside these. */
static void name_of_calls(const struct attempt *a, struct finding *finding)
{
	const struct talks *talks = &a->talks;

	if (a->stop < STEP_LOGIN)
		return;
	if (talks->stopped.on && talks_call_is(talks->stopped.call, "AdminSetup"))
		finding_candidate(finding, "AMT-L16");
	if (talks->last.on && talks_call_is(talks->last.call, "ExtendProvisioningPeriod"))
		finding_candidate(finding, "AMT-P04");
}

/* Bytes of it are missing or hidden, so how far it came is not known. */
static void say_exactly(const struct attempt *a, struct finding *finding)
{
	if (a->stop == STEP_SECURE && !a->talks.followed && !a->talks.failed && !a->talks.alien)
		finding_say(finding, finding->certainty,
			    "The device says hello again after its call-back, which could not be "
			    "read to its end.");
	if (a->talks.committed.on)
		finding_say(finding, finding->certainty,
			    "CommitChanges returned 0, and the device says hello all the same.");
}

/* The server's key for another device, or for this one before its keys were changed. */
static void name_other_pid(const struct attempt *a, struct finding *finding)
{
	const struct sighting *s = a->talks.session;
	const char *identity = s ? s->connection->session->identity : NULL;
	const struct seen_hello *hello = attempt_hello(a);
	char own[PID_TEXT], other[PID_TEXT];

	if (a->stop != STEP_SECURE || !identity || !hello || !hello->has_pid ||
	    strcmp(identity, hello->pid) == 0)
		return;
	finding_quote_hello(finding, a->hello, HELLO_FIELD_PID, "PID in the hello");
	finding_quote_place(finding, s, s->connection->session->identity_place,
			    "PSK identity of the session");
	finding_candidate(finding, "AMT-T08");
	finding_say(finding, finding->certainty,
		    "The call-back's TLS handshake does not come to its end: the hello has PID %s, "
		    "the server uses PID %s.",
		    attempt_pid(a, hello->pid, own), story_identity(a->fleet, identity, other));
}

static bool is_of_step(const struct attempt *a, const struct failure *row)
{
	enum method method = attempt_method(a);

	switch (a->stop) {
	case STEP_IDENTIFY:
		return row->step == STEP_IDENTIFY
			       ? row->method == method
			       : row->step == STEP_HELLO && method == METHOD_UNKNOWN;
	case STEP_PROFILE:
		return row->step == STEP_NAME;
	case STEP_CALLBACK:
		return row->step == STEP_CONNECT;
	case STEP_SECURE:
		return method == METHOD_PSK ? row->step == STEP_IDENTIFY && row->method == method
					    : row->step == STEP_SECURE;
	case STEP_LOGIN:
	case STEP_CONFIGURE:
	case STEP_COMMIT:
		return row->step == STEP_LOGIN;
	default:
		return row->step == a->stop;
	}
}

/* Nothing of it in view: it may be silent, or the capture taken elsewhere. */
static bool was_never_seen(const struct attempt *a, struct finding *finding)
{
	finding_quote_record(finding, "device: this machine");
	finding_need(finding, "a capture on the device's own switch port, from link-up on");
	finding->severity = SEVERITY_NOTE;
	name_candidates(a, finding);
	return finding_say(finding, CERTAINTY_POSSIBLE, "Nothing was seen of this device.");
}

/* What was last seen, so that a reader can look there. */
static void quote_last(const struct attempt *a, struct finding *finding)
{
	const struct sighting *s = a->seen[a->seen_count - 1];

	if (a->talks.stopped.on && a->stop >= STEP_LOGIN)
		quote_call(finding, a->talks.stopped);

	if (a->called && a->stop >= STEP_SECURE)
		finding_quote(finding, a->called, a->called->connection->last,
			      "the last of the call-back");
	else if (a->hello && a->stop >= STEP_IDENTIFY)
		finding_quote_hello(finding, a->hello, HELLO_FIELD_WHOLE, "the last hello");
	else
		finding_quote(finding, s, s->at, "the last that was seen of it");
}

static const char *const stalls[STEPS] = {
	[STEP_ADDRESS] = "The device gets no address.",
	[STEP_RESOLVE] = "The device does not find its server's address.",
	[STEP_CONNECT] = "The device does not get through to its server.",
	[STEP_HELLO] = "The device connects and says no hello that is whole.",
	[STEP_IDENTIFY] = "The hello arrived and no call-back was seen.",
	[STEP_NAME] = "The hello arrived and no call-back was seen; the server knows the device.",
	[STEP_PROFILE] =
		"The hello arrived and no call-back was seen; the server has a name for it.",
	[STEP_CALLBACK] = "The records are in the device's favour and no call-back was seen.",
	[STEP_SECURE] = "The call-back's TLS handshake does not come to its end.",
	[STEP_LOGIN] =
		"The TLS handshake came to its end, and nothing shows that the device was provisioned.",
	[STEP_CONFIGURE] = "The server logged in, and no CommitChanges was seen.",
	[STEP_COMMIT] =
		"The server called CommitChanges, and nothing shows that the device took it.",
};

/* What a session says that nobody opened is open as well. */
static void need_keys(const struct attempt *a, struct finding *finding)
{
	if (a->stop < STEP_LOGIN || (a->talks.opened && a->talks.whole))
		return;
	finding_need(finding, "%s",
		     attempt_method(a) == METHOD_PSK
			     ? "the PPS of this PID in the records (--site), or a key "
			       "log of the session (--keys)"
			     : "a key log of the session (--keys)");
}

/* The log names the step, so neither silence nor patience is needed. */
static void say_logged(const struct attempt *a, struct finding *finding)
{
	finding->severity = SEVERITY_ERROR;
	finding_say(finding, CERTAINTY_CERTAIN,
		    "The server's log says that the device stopped at this step (%s); the records "
		    "do not say why.",
		    step_names[a->stop]);
	logbook_prove(a, finding);
}

bool stopped_here(const struct attempt *a, struct finding *finding)
{
	if (!is_of_step(a, finding->row))
		return false;
	if (a->seen_count == 0)
		return was_never_seen(a, finding);
	/* A device that tries again says itself that it got no answer; a call-back may pass elsewhere. */
	finding_say(finding,
		    a->stop < STEP_IDENTIFY || a->server_in_view ? CERTAINTY_LIKELY
								 : CERTAINTY_POSSIBLE,
		    "%s", stalls[a->stop]);
	finding->step = a->stop;
	/* Without a hello it may be somebody who manages a provisioned device. */
	if (!a->stalled || (a->stop >= STEP_SECURE && !a->hello))
		finding->severity = SEVERITY_NOTE;
	quote_last(a, finding);
	name_candidates(a, finding);
	need_keys(a, finding);
	name_of_calls(a, finding);
	say_exactly(a, finding);
	name_other_pid(a, finding);
	if (logbook_stops(a, a->stop))
		say_logged(a, finding);
	return true;
}
