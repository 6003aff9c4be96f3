/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * catalogue.h - the stages of the failure catalogue, one file each.
 *
 * Inside a stage the first error that applies explains the stop; warnings are
 * all reported. The last row of a stage, its "00", holds for every attempt
 * that stopped there and that no other row explains.
 */
#ifndef CHECKS_CATALOGUE_H
#define CHECKS_CATALOGUE_H

#include "diagnosis.h"

struct stage {
	const struct failure *row;
	size_t n;
};

extern const struct stage *const stages[];
extern const size_t stage_count;

#endif
