/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quality.c - "not seen" is not "not sent": where a capture has holes, is
 * one-sided or was taken where nothing can be seen, findings that rest on
 * absence are less sure (explain.c), and here it is said why.
 */
#include "quality.h"

#define COUNT(n) (n), (n) == 1 ? "" : "s"

static void say(GPtrArray *limits, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(GPtrArray *limits, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(limits, g_strdup_vprintf(format, args));
	va_end(args);
}

/* Packets of one side only, though the connection went on. */
static bool is_one_sided(const struct seen_connection *c)
{
	bool went_on = c->bytes[0] || c->bytes[1] || c->established;

	return went_on && !c->ttl[0] != !c->ttl[1];
}

static guint *count_one_sided(const struct sightings *sightings)
{
	guint *one_sided = g_new0(guint, sightings_captures(sightings) + 1);
	size_t count;
	const struct sighting *list = sightings_list(sightings, &count);

	for (size_t i = 0; i < count; i++)
		if (list[i].kind == SIGHTING_CONNECTION && is_one_sided(list[i].connection))
			one_sided[list[i].capture]++;
	return one_sided;
}

static void say_holes(GPtrArray *limits, const struct capture_facts *f, guint one_sided)
{
	if (f->dropped)
		say(limits, "%" G_GUINT64_FORMAT " frame%s were dropped while capturing.",
		    COUNT(f->dropped));
	if (f->lost_bytes)
		say(limits, "%" G_GUINT64_FORMAT " byte%s of the connections are missing.",
		    COUNT(f->lost_bytes));
	if (f->cut_frames)
		say(limits, "%" G_GUINT64_FORMAT " frame%s are cut by the snap length.",
		    COUNT(f->cut_frames));
	if (one_sided)
		say(limits, "%u connection%s show packets of one side only.", COUNT(one_sided));
	if (f->repeats)
		say(limits, "%" G_GUINT64_FORMAT " repeated hello%s are told in short.",
		    COUNT(f->repeats));
}

static void say_clock(GPtrArray *limits, const struct capture_facts *f)
{
	if (f->backward)
		say(limits, "The clock jumps back %" G_GUINT64_FORMAT " time%s.",
		    COUNT(f->backward));
	if (f->clock_ahead)
		say(limits, "The clock is %.3f s %s that of the first capture; times are aligned.",
		    (double)ABS(f->clock_ahead) / (double)NANOSECONDS,
		    f->clock_ahead > 0 ? "ahead of" : "behind");
}

static void say_view(GPtrArray *limits, const struct capture_facts *f)
{
	if (!f->dns)
		say(limits, "No DNS is in view.");
	if (!f->dhcp)
		say(limits, "No DHCP is in view.");
	if (f->vantage_guessed)
		say(limits, "Taken at the %s, as packets' times to live suggest.",
		    f->vantage == VANTAGE_CLIENT ? "device" : "server");
}

GPtrArray *quality_of_captures(const struct sightings *sightings, unsigned devices)
{
	GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	g_autofree guint *one_sided = count_one_sided(sightings);

	for (unsigned i = 0; i < sightings_captures(sightings); i++) {
		GPtrArray *limits = g_ptr_array_new_with_free_func(g_free);
		const struct capture_facts *facts =
			sightings_capture((struct sightings *)sightings, i);

		say_holes(limits, facts, one_sided[i]);
		say_clock(limits, facts);
		if (devices && facts->frames)
			say_view(limits, facts);
		g_ptr_array_add(all, limits);
	}
	return all;
}
