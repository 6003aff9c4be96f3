/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ladder.h - who said what to whom: one device's messages as rungs between four rails.
 *
 * What should have come and did not is a rung too, marked absent, with the
 * time that the capture goes on without it. Writers draw; they decide nothing.
 */
#ifndef REPORT_LADDER_H
#define REPORT_LADDER_H

#include <stdio.h>

#include "diagnosis.h"

enum rail {
	RAIL_DEVICE,
	RAIL_DHCP,
	RAIL_DNS,
	RAIL_SERVER,
	RAILS
};

extern const char *const rail_names[RAILS];

struct rung {
	int64_t time;   /* nanoseconds since 1970 UTC */
	unsigned file;  /* sightings_file() */
	uint64_t frame; /* 0: absent */
	enum rail from, to;
	const char *key; /* what it is, whoever says it and however often */
	char *text;
	bool absent;
	int64_t waited; /* of an absent one: nanoseconds that the capture goes on */
};

struct ladder {
	GArray *rungs; /* struct rung, in the order of time */
	bool used[RAILS];
	char *name; /* of the device */
	char *verdict;
	unsigned digits;   /* of a second's fraction */
	unsigned left_out; /* sightings in the middle that are not drawn */
	int diverges;      /* the first rung that the other ladder does not have, or -1 */
};

/* The ladder of the |device|th of |diagnosis|. */
struct ladder *ladder_of(const struct diagnosis *diagnosis, unsigned device, bool show_pids);
void ladder_free(struct ladder *ladder);

/* Marks where two ladders diverge first: what is the same over and over counts once. */
void ladder_compare(struct ladder *a, struct ladder *b);

/* A rung's time since the first one, "+12.345678", and how long was waited, "15 s". */
#define LADDER_TIME 40
const char *ladder_time(const struct ladder *ladder, const struct rung *rung,
			char text[LADDER_TIME]);
const char *ladder_waited(const struct rung *rung, char text[LADDER_TIME]);

static inline const struct rung *ladder_rung(const struct ladder *ladder, unsigned i)
{
	return &g_array_index(ladder->rungs, struct rung, i);
}

/* How it is written. |other| (may be NULL) is a ladder to stand beside it. */
struct ladder_format {
	const char *name;
	bool (*write)(FILE *out, const struct ladder *ladder, const struct ladder *other);
};

/* NULL when there is no format of that name. */
const struct ladder_format *ladder_format_find(const char *name);

bool ladder_write_text(FILE *out, const struct ladder *ladder, const struct ladder *other);
bool ladder_write_mermaid(FILE *out, const struct ladder *ladder, const struct ladder *other);
bool ladder_write_svg(FILE *out, const struct ladder *ladder, const struct ladder *other);

/* The same drawing as a part of a page, whose style sheet is ladder_style. */
void ladder_put_svg(FILE *out, const struct ladder *ladder);
extern const char ladder_style[];

/* |text| for XML and HTML. Free with g_free(). */
char *ladder_xml(const char *text);

#endif
