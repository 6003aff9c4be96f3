/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * quote.h - the bytes that evidence points at, field by field.
 *
 * Sightings keep no bytes, so the captures are read once more, for the frames
 * that findings quote. Only what may be shown is: fields of a hello (the PID
 * masked unless asked for), DNS and DHCP. Other streams may carry passwords.
 */
#ifndef ANALYZER_QUOTE_H
#define ANALYZER_QUOTE_H

#include "options.h"

struct quotes;

/* Reads the frames that |diagnosis| quotes from the captures that |options| name. */
struct quotes *quotes_read(const struct diagnosis *diagnosis, const struct options *options);
void quotes_free(struct quotes *quotes);

/* For report_options: struct report_quote, owned by the array; NULL when there are none. */
GPtrArray *quote(void *quotes, unsigned file, const struct place *place);

#endif
