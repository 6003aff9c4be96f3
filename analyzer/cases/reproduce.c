/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reproduce.c - smaller, then anonymous; see reproduce.h.
 *
 * Whole connections are left out first, single frames then, rows of the
 * records last. What anonymity must not change is asked of the engine again;
 * keys are drawn anew when they happened to change it.
 */
#include "reproduce.h"

#include "logbook.h"
#include "oracle.h"
#include "records_write.h"
#include "reduce.h"
#include "setup_files_write.h"

#define GROUPS_BUDGET 4000 /* questions to the engine */
#define FRAMES_BUDGET 4000
#define RECORDS_BUDGET 2000
#define DRAWS 16 /* of keys */

/* What is being made smaller, and what must stay said of it. */
struct shrinking {
	struct oracle oracle;
	const struct records *records;
	const char *folder;
	const json_t *said;
	bool *frame; /* of each frame: is it in? */
};

static bool still_said(struct shrinking *s)
{
	json_t *now = oracle_says(&s->oracle, s->frame);
	bool same = json_equal((json_t *)(uintptr_t)s->said, now);

	json_decref(now);
	return same;
}

static bool holds_of_groups(void *user, const bool *in)
{
	struct shrinking *s = user;

	for (guint i = 0; i < s->oracle.frames->list->len; i++)
		s->frame[i] = in[frames_at(s->oracle.frames, i)->group];
	return still_said(s);
}

static bool holds_of_frames(void *user, const bool *in)
{
	struct shrinking *s = user;
	json_t *now = oracle_says(&s->oracle, in);
	bool same = json_equal((json_t *)(uintptr_t)s->said, now);

	json_decref(now);
	return same;
}

static bool holds_of_rows(void *user, const bool *in)
{
	struct shrinking *s = user;
	struct site *site = site_of(s->records, in, s->folder, NULL);
	const struct site *before = s->oracle.site;

	if (!site)
		return false;
	s->oracle.site = site;
	bool same = still_said(s);

	s->oracle.site = before;
	site_free(site);
	return same;
}

static bool *all_in(unsigned n)
{
	bool *in = g_new(bool, n + 1);

	memset(in, true, n + 1);
	return in;
}

static void shrink_frames(struct shrinking *s)
{
	unsigned n = s->oracle.frames->list->len, groups = s->oracle.frames->groups;
	unsigned budget = GROUPS_BUDGET;
	g_autofree bool *group = all_in(groups);

	reduce(group, groups, holds_of_groups, s, &budget);
	for (unsigned i = 0; i < n; i++)
		s->frame[i] = group[frames_at(s->oracle.frames, i)->group];
	budget = FRAMES_BUDGET;
	reduce(s->frame, n, holds_of_frames, s, &budget);
}

static void shrink_records(struct reproduction *r, struct shrinking *s)
{
	unsigned rows = r->records ? records_count(r->records) : 0, budget = RECORDS_BUDGET;
	g_autofree bool *row = all_in(rows);

	if (!rows)
		return;
	s->records = r->records;
	s->folder = r->folder;
	reduce(row, rows, holds_of_rows, s, &budget);
	struct records *some = records_some(r->records, row);

	records_free(r->records);
	r->records = some;
}

/* Every phrase that the engine looks for in a log. */
static GPtrArray *phrases(void)
{
	GPtrArray *all = g_ptr_array_new();

	for (unsigned meaning = 0; meaning < LOG_MEANINGS; meaning++)
		for (unsigned i = 0; i < G_N_ELEMENTS(log_words[meaning].word); i++)
			if (log_words[meaning].word[i])
				g_ptr_array_add(all, (char *)(uintptr_t)log_words[meaning].word[i]);
	g_ptr_array_add(all, NULL);
	return all;
}

/* The case under one set of other names. */
struct disguise {
	struct frames *frames;
	struct records *records;
	char *folder;
	struct whom whom;
	json_t *said;
	GPtrArray *lost; /* in what that differs from what should be said */
};

static void folder_free(char *folder)
{
	if (folder)
		remove_folder(folder);
	g_free(folder);
}

/* Records and the certificates that they name; first, for hellos name their hashes. */
static void map_records(struct disguise *d, const struct reproduction *r, struct mapping *m,
			bool pps)
{
	g_autoptr(GPtrArray) words = phrases();

	if (!r->records)
		return;
	d->records = records_mapped(r->records, m, (const char *const *)words->pdata, pps);
	d->folder = g_dir_make_tmp("amtrace-XXXXXX", NULL);
	if (d->folder)
		setup_files_write(r->records, r->folder, d->records, d->folder, m);
}

static void disguise_clear(struct disguise *d)
{
	frames_free(d->frames);
	records_free(d->records);
	folder_free(d->folder);
	json_decref(d->said);
	g_clear_pointer(&d->lost, g_ptr_array_unref);
}

static struct whom mapped_whom(const struct whom *whom, struct mapping *m)
{
	return (struct whom){
		.has_uuid = whom->has_uuid,
		.uuid = mapping_uuid(m, &whom->uuid),
		.address = mapping_address(m, &whom->address),
		.mac = mapping_mac(m, &whom->mac),
	};
}

