/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pid.h - the provisioning ID and its check characters.
 *
 * A PID is 8 characters of A-Z and 0-9, shown as ABCD-EFGH; its last
 * character checks the first seven. A PPS is 32 characters in which every
 * fourth checks the three before it. The check character of a group is the
 * sum of its ASCII codes modulo 36, written 0-9 then A-Z (Intel AMT
 * Implementation and Reference Guide, pidppschecksum.htm).
 */
#ifndef WIRE_PID_H
#define WIRE_PID_H

#include "bytes.h"

#define PID_LENGTH 8
#define PPS_LENGTH 32
#define PID_TEXT (PID_LENGTH + 1)
#define PID_SHOWN 4 /* characters that a masked PID still shows */

/* Eight characters of A-Z and 0-9? */
bool pid_is_well_formed(struct bytes pid);

/* Does the eighth character fit the first seven? False for a PID that is not well formed. */
bool pid_check_holds(struct bytes pid);

/* The same of the eight check characters of a PPS. */
bool pps_check_holds(struct bytes pps);

/* The first four characters, then ****: what reports show. */
const char *pid_masked(const char pid[PID_TEXT], char text[PID_TEXT]);

/* In how many of the eight places two PIDs differ; a swap of two neighbours counts as one. */
unsigned pid_distance(const char a[PID_TEXT], const char b[PID_TEXT]);

#endif
