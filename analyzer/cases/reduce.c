/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reduce.c - delta debugging; see reduce.h. */
#include "reduce.h"

#include <glib.h>
#include <string.h>

struct reduction {
	bool *in;
	holds_function *holds;
	void *user;
	unsigned *budget;
};

/* The places of what is still in. */
static GArray *places_of(const bool *in, unsigned n)
{
	GArray *places = g_array_new(FALSE, FALSE, sizeof(unsigned));

	for (unsigned i = 0; i < n; i++)
		if (in[i])
			g_array_append_val(places, i);
	return places;
}

static void mark(bool *in, const GArray *places, guint from, guint to, bool value)
{
	for (guint i = from; i < to; i++)
		in[g_array_index(places, unsigned, i)] = value;
}

/* Leaves out what it can of pieces of |size|, the last ones first. Was it anything? */
static bool leave_out(const struct reduction *r, const GArray *places, guint size)
{
	bool any = false;

	for (guint end = places->len; end > 0 && *r->budget; end -= MIN(size, end)) {
		guint from = end > size ? end - size : 0;

		mark(r->in, places, from, end, false);
		--*r->budget;
		if (r->holds(r->user, r->in))
			any = true;
		else
			mark(r->in, places, from, end, true);
	}
	return any;
}

void reduce(bool *in, unsigned n, holds_function *holds, void *user, unsigned *budget)
{
	const struct reduction r = {in, holds, user, budget};
	guint size = n;

	while (size && *budget) {
		GArray *places = places_of(in, n);
		bool any = leave_out(&r, places, size);

		/* Once single ones are tried, what was left out may free others. */
		if (size > 1)
			size /= 2;
		else if (!any)
			size = 0;
		g_array_unref(places);
	}
}