/* What the case says under its names, beside what it should say. */
static void ask(const struct reproduction *r, struct disguise *d)
{
	struct site *site = site_of(d->records, NULL, d->folder, NULL);
	struct oracle oracle = {
		.frames = d->frames, .site = site, .look = r->look, .whom = d->whom};

	d->said = site ? oracle_says(&oracle, NULL) : said_of(NULL, -1);
	d->lost = said_differences(r->said, d->said);
	site_free(site);
}

static struct disguise disguise(const struct reproduction *r, const bool *in, bool *sound)
{
	struct mapping *m = mapping_new(r->keep);
	struct disguise d = {.whom = mapped_whom(&r->whom, m)};

	map_records(&d, r, m, true);
	d.frames = frames_mapped(r->frames, in, m, r->look.ports[SERVICE_HELLO]);
	ask(r, &d);
	*sound = mapping_is_sound(m);
	mapping_free(m);
	return d;
}

static struct disguise best_disguise(const struct reproduction *r, const bool *in, bool *sound)
{
	struct disguise best = disguise(r, in, sound);

	for (unsigned draw = 1; draw < DRAWS && (best.lost->len || !*sound); draw++) {
		struct disguise other = disguise(r, in, sound);
		bool better = other.lost->len < best.lost->len;

		disguise_clear(better ? &best : &other);
		if (better)
			best = other;
	}
	return best;
}

static void forget_folder(struct reproduction *r)
{
	if (r->folder_is_ours)
		folder_free(r->folder);
	else
		g_free(r->folder);
	r->folder = NULL;
}

static void put_on(struct reproduction *r, const struct disguise *d)
{
	frames_free(r->frames);
	records_free(r->records);
	r->frames = d->frames;
	r->records = d->records;
	forget_folder(r);
	r->folder = d->folder;
	r->folder_is_ours = true;
	r->whom = d->whom;
	json_decref(r->said);
	r->said = d->said;
	for (guint i = 0; i < d->lost->len; i++)
		g_ptr_array_add(r->lost, g_strdup(d->lost->pdata[i]));
	g_ptr_array_unref(d->lost);
}

/*
 * Under the same names, but without what may not be handed on: that is what
 * is made smaller. A PPS that opens nothing any more is worse than none where
 * sessions were opened, and better where the key list is all that counts.
 */
static struct disguise undisguised(const struct reproduction *r, bool pps)
{
	struct mapping *m = mapping_new(KEEP_ALL & ~KEEP_PAYLOAD);
	g_autofree bool *in = all_in(r->frames->list->len);
	struct disguise d = {.whom = r->whom};

	map_records(&d, r, m, pps);
	d.frames = frames_mapped(r->frames, in, m, r->look.ports[SERVICE_HELLO]);
	ask(r, &d);
	mapping_free(m);
	return d;
}

static void cut_what_is_secret(struct reproduction *r)
{
	struct disguise with = undisguised(r, true);

	if (with.lost->len && r->records) {
		struct disguise without = undisguised(r, false);
		bool better = without.lost->len < with.lost->len;

		disguise_clear(better ? &with : &without);
		if (better)
			with = without;
	}
	put_on(r, &with);
}

static bool has_findings(const json_t *said)
{
	return json_array_size(json_object_get(said, "findings")) > 0;
}

static void shrink(struct reproduction *r, struct shrinking *s)
{
	shrink_frames(s);
	shrink_records(r, s);
}

/* Makes it small, then disguises what is left. */
static bool shrink_and_disguise(struct reproduction *r, GError **error)
{
	g_autofree bool *frame = all_in(r->frames->list->len);
	struct site *site = site_of(r->records, NULL, r->folder, error);
	struct shrinking s = {
		.oracle = {.frames = r->frames, .site = site, .look = r->look, .whom = r->whom},
		.said = r->said,
		.frame = frame,
	};
	bool sound = true;

	if (!site)
		return false;
	shrink(r, &s);
	site_free(site);
	struct disguise d = best_disguise(r, frame, &sound);

	put_on(r, &d);
	if (!sound)
		g_set_error_literal(error, CASE_ERROR, CASE_ERROR_LOST,
				    "too many short names to give each another one");
	return sound;
}

bool reproduce(struct reproduction *r, GError **error)
{
	bool had_findings = has_findings(r->said);

	r->lost = g_ptr_array_new_with_free_func(g_free);
	cut_what_is_secret(r);
	r->frames_before = r->frames->list->len;
	/* With the answers it can still be played against a server. */
	if (had_findings && !has_findings(r->said) && !r->answers) {
		g_set_error_literal(error, CASE_ERROR, CASE_ERROR_LOST,
				    "its findings rest on what may not be handed on, e.g. on what "
				    "is encrypted");
		return false;
	}
	return shrink_and_disguise(r, error);
}

void reproduction_clear(struct reproduction *r)
{
	frames_free(r->frames);
	records_free(r->records);
	forget_folder(r);
	json_decref(r->said);
	json_decref(r->answers);
	g_clear_pointer(&r->lost, g_ptr_array_unref);
	*r = (struct reproduction){0};
}
