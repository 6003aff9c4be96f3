/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * small.c - the verbs arp, udp, raw and clock, a few lines each.
 *
 * udp is mostly for traffic that has nothing to do with provisioning: a
 * capture covers a time only if something was seen at its end.
 */
#include "packet.h"
#include "verbs.h"

#include <string.h>

#define ROUND_TRIP 300000               /* ns */
#define ASKED_EVERY INT64_C(1000000000) /* ns */
#define SYSLOG_SOURCE 514

void verb_arp(struct scene *scene, struct line *line)
{
	struct host *asker = scene_host(scene, line, line_word(line, 1));
	struct host *target = scene_host(scene, line, line_word(line, 2));
	bool answered = !strcmp(line_word(line, 3), "answer");
	int64_t every = line_span(line, "every", ASKED_EVERY);
	uint64_t times = line_number(line, "times", 1);

	if (!answered && strcmp(line_word(line, 3), "silence"))
		line_fail(line, "neither answer nor silence: %s", line_word(line, 3));
	for (uint64_t i = 0; i < times; i++) {
		if (i)
			scene_wait(scene, every);
		packet_arp(scene, asker, target, false);
	}
	if (answered) {
		scene_wait(scene, ROUND_TRIP);
		packet_arp(scene, asker, target, true);
	}
}

void verb_udp(struct scene *scene, struct line *line)
{
	struct host *from = scene_host(scene, line, line_word(line, 1));
	char **to = g_strsplit(line_word(line, 2), ":", 2);
	GByteArray *payload = line_bytes(line, line_word(line, 3));

	if (!to[0] || !to[1])
		line_fail(line, "not HOST:PORT: %s", line_word(line, 2));
	packet_udp(scene, from, (uint16_t)line_number(line, "port", SYSLOG_SOURCE),
		   scene_host(scene, line, to[0]), (uint16_t)line_count(line, to[1]), payload);
	g_byte_array_unref(payload);
	g_strfreev(to);
}

void verb_raw(struct scene *scene, struct line *line)
{
	scene_send(scene, line_bytes(line, line_word(line, 1)));
}

/* From now on the capturing machine's clock is so far off; the scenario's own goes on. */
void verb_clock(struct scene *scene, struct line *line)
{
	const char *how = line_word(line, 1);

	if (!strcmp(how, "right"))
		scene->astray = 0;
	else if (!strcmp(how, "ahead"))
		scene->astray = line_time(line, line_word(line, 2));
	else if (!strcmp(how, "behind"))
		scene->astray = -line_time(line, line_word(line, 2));
	else
		line_fail(line, "neither right, ahead nor behind: %s", how);
}
