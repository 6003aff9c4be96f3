/* SPDX-License-Identifier: GPL-2.0-or-later */
/* remedy.c - see remedy.h. */
#include "remedy.h"

#include "explain.h"
#include "fold.h"
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

/* Beyond the call-back records only refuse: that is less than to say nothing of it. */
static int rank(const struct fate *fate)
{
	return 2 * (int)MIN(fate->step, STEP_CALLBACK) + (fate->by == NULL);
}

int fate_order(const struct fate *a, const struct fate *b)
{
	return rank(a) - rank(b);
}

/* The other attempts were made with the fleet's own records, which is all that they are read for. */
static void change_records(struct attempt *a, const struct site *site)
{
	*a = (struct attempt){
		.fleet = a->fleet,
		.site = site,
		.subject = a->subject,
		.seen = a->seen,
		.seen_count = a->seen_count,
		.siblings = a->siblings,
		.last = a->last,
	};
	attempt_fold(a);
}

void rerun_device(struct rerun *rerun, const struct fleet *fleet, const struct device *device,
		  const struct site *site)
{
	rerun->attempts = attempts_of(fleet, device->subject);
	rerun->last = rerun->attempts->pdata[rerun->attempts->len - 1];
	if (site != fleet->site)
		change_records(rerun->last, site);
	rerun->findings = attempt_explain(rerun->last);
	rerun->fate = fate_of(rerun->last);
}

void rerun_clear(struct rerun *rerun)
{
	for (unsigned i = 0; i < rerun->findings->len; i++)
		finding_free(rerun->findings->pdata[i]);
	g_ptr_array_free(rerun->findings, TRUE);
	g_ptr_array_free(rerun->attempts, TRUE);
}

static const struct finding *finding_of(const struct rerun *rerun, const struct failure *row)
{
	for (unsigned i = 0; i < rerun->findings->len; i++)
		if (((const struct finding *)rerun->findings->pdata[i])->row == row)
			return rerun->findings->pdata[i];
	return NULL;
}

bool rerun_is_rid_of(const struct rerun *rerun, const struct failure *row,
		     const struct fate *before)
{
	return !finding_of(rerun, row) && fate_order(&rerun->fate, before) >= 0;
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

/* A remedy on its way: what it changes, and where each device stopped without it. */
struct remedy {
	const struct finding *finding;
	GPtrArray *changes; /* char *, each once */
	GHashTable *known;  /* the same */
	GArray *before;     /* struct fate, by the finding's devices */
};

/* Its last attempt shows it so, and the records are those of the server as far as can be seen. */
static bool is_shown_by(const struct rerun *now, const struct finding *f)
{
	const struct finding *own = finding_of(now, f->row);
	bool disputed = f->row->known == KNOWN_RECORDS && f->row->severity == SEVERITY_ERROR &&
			f->row->step >= STEP_HELLO && now->last->reached >= STEP_PROFILE;

	return own && own->severity == f->severity && !disputed;
}

/* Takes the texts of |changes|. */
static void add_changes(struct remedy *remedy, const GPtrArray *changes)
{
	for (unsigned i = 0; i < changes->len; i++) {
		if (g_hash_table_contains(remedy->known, changes->pdata[i])) {
			g_free(changes->pdata[i]);
			continue;
		}
		g_hash_table_add(remedy->known, changes->pdata[i]);
		g_ptr_array_add(remedy->changes, changes->pdata[i]);
	}
}

/* False when this device has no change to offer. */
static bool add_device(struct remedy *remedy, const struct fleet *fleet,
		       const struct device *device)
{
	g_autoptr(GPtrArray) changes = g_ptr_array_new();
	struct rerun now;

	rerun_device(&now, fleet, device, fleet->site);
	if (is_shown_by(&now, remedy->finding))
		remedy->finding->row->remedy_changes(now.last, changes);
	add_changes(remedy, changes);
	g_array_append_val(remedy->before, now.fate);
	rerun_clear(&now);
	return changes->len > 0;
}

static const struct device *device_of(const struct diagnosis *d, const struct finding *f,
				      unsigned i)
{
	return d->devices->pdata[g_array_index(f->devices, unsigned, i)];
}

static bool collect(struct remedy *remedy, const struct diagnosis *d)
{
	for (unsigned i = 0; i < remedy->finding->devices->len; i++)
		if (!add_device(remedy, d->fleet, device_of(d, remedy->finding, i)))
			return false;
	return true;
}

/* All of them must get further, or at least as far without the row; |fate| is the least. */
static bool helps_all(const struct remedy *remedy, const struct diagnosis *d,
		      const struct site *site, struct fate *fate)
{
	bool helped = true;

	for (unsigned i = 0; helped && i < remedy->before->len; i++) {
		struct rerun again;

		rerun_device(&again, d->fleet, device_of(d, remedy->finding, i), site);
		helped = rerun_is_rid_of(&again, remedy->finding->row,
					 &g_array_index(remedy->before, struct fate, i));
		if (i == 0 || fate_order(&again.fate, fate) < 0)
			*fate = again.fate;
		rerun_clear(&again);
	}
	return helped;
}

static void try_remedy(const struct diagnosis *d, struct finding *f, struct site_trial *trial)
{
	struct remedy remedy = {
		.finding = f,
		.changes = g_ptr_array_new_with_free_func(g_free),
		.known = g_hash_table_new(g_str_hash, g_str_equal),
		.before = g_array_new(FALSE, FALSE, sizeof(struct fate)),
	};
	const struct site *site =
		collect(&remedy, d) ? site_trial_with(trial, remedy.changes) : NULL;
	struct fate fate = {0};

	if (site && helps_all(&remedy, d, site, &fate)) {
		f->verified = g_new0(struct verified_remedy, 1);
		verified_fill(f->verified, remedy.changes, &fate, &d->fleet->options);
	}
	g_array_free(remedy.before, TRUE);
	g_hash_table_destroy(remedy.known);
	g_ptr_array_free(remedy.changes, TRUE);
}

void remedies_try(const struct diagnosis *d)
{
	struct site_trial *trial = site_trial_new(d->fleet->site);

	for (unsigned i = 0; i < d->findings->len; i++) {
		struct finding *f = d->findings->pdata[i];

		if (f->row->remedy_changes)
			try_remedy(d, f, trial);
	}
	site_trial_free(trial);
}
