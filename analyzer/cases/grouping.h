/* SPDX-License-Identifier: GPL-2.0-or-later */
/* grouping.h - which frames belong together, as far as one may be left out without the others. */
#ifndef CASES_GROUPING_H
#define CASES_GROUPING_H

#include <glib.h>

#include "packet.h"

struct grouping;

struct grouping *grouping_new(void);
void grouping_free(struct grouping *g);

/* The group of |packet| of |capture|: a connection, a question with its answer. */
unsigned grouping_of(struct grouping *g, unsigned capture, const struct packet *packet);

/* A group of its own. */
unsigned grouping_alone(struct grouping *g);
unsigned grouping_count(const struct grouping *g);

#endif
