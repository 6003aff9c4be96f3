/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * acceptance.h - findings that somebody knows of.
 *
 * They stay in every report, marked; only the exit status leaves them out. A
 * finding may be known of some of its devices and new of others: then it counts.
 */
#ifndef ENGINE_ACCEPTANCE_H
#define ENGINE_ACCEPTANCE_H

#include "diagnosis.h"

/*
 * Adds |device| to what is accepted of |finding| |by| the same with the same
 * |reason| and |until|, which are copied and may be NULL. A negative |device|
 * stands for a finding that has none.
 */
void finding_accept(struct finding *finding, int device, const char *by, const char *reason,
		    const char *until);

#endif
