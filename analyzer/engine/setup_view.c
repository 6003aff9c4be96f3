/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_view.c - see setup_view.h.
 *
 * A suffix of the device's own is used instead of DHCP's; the one under which
 * it asks for its server stands in where neither is known. Of several
 * certificates the one counts that breaks the fewest rules: the server is
 * given the benefit of the doubt.
 */
#include "setup_view.h"

#include "numbers.h"
#include "reference.h"
#include "watch.h"

#define SIGHTINGS_SOUGHT 256 /* of a device, back from the attempt's end, for a lease or a chain */

const char *const setup_suffix_sources[] = {
	[SETUP_SUFFIX_MEBX] = "mebx",
	[SETUP_SUFFIX_DHCP] = "dhcp",
	[SETUP_SUFFIX_ASKED] = "question",
};

static void add_suffix(struct setup_view *view, const char *text, enum setup_suffix_source source,
		       const struct sighting *by)
{
	for (unsigned i = 0; i < view->suffix_count; i++)
		if (view->suffix[i].source == source &&
		    g_ascii_strcasecmp(view->suffix[i].text, text) == 0)
			return;
	if (*text && view->suffix_count < SETUP_SUFFIXES_MAX)
		view->suffix[view->suffix_count++] = (struct setup_suffix){text, source, by};
}

static bool is_lease_of(const struct sighting *s, uint8_t version)
{
	return s->kind == SIGHTING_LEASE && s->lease->version == version &&
	       moment_is_set(s->lease->ack);
}

/* The last of each version; it may be older than the attempt, but not by much. */
static const struct sighting *last_lease(const struct attempt *a, uint8_t version)
{
	const struct sighting *const *at = a->seen + a->seen_count;
	size_t left = MIN((size_t)(at - a->subject->seen), SIGHTINGS_SOUGHT);

	while (left-- > 0)
		if (is_lease_of(*--at, version))
			return *at;
	return NULL;
}

static void add_lease(struct setup_view *view, const struct sighting *lease)
{
	if (!lease)
		return;
	view->lease = lease;
	for (unsigned i = 0; i < lease->lease->suffix_count; i++)
		add_suffix(view, lease->lease->suffix[i], SETUP_SUFFIX_DHCP, lease);
}

/* What follows the word; a server's name that was set in the device tells nothing. */
static void add_question(struct setup_view *view, const struct sighting *s)
{
	const char *dot = s ? strchr(s->name->question, '.') : NULL;

	if (dot && name_is_provisionserver(s->name->question))
		add_suffix(view, dot + 1, SETUP_SUFFIX_ASKED, s);
}

static void find_suffixes(struct setup_view *view, const struct attempt *a)
{
	const struct site_device *device = reference_device(a);

	if (device)
		add_suffix(view, device->suffix, SETUP_SUFFIX_MEBX, NULL);
	add_lease(view, last_lease(a, 6));
	add_lease(view, last_lease(a, 4));
	add_question(view, a->located ? a->located : a->denied_a);
}

/* Those of the best source. */
static void choose_suffixes(struct setup_view *view)
{
	for (unsigned i = 0; i < view->suffix_count; i++)
		if (view->suffix[i].source == view->suffix[0].source)
			view->texts[view->text_count++] = view->suffix[i].text;
}

static struct setup_case case_of(const struct setup_view *view, const struct attempt *a)
{
	return (struct setup_case){
		.hello = attempt_hello(a),
		.suffix = view->texts,
		.suffix_count = view->text_count,
		.firmware = reference_firmware(a),
	};
}

bool setup_case_of_row(struct setup_case *c, const struct setup_view *view, const struct attempt *a,
		       const struct site_certificate *row)
{
	const struct site_chain *chain = site_certificate_chain(a->site, row);

	if (!chain || !a->hello)
		return false;
	*c = case_of(view, a);
	c->certificate = chain->certificate;
	c->count = chain->count;
	c->way = chain->way;
	c->time = a->hello->at.time;
	return true;
}

enum setup_use setup_use_of(const struct attempt *a, const struct site_certificate *row)
{
	const struct site_chain *chain = site_certificate_chain(a->site, row);
	struct setup_case c = {0};

	if (!site_certificate_has_key(a->site, row))
		return SETUP_NO_KEY;
	if (!chain)
		return SETUP_MAY_SERVE;
	c.certificate = chain->certificate;
	c.count = chain->count;
	c.way = chain->way;
	switch (setup_root_in(setup_root(&c), attempt_hello(a))) {
	case SETUP_ROOT_NOT_LISTED:
		return SETUP_OTHER_ROOT;
	case SETUP_ROOT_PERHAPS_NOT:
		return SETUP_PERHAPS_OTHER_ROOT;
	default:
		return SETUP_MAY_SERVE;
	}
}

static void find_owned(struct setup_view *view, const struct attempt *a)
{
	unsigned fewest = G_MAXUINT;

	if (attempt_method(a) != METHOD_PKI)
		return;
	for (size_t i = 0; i < a->site->certificates.n; i++) {
		const struct site_certificate *row = &a->site->certificates.row[i];
		struct setup_case c;

		if (!setup_case_of_row(&c, view, a, row) || setup_use_of(a, row) != SETUP_MAY_SERVE)
			continue;
		unsigned breaches = setup_breaches(&c);

		if (breaches >= fewest)
			continue;
		fewest = breaches;
		view->owned = row;
		view->of_owned = c;
	}
}

/* Who calls a device whose changes are committed does not set it up. */
static bool is_setup(const struct attempt *a, const struct sighting *s)
{
	const struct seen_call *commit = a->talks.committed.call;

	return !commit || s->at.time < commit->request.time;
}

