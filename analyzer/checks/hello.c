/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hello.c - stage H: what the hello says. Most of it is the message's own remarks. */
#include "checks.h"

static unsigned index_of(const struct remark_row *remark)
{
	return (unsigned)(remark - remarks);
}

/* The last hello that shows the remark. */
static const struct sighting *remarked(const struct attempt *a, const struct remark_row *remark)
{
	for (size_t i = a->seen_count; i-- > 0;) {
		const struct sighting *s = a->seen[i];

		if (s->kind == SIGHTING_CONNECTION && s->connection->hello &&
		    s->connection->hello->remarks & (1u << index_of(remark)))
			return s;
	}
	return NULL;
}

/* A PID's remark names the PID. */
static const char *of_which(const struct attempt *a, const struct sighting *s, char text[32])
{
	const struct seen_hello *hello = s->connection->hello;
	char pid[PID_TEXT];

	if (!hello->has_pid)
		return "";
	g_snprintf(text, 32, " The PID is %s.", attempt_pid(a, hello->pid, pid));
	return text;
}

bool hello_shows_remark(const struct attempt *a, struct finding *f)
{
	const struct remark_row *remark = f->row->remark;
	const struct sighting *s = remarked(a, remark);
	bool any = false;
	char text[32];

	if (!s)
		return false;
	/* A server that called back did put the pieces together. */
	if (index_of(remark) == REMARK_H02 && a->reached >= STEP_PROFILE)
		return false;
	any = s->connection->hello->span[HELLO_FIELD_REMARKED].length > 0;
	finding_quote_hello(f, s, any ? HELLO_FIELD_REMARKED : HELLO_FIELD_WHOLE, remark->title);
	if (s != a->hello)
		f->severity = MIN(f->severity, SEVERITY_WARNING);
	return finding_say(f, CERTAINTY_CERTAIN, "%s.%s", remark->title, of_which(a, s, text));
}

/* All zero or all ones, or one UUID that two machines use in turn. */
static bool names_no_machine(const struct attempt *a, struct finding *f)
{
	char uuid[UUID_TEXT];

	if (hello_shows_remark(a, f))
		return true;
	if (!a->last || !a->hello || !a->subject->shared)
		return false;
	finding_quote_hello(f, a->first_hello, HELLO_FIELD_UUID, "UUID in a hello");
	finding_quote_hello(f, a->hello, HELLO_FIELD_UUID, "UUID in the last one");
	return finding_say(f, CERTAINTY_LIKELY, "Two machines use the UUID %s, from %u addresses.",
			   uuid_text(&a->subject->uuid, uuid), a->subject->addresses.n);
}

static bool server_cannot_read_version(const struct attempt *a, struct finding *f)
{
	const char *server = site_policy(a->site, "server");
	const struct seen_hello *hello = attempt_hello(a);

	if (!hello || strcmp(server, "meshcentral") != 0 || hello->version == 3)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_VERSION, "version");
	finding_quote_record(f, "configuration: server = %s", server);
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The hello has version %u; MeshCentral takes version 3 (PKI) only.",
			   hello->version);
}

/* Which other server it will be, and what that one knows, is open. */
static void use_other_server(const struct attempt *a G_GNUC_UNUSED, GPtrArray *changes)
{
	remedy_add(changes, "configuration.server=generic");
}

static bool misses_some(const struct attempt *a)
{
	uint32_t first = a->first_hello->connection->hello->retry;
	uint32_t last = hello_last_retry(a->hello->connection->hello);

	return last - first + 1 > a->hellos;
}

/* To most servers it is nothing; one keeps the first piece only. */
static bool comes_in_pieces(const struct attempt *a, struct finding *f)
{
	if (!hello_shows_remark(a, f))
		return false;
	if (strcmp(site_policy(a->site, "server"), "meshcentral") != 0)
		return true;
	f->severity = SEVERITY_ERROR;
	finding_quote_record(f, "configuration: server = meshcentral");
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The hello comes in %u pieces; MeshCentral keeps the first one only and "
			   "refuses it.",
			   a->hello->connection->hello->segments);
}

/* A device that was served says no hello any more; a call-back that fails serves nobody. */
static bool falls_silent_when_called(const struct attempt *a)
{
	return a->called && a->hello->at.time <= a->called->connection->last.time;
}

static bool climbs(const struct attempt *a, struct finding *f)
{
	const struct seen_hello *hello = attempt_hello(a);

	if (!a->climbing || falls_silent_when_called(a) ||
	    hello_last_retry(hello) <= a->first_hello->connection->hello->retry)
		return false;
	finding_quote_first_hello(f, a->first_hello, HELLO_FIELD_RETRY, "retry count at first");
	finding_quote_hello(f, a->hello, HELLO_FIELD_RETRY, "retry count at last");
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The device keeps calling: its retry count rose from %u to %u%s.",
			   a->first_hello->connection->hello->retry, hello_last_retry(hello),
			   misses_some(a) ? ", and not all of its hellos are in the capture" : "");
}

