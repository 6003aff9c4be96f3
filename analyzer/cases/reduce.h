/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reduce.h - the fewest things of which something still holds.
 *
 * Delta debugging by leaving out: halves, quarters and so on down to single
 * ones, as long as anything can be left out. (Zeller, Hildebrandt: Simplifying
 * and Isolating Failure-Inducing Input, 2002; the half that tests what is left.)
 */
#ifndef CASES_REDUCE_H
#define CASES_REDUCE_H

#include <stdbool.h>

/* Does it hold of those that |in| marks? */
typedef bool holds_function(void *user, const bool *in);

/* Clears what can be left out of the |n| marks. Asks |budget| times at most, and counts it down. */
void reduce(bool *in, unsigned n, holds_function *holds, void *user, unsigned *budget);

#endif
