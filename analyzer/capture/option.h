/* SPDX-License-Identifier: GPL-2.0-or-later */
/* option.h - the options at the end of pcapng blocks: code, length, value, padding to four. */
#ifndef CAPTURE_OPTION_H
#define CAPTURE_OPTION_H

#include "order.h"

#define OPTION_HEADER 4
#define OPTION_END 0

struct option {
	uint16_t code;
	struct bytes value;
};

/* Takes the next option from |options|. False at their end, and where they are damaged. */
static inline bool option_next(struct option *option, struct bytes *options, bool swapped)
{
	if (options->n < OPTION_HEADER)
		return false;
	uint16_t code = order16(options->p, swapped);
	size_t n = order16(options->p + 2, swapped);

	if (code == OPTION_END || n > options->n - OPTION_HEADER)
		return false;
	*option = (struct option){code, bytes_of(options->p + OPTION_HEADER, n)};
	n = MIN(OPTION_HEADER + ((n + 3) & ~(size_t)3), options->n);
	*options = bytes_of(options->p + n, options->n - n);
	return true;
}

#endif