static bool lacks_password(const struct attempt *a, struct finding *f)
{
	const struct seen_hello *hello = attempt_hello(a);

	if (!hello || hello->admin_set != 0 ||
	    strcmp(site_policy(a->site, "admin_credentials"), "required") != 0)
		return false;
	finding_quote_hello(f, a->hello, HELLO_FIELD_WHOLE, "admin credentials set: no");
	finding_quote_record(f, "configuration: admin_credentials = required");
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The device says that its admin password is not set, and here it has "
			   "to be.");
}

static const struct attempt *attempt_before(const struct attempt *a)
{
	const GPtrArray *attempts = a->siblings;

	for (unsigned i = 1; i < attempts->len; i++)
		if (attempts->pdata[i] == a)
			return attempts->pdata[i - 1];
	return NULL;
}

/* Twice or more: one restart is what an administrator does by hand. */
static bool starts_over(const struct attempt *a, struct finding *f)
{
	const struct attempt *before = attempt_before(a);

	if (!a->last || a->siblings->len < 3 || !a->hello || !before || !before->hello)
		return false;
	finding_quote_hello(f, before->hello, HELLO_FIELD_RETRY, "retry count before");
	finding_quote_first_hello(f, a->first_hello, HELLO_FIELD_RETRY, "retry count after");
	return finding_say(f, CERTAINTY_CERTAIN, "The device started its hellos anew %u times.",
			   a->siblings->len - 1);
}

static const struct failure rows[] = {
	{
		.id = "AMT-H01",
		.step = STEP_HELLO,
		.known = KNOWN_WIRE,
		.remark = &remarks[REMARK_H01],
		.applies = hello_shows_remark,
	},
	{
		.id = "AMT-H02",
		.step = STEP_HELLO,
		.known = KNOWN_WIRE,
		.remark = &remarks[REMARK_H02],
		.applies = comes_in_pieces,
	},
	{
		.id = "AMT-H03",
		.step = STEP_HELLO,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_CONFIGURATION),
		.title = "The server does not take this kind of hello",
		.cause = "The device asks for a method (PSK or PKI) that the server does not know.",
		.remedy = "Change the device's method, or use a server that knows it.",
		.source = MESHCENTRAL,
		.applies = server_cannot_read_version,
		.remedy_changes = use_other_server,
	},
	{
		.id = "AMT-H04",
		.step = STEP_HELLO,
		.known = KNOWN_WIRE,
		.method = METHOD_PKI,
		.remark = &remarks[REMARK_H04],
		.applies = hello_shows_remark,
	},
	{
		.id = "AMT-H05",
		.step = STEP_HELLO,
		.known = KNOWN_WIRE,
		.method = METHOD_PKI,
		.remark = &remarks[REMARK_H05],
		.applies = hello_shows_remark,
	},
	{
		.id = "AMT-H06",
		.step = STEP_HELLO,
		.known = KNOWN_WIRE,
		.remark = &remarks[REMARK_H06],
		.applies = names_no_machine,
	},
	{
		.id = "AMT-H07",
		.step = STEP_HELLO,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_WIRE,
		.title = "Retry count climbs",
		.cause = "A device that is provisioned says hello no more: this one was not, and "
			 "keeps asking.",
		.remedy = "Look at its other findings: they say why.",
		.source = SDK_HELLO,
		.applies = climbs,
	},
	{
		.id = "AMT-H08",
		.step = STEP_HELLO,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_WIRE,
		.title = "Hellos start over and over",
		.cause = "The device enters setup mode anew: its power or link is not steady, or "
			 "somebody unprovisions it.",
		.remedy = "Check power and cable of the device.",
		.source = DEDUCED,
		.applies = starts_over,
	},
	{
		.id = "AMT-H09",
		.step = STEP_HELLO,
		.severity = SEVERITY_NOTE,
		.known = KNOWN_RECORDS,
		.title = "Admin password not set",
		.cause = "Nobody set the device's MEBx password, or somebody reset it, though the "
			 "site's policy wants it set first.",
		.remedy = "Set the MEBx password before the device is provisioned.",
		.source = DEDUCED,
		.applies = lacks_password,
	},
	{
		.id = "AMT-H00",
		.step = STEP_HELLO,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_SILENCE,
		.title = "Stalled at the hello",
		.cause = "Neither the capture nor the records say why.",
		.remedy = "Capture whole frames (no snap length) at the server.",
		.source = DEDUCED,
		.applies = stopped_here,
	},
};

const struct stage hello_stage = {rows, G_N_ELEMENTS(rows)};
