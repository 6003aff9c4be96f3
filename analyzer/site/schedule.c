/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schedule.c - see schedule.h. */
#include "schedule.h"

#include <glib.h>

#define HELLOS_MAX 1000
#define MINUTES_MAX 100000

static bool parse_number(const char **at, unsigned max, unsigned *number)
{
	gchar *end;
	guint64 value = g_ascii_strtoull(*at, &end, 10);

	if (!g_ascii_isdigit(**at) || value == 0 || value > max)
		return false;
	*number = (unsigned)value;
	*at = end;
	return true;
}

bool schedule_parse(struct schedule *schedule, const char *text)
{
	schedule->stages = 0;
	do {
		if (schedule->stages == SCHEDULE_STAGES ||
		    !parse_number(&text, HELLOS_MAX, &schedule->stage[schedule->stages].hellos) ||
		    *text++ != 'x' ||
		    !parse_number(&text, MINUTES_MAX, &schedule->stage[schedule->stages].minutes))
			return false;
		schedule->stages++;
	} while (*text++ == ',');
	return text[-1] == '\0';
}

unsigned schedule_spacing(const struct schedule *schedule, uint32_t retry)
{
	uint64_t last = 0;

	for (unsigned i = 0; i < schedule->stages; i++) {
		last += schedule->stage[i].hellos;
		if ((uint64_t)retry + 1 < last)
			return schedule->stage[i].minutes;
	}
	return 0;
}
