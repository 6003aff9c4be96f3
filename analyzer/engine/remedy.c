/* SPDX-License-Identifier: GPL-2.0-or-later */
/* remedy.c - see remedy.h. */
#include "remedy.h"

#include "explain.h"
#include "reference.h"
#include "verdict.h"

void remedy_add(GPtrArray *changes, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(changes, g_strdup_vprintf(format, args));
	va_end(args);
}

char *remedy_value(const char *value)
{
	g_autoptr(GString) quoted = g_string_new(value);

	if (!strpbrk(value, ",]\""))
		return g_strdup(value);
	g_string_replace(quoted, "\"", "\"\"", 0);
	return g_strdup_printf("\"%s\"", quoted->str);
}

/* What follows the first dot of the name that the device asked for. */
static const char *domain_asked_for(const struct attempt *a)
{
	const struct sighting *s = a->located ? a->located : a->denied_a;
	const char *dot = s ? strchr(s->name->question, '.') : NULL;

	return dot && dot[1] ? dot + 1 : NULL;
}

char *remedy_fqdn(const struct attempt *a)
{
	const char *domain = domain_asked_for(a);

	if (!domain && a->lease && a->lease->lease->suffix_count)
		domain = a->lease->lease->suffix[0];
	return g_strconcat("unknown.", domain && *domain ? domain : "invalid", NULL);
}

/* Without a hello the records say one thing: whether the server listens where the device calls. */
static bool is_listened_to(const struct attempt *a)
{
	const struct sighting *s = a->refused ? a->refused : a->silent;

	for (size_t i = 0; s && i < a->site->servers.n; i++)
		if (a->site->servers.row[i].port == s->connection->server_port &&
		    address_equal(&a->site->servers.row[i].address, &s->connection->server))
			return true;
	return false;
}

struct fate fate_of(const struct attempt *a)
{
	struct progress p = verdict_predicted(a);
	struct fate fate = {.step = p.complete ? STEP_CALLBACK : p.stopped, .by = p.by};

	if (!p.known) {
		fate.step = a->stop == STEP_CONNECT && is_listened_to(a) ? STEP_HELLO : a->stop;
		return fate;
	}
	if (!p.complete && !p.by)
		reference_is_decidable(a, fate.step, &fate.lacks);
	return fate;
}

int fate_order(const struct fate *a, const struct fate *b)
{
	return 2 * ((int)a->step - (int)b->step) + (a->by == NULL) - (b->by == NULL);
}

void rerun_with(struct rerun *rerun, const struct attempt *a, const struct site *site)
{
	rerun->attempt = (struct attempt){
		.fleet = a->fleet,
		.site = site,
		.subject = a->subject,
		.seen = a->seen,
		.seen_count = a->seen_count,
		.last = a->last,
	};
	attempt_fold(&rerun->attempt);
	rerun->findings = attempt_explain(&rerun->attempt);
	rerun->fate = fate_of(&rerun->attempt);
}

void rerun_clear(struct rerun *rerun)
{
	for (unsigned i = 0; i < rerun->findings->len; i++)
		finding_free(rerun->findings->pdata[i]);
	g_ptr_array_free(rerun->findings, TRUE);
}

bool rerun_is_rid_of(const struct rerun *rerun, const struct failure *row,
		     const struct fate *before)
{
	for (unsigned i = 0; i < rerun->findings->len; i++)
		if (((const struct finding *)rerun->findings->pdata[i])->row == row)
			return false;
	return fate_order(&rerun->fate, before) >= 0;
}

/* The end of a value: the quote that closes it, or what may follow it. */
static const char *value_end(const char *value)
{
	if (*value != '"')
		return value + strcspn(value, ",]");
	for (value++; *value && (*value != '"' || value[1] == '"'); value++)
		value += *value == '"';
	return value;
}

/* Of each PID as many characters as reports show of one. */
static char *change_masked(const char *change)
{
	static const char name[] = "pid=";
	char *masked = g_strdup(change);

	if (change_table(change) != SITE_PID_MAP)
		return masked;
	for (char *at = masked; (at = strstr(at, name));) {
		char *value = at + strlen(name);
		char *end = masked + (value_end(value) - masked);

		for (at = MIN(value + (*value == '"') + PID_SHOWN, end); at < end; at++)
			*at = '*';
	}
	return masked;
}

