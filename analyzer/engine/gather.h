/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gather.h - the findings of many devices, each fault once.
 *
 * Findings whose texts are the same to the letter are one fault that stops
 * several devices. Devices go by any number while findings are gathered, and
 * by their place in the report at the end.
 */
#ifndef ENGINE_GATHER_H
#define ENGINE_GATHER_H

#include "finding.h"

struct gather;

struct gather *gather_new(void);
/* Takes |finding| of |device|. */
void gather_add(struct gather *gather, struct finding *finding, unsigned device);
/*
 * Ends gathering: struct finding * in the order of reports, their devices
 * renumbered by |place|.
 */
GPtrArray *gather_end(struct gather *gather, const unsigned *place);

#endif
