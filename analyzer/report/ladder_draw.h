/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ladder_draw.h - a ladder while it is drawn; the files that draw share it. */
#ifndef REPORT_LADDER_DRAW_H
#define REPORT_LADDER_DRAW_H

#include "attempt.h"
#include "ladder.h"

struct drawing {
	struct ladder *ladder;
	const struct diagnosis *diagnosis;
	const struct device *device;
	const struct sighting *sighting; /* the one at hand */
	bool show_pids;
	bool called;  /* a call-back was drawn */
	bool asked;   /* a question for the server was */
	bool dialled; /* a connection for a hello was */
};

/* A rung of what happened at |at|; none when that never was. */
void ladder_add(struct drawing *d, const char *key, enum rail from, enum rail to, struct moment at,
		const char *format, ...) G_GNUC_PRINTF(6, 7);

/* What was said on the connection at hand, whose client is |client|: in TLS, and over HTTP. */
void ladder_draw_session(struct drawing *d, const struct seen_session *session, enum rail client);
void ladder_draw_calls(struct drawing *d, const struct seen_calls *calls, enum rail client);

/* Who broke the connection at hand off: by a reset, or a device that hung up without a word. */
void ladder_draw_end(struct drawing *d, const struct seen_connection *c, enum rail client);

#endif