static char *beyond(const struct fate *fate)
{
	if (fate->by)
		return NULL;
	return fate->lacks ? g_strdup_printf("not decided without %s", fate->lacks)
			   : g_strdup("not decided by records");
}

void verified_fill(struct verified_remedy *verified, const GPtrArray *changes,
		   const struct fate *fate, const struct diagnose_options *options)
{
	verified->set = g_ptr_array_new_with_free_func(g_free);
	for (unsigned i = 0; i < changes->len; i++)
		g_ptr_array_add(verified->set, options->show_pids
						       ? g_strdup(changes->pdata[i])
						       : change_masked(changes->pdata[i]));
	verified->then = fate->step;
	verified->by = fate->by;
	verified->beyond = beyond(fate);
}

void verified_clear(struct verified_remedy *verified)
{
	g_ptr_array_free(verified->set, TRUE);
	g_free(verified->beyond);
}

void verified_free(struct verified_remedy *verified)
{
	if (!verified)
		return;
	verified_clear(verified);
	g_free(verified);
}

/* The present records refuse it, and they are those of the server as far as can be seen. */
static bool is_stopped_by(const struct attempt *a, const struct failure *row)
{
	bool disagrees = row->known == KNOWN_RECORDS && row->severity == SEVERITY_ERROR &&
			 row->step >= STEP_HELLO && a->reached >= STEP_PROFILE;

	return a->last && !disagrees;
}

/* The changes of all who show it, each once; NULL when one of them has none. */
static GPtrArray *changes_of(const struct finding *f)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *changes = g_ptr_array_new_with_free_func(g_free);
	bool each = f->row->remedy_changes != NULL;

	for (unsigned i = 0; each && i < f->attempts->len; i++) {
		const struct attempt *a = f->attempts->pdata[i];
		g_autoptr(GPtrArray) own = g_ptr_array_new();

		if (is_stopped_by(a, f->row))
			f->row->remedy_changes(a, own);
		each = own->len > 0;
		for (unsigned k = 0; k < own->len; k++) {
			if (g_hash_table_add(known, own->pdata[k]))
				g_ptr_array_add(changes, own->pdata[k]);
			else
				g_free(own->pdata[k]);
		}
	}
	if (each && changes->len)
		return changes;
	g_ptr_array_free(changes, TRUE);
	return NULL;
}

/* All of them must get further, or at least as far without the row; |fate| is the least. */
static bool all_helped(const struct finding *f, const struct site *site, struct fate *fate)
{
	bool helped = true;

	for (unsigned i = 0; helped && i < f->attempts->len; i++) {
		struct fate before = fate_of(f->attempts->pdata[i]);
		struct rerun again;

		rerun_with(&again, f->attempts->pdata[i], site);
		helped = rerun_is_rid_of(&again, f->row, &before);
		if (i == 0 || fate_order(&again.fate, fate) < 0)
			*fate = again.fate;
		rerun_clear(&again);
	}
	return helped;
}

static void try_remedy(struct finding *f, struct site_trial *trial,
		       const struct diagnose_options *options)
{
	GPtrArray *changes = changes_of(f);
	const struct site *site = changes ? site_trial_with(trial, changes) : NULL;
	struct fate fate;

	if (site && all_helped(f, site, &fate)) {
		f->verified = g_new0(struct verified_remedy, 1);
		verified_fill(f->verified, changes, &fate, options);
	}
	if (changes)
		g_ptr_array_free(changes, TRUE);
}

void remedies_try(const GPtrArray *findings, const struct fleet *fleet)
{
	struct site_trial *trial = site_trial_new(fleet->site);

	for (unsigned i = 0; i < findings->len; i++) {
		struct finding *f = findings->pdata[i];

		try_remedy(f, trial, fleet->options);
		g_ptr_array_free(f->attempts, TRUE);
		f->attempts = NULL;
	}
	site_trial_free(trial);
}
