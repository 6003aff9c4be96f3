/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setup_comparison.c - see setup_comparison.h; made when a report asks for it. */
#include "setup_comparison.h"

#include "names.h"

struct setup_comparison *setup_comparison_new(void)
{
	struct setup_comparison *comparison = g_rc_box_new0(struct setup_comparison);

	comparison->sides = g_array_new(FALSE, FALSE, sizeof(struct setup_side));
	return comparison;
}

static void clear(gpointer comparison)
{
	g_array_free(((struct setup_comparison *)comparison)->sides, TRUE);
}

void setup_comparison_free(struct setup_comparison *comparison)
{
	if (comparison)
		g_rc_box_release_full(comparison, clear);
}

const char *setup_offered_name(const struct seen_hash *hash)
{
	return root_ca_name(bytes_of(hash->value, hash->length));
}

static void add_side(struct setup_comparison *comparison, const char *label, bool has_key,
		     const struct setup_case *c)
{
	struct setup_side side = {
		.label = label,
		.leaf = c->certificate[0],
		.root = setup_root(c),
		.count = c->count,
		.has_key = has_key,
		.listed = setup_root_in(setup_root(c), c->hello),
		.fit = setup_fit(c->certificate[0], c->suffix, c->suffix_count, NULL),
	};

	g_array_append_val(comparison->sides, side);
}

static void add_owned(struct setup_comparison *comparison, const struct setup_view *view,
		      const struct attempt *a)
{
	for (size_t i = 0; i < a->site->certificates.n; i++) {
		const struct site_certificate *row = &a->site->certificates.row[i];
		struct setup_case c;

		if (setup_case_of_row(&c, view, a, row))
			add_side(comparison, setup_label(row),
				 site_certificate_has_key(a->site, row), &c);
	}
}

static struct setup_comparison *compare(const struct attempt *a)
{
	struct setup_comparison *comparison = setup_comparison_new();
	const struct seen_hello *hello = attempt_hello(a);
	struct setup_view view;

	setup_view_fill(&view, a);
	comparison->suffix_count = view.suffix_count;
	memcpy(comparison->suffix, view.suffix, sizeof view.suffix);
	comparison->suffix_known = view.text_count > 0;
	comparison->offered = hello ? hello->hashes : NULL;
	if (view.sent && view.of_sent.count)
		add_side(comparison, NULL, false, &view.of_sent);
	add_owned(comparison, &view, a);
	if (comparison->sides->len)
		return comparison;
	setup_comparison_free(comparison);
	return NULL;
}

struct setup_comparison *setup_comparison_of(const struct diagnosis *diagnosis,
					     const struct device *device)
{
	if (device->setup)
		return g_rc_box_acquire(device->setup);
	if (device->method != METHOD_PKI || !device->subject)
		return NULL;
	g_autoptr(GPtrArray) attempts = attempts_of(diagnosis->fleet, device->subject);

	return compare(attempts->pdata[attempts->len - 1]);
}
