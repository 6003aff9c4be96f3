/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * accept.h - which findings somebody knows of: --baseline and --suppress.
 *
 * They are marked in the diagnosis, so that every format says so, and do not
 * count for the exit status.
 */
#ifndef ANALYZER_ACCEPT_H
#define ANALYZER_ACCEPT_H

#include "diagnosis.h"

struct known_findings;

/*
 * What the report at |baseline| and the |suppressions|, "ID[:DEVICE][@DAY][=REASON]",
 * say; both may be NULL. NULL, and said why, when one of them cannot be understood.
 */
struct known_findings *known_findings_new(const char *baseline, char **suppressions);
void known_findings_free(struct known_findings *known);

/* Marks the findings of |diagnosis| that are known. */
void accept_known(struct diagnosis *diagnosis, const struct known_findings *known);

struct threshold;

/* Marks those that count for the exit status: at or above |fail|, and not accepted. */
void mark_counting(struct diagnosis *diagnosis, const struct threshold *fail);

#endif
