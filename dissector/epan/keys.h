/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * keys.h - the user's table of PIDs and PPSs, and what it opens.
 *
 * The table is Wireshark's own kind (file iamt_keys of the profile, or
 * -o uat:iamt_keys:"PID","PPS"); the PPSs are kept nowhere else.
 */
#ifndef EPAN_KEYS_H
#define EPAN_KEYS_H

#include "iamt.h"

#include "tls.h"

enum key_found {
	KEY_NONE,     /* the table has no row of this PID */
	KEY_GIVEN,    /* TLS has been given what opens the session */
	KEY_NOT_ALONE /* there is a PPS, but the suite's keys need more than it */
};

/*
 * Looks for the PPS of |identity| and gives TLS what it needs for the session
 * whose ClientHello has |random|. To be called before TLS sees the packet.
 */
enum key_found keys_give(struct bytes identity, const uint8_t random[TLS_RANDOM_LENGTH],
			 uint16_t suite);

/* What is shown of it. */
const char *keys_text(enum key_found found);

void keys_register(module_t *module);

#endif
