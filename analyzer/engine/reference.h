/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reference.h - what the reference server decides about a hello, from the site's records. */
#ifndef ENGINE_REFERENCE_H
#define ENGINE_REFERENCE_H

#include "attempt.h"

/* Fills |attempt|'s naming: where its FQDN would come from. */
void reference_name(struct attempt *attempt);

/* The name under which an address stands in the reverse zone. Free it. */
char *reference_reverse_name(const struct address *address);

/* What the records say of the device, or NULL. */
const struct site_device *reference_device(const struct attempt *attempt);

/* The firmware version of the records as a number, 2.6 = 206; 0 when not given. */
unsigned reference_firmware(const struct attempt *attempt);

/*
 * Do the records say everything that the reference server would ask at
 * |step| (identify, name, profile) about this attempt? If not, |needs| (may
 * be NULL) gets the record that is missing, in words.
 */
bool reference_is_decidable(const struct attempt *attempt, enum step step, const char **needs);

#endif