static const struct seen_chain *chain_sent(const struct attempt *a, const struct sighting *s)
{
	const struct seen_session *session =
		s->kind == SIGHTING_CONNECTION ? s->connection->session : NULL;
	const struct seen_chain *chain = session ? &session->chain[SEEN_CLIENT] : NULL;

	return chain && chain->seen && is_setup(a, s) ? chain : NULL;
}

/* The first that is no CA, else the first. */
static unsigned leaf_in(const struct seen_chain *chain)
{
	for (unsigned i = 0; i < chain->certificate_count; i++)
		if (!chain->certificate[i]->is_ca)
			return i;
	return 0;
}

/* A list that does not begin with its leaf is out of order; who is whose issuer is left open. */
static void turn_round(struct setup_view *view, unsigned leaf)
{
	const struct seen_chain *chain = view->sent;
	struct setup_case *c = &view->of_sent;
	unsigned n = MIN(chain->certificate_count, SEEN_CERTIFICATES_MAX);

	c->way = (struct certificate_chain){.length = n};
	view->turned[0] = chain->certificate[leaf];
	for (unsigned i = 0, at = 1; i < n; i++) {
		if (i == leaf)
			continue;
		view->turned[at] = chain->certificate[i];
		if (chain->certificate[i]->self_signed) {
			c->way.has_root = true;
			c->way.top = at;
		}
		at++;
	}
	c->certificate = view->turned;
	c->count = n;
}

static void take_sent(struct setup_view *view, const struct attempt *a)
{
	unsigned leaf = leaf_in(view->sent);

	view->call = a->seen[view->call_at];
	view->of_sent = case_of(view, a);
	view->of_sent.certificate = view->sent->certificate;
	view->of_sent.count = view->sent->certificate_count;
	view->of_sent.way = view->sent->way;
	view->of_sent.time = view->sent->at.time;
	if (leaf)
		turn_round(view, leaf);
}

/* The last before |end|. A chain of which a certificate could not be read is not judged. */
static bool find_sent(struct setup_view *view, const struct attempt *a, size_t end)
{
	size_t stop = end > SIGHTINGS_SOUGHT ? end - SIGHTINGS_SOUGHT : 0;

	for (size_t i = end; i-- > stop;) {
		const struct seen_chain *sent = chain_sent(a, a->seen[i]);

		if (!sent || sent->certificate_count < sent->sent ||
		    attempt_was_provisioned_before(a, a->seen[i]))
			continue;
		view->sent = sent;
		view->call_at = i;
		take_sent(view, a);
		return true;
	}
	return false;
}

bool setup_view_earlier(struct setup_view *view, const struct attempt *a)
{
	return view->sent && find_sent(view, a, view->call_at);
}

const struct setup_case *setup_in_question(const struct setup_view *view)
{
	if (view->sent)
		return &view->of_sent;
	return view->owned ? &view->of_owned : NULL;
}

void setup_view_fill(struct setup_view *view, const struct attempt *a)
{
	*view = (struct setup_view){0};
	/* Whoever shows a certificate to a device of PSK sets nothing up: another console. */
	if (attempt_method(a) == METHOD_PSK)
		return;
	find_suffixes(view, a);
	choose_suffixes(view);
	find_sent(view, a, a->seen_count);
	find_owned(view, a);
}

static bool fits_dhcp(const struct setup_view *view, const struct certificate_facts *leaf)
{
	for (unsigned i = 0; i < view->suffix_count; i++)
		if (view->suffix[i].source == SETUP_SUFFIX_DHCP &&
		    setup_fit(leaf, &view->suffix[i].text, 1, NULL) != SUFFIX_FITS_NOT)
			return true;
	return false;
}

const char *setup_label(const struct site_certificate *row)
{
	return *row->label ? row->label : row->file;
}

bool setup_worst(const struct setup_case *c, struct setup_breach *worst)
{
	const struct failure *row;
	bool found = false;

	for (size_t i = 0; (row = catalogue_row(i)); i++) {
		struct setup_breach breach = {0};

		if (row->step != STEP_SECURE || row->severity != SEVERITY_ERROR ||
		    !setup_judge(c, row->id, &breach))
			continue;
		if (found && breach.certainty <= worst->certainty) {
			g_free(breach.says);
			continue;
		}
		if (found)
			g_free(worst->says);
		*worst = breach;
		found = true;
	}
	return found;
}

bool setup_uses_own_suffix(const struct setup_view *view, const struct setup_case *c)
{
	return c && c->count && view->text_count && view->suffix[0].source == SETUP_SUFFIX_MEBX &&
	       setup_fit(c->certificate[0], c->suffix, c->suffix_count, NULL) == SUFFIX_FITS_NOT &&
	       fits_dhcp(view, c->certificate[0]);
}

/* A suffix that does not fit has a row of its own where DHCP's would. */
static const char *refusing_row(const struct setup_view *view, const char *row)
{
	return strcmp(row, "AMT-P01") == 0 && setup_uses_own_suffix(view, &view->of_owned)
		       ? "AMT-P03"
		       : row;
}

const struct failure *setup_refusal(const struct attempt *a)
{
	struct setup_breach worst;
	struct setup_view view;

	if (attempt_method(a) != METHOD_PKI || a->site->certificates.n == 0)
		return NULL;
	setup_view_fill(&view, a);
	if (!view.owned || !setup_worst(&view.of_owned, &worst))
		return NULL;
	g_free(worst.says);
	if (worst.certainty == CERTAINTY_POSSIBLE)
		return NULL;
	return catalogue_find(refusing_row(&view, worst.row));
}
