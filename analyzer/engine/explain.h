/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain.h - an attempt against the catalogue: what stopped it, and what else is wrong. */
#ifndef ENGINE_EXPLAIN_H
#define ENGINE_EXPLAIN_H

#include "finding.h"

/*
 * The findings of a folded attempt, struct finding *, to be freed with
 * finding_free(). At most one of them is an error: the one that stopped it.
 * Fills the attempt's stop, decisions and refused_by.
 */
GPtrArray *attempt_explain(struct attempt *attempt);

/* The error among |findings|, or NULL. */
struct finding *findings_error(const GPtrArray *findings);

bool findings_have(const GPtrArray *findings, const struct failure *row);

/* Lowers what stands as an error, because the device came past it. */
void finding_lower(struct finding *finding);

#endif
