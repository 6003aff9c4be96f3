/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * schedule.h - when a device says hello again.
 *
 * Written COUNTxMINUTES,...: "5x1,5x10,5x60" is five hellos a minute apart,
 * five ten minutes apart, five an hour apart; the first at once (Intel blog
 * zh-cn 2009-09-08 on PSK; Symantec blog, USB Provisioning, 2007-05-02).
 */
#ifndef SITE_SCHEDULE_H
#define SITE_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#define SCHEDULE_STAGES 8
#define SCHEDULE_DEFAULT "5x1,5x10,5x60"

struct schedule {
	unsigned stages;
	struct {
		unsigned hellos, minutes;
	} stage[SCHEDULE_STAGES];
};

/* False when |text| is no schedule. */
bool schedule_parse(struct schedule *schedule, const char *text);

/* Minutes between hello |retry| (from 0) and the next one; 0 when it is the last. */
unsigned schedule_spacing(const struct schedule *schedule, uint32_t retry);

#endif
