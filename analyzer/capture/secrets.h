/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * secrets.h - TLS key logs that a capture carries, kept until it is closed.
 *
 * One allocation of the largest size, so that growing leaves no copies behind.
 */
#ifndef CAPTURE_SECRETS_H
#define CAPTURE_SECRETS_H

#include "bytes.h"

#define SECRETS_MAX (1024 * 1024)

struct secrets {
	char *text; /* NULL: none */
	size_t n;
};

/* Appends |text|. False when there was not room for all of it. */
bool secrets_add(struct secrets *secrets, struct bytes text);

/* Ends one key log: it need not end in a line's end, and another may follow. */
void secrets_end(struct secrets *secrets);

/* Overwrites and frees them. */
void secrets_wipe(struct secrets *secrets);

#endif
