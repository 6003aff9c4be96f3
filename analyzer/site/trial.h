/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * trial.h - what-if changes tried on a loaded site, one list after another.
 *
 * A trial shares all rows with the site and copies a table (rows, not texts)
 * when a change first touches it; from then on a list costs what it changes:
 * rows are found by their look-ups, and undone one by one. So thousands of
 * lists may be tried on a hundred thousand rows. It holds no copy of a PPS,
 * for changed rows share the secrets of those that they stand for.
 *
 * Records cannot be removed in a trial: their rows would move.
 */
#ifndef SITE_TRIAL_H
#define SITE_TRIAL_H

#include "site.h"

struct site_trial;

/* |site| must outlive the trial, and is never written. */
struct site_trial *site_trial_new(const struct site *site);
void site_trial_free(struct site_trial *trial);

/*
 * The site with |changes| (char *, the values of --set) and with none that
 * were tried before. Valid until the next call. NULL when one cannot be made.
 */
const struct site *site_trial_with(struct site_trial *trial, const GPtrArray *changes);

/* The table that a change (a value of --set) is about, or SITE_TABLES. */
enum site_table change_table(const char *change);

#endif
