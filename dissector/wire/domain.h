/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * domain.h - domain names of the wire as text, for DNS and DHCP alike.
 *
 * Text is lower case, without a trailing dot; bytes that are no letters,
 * digits, '-', '_' or the dot between two labels appear as \DDD (RFC 1035,
 * 5.1), a dot inside a label too.
 */
#ifndef WIRE_DOMAIN_H
#define WIRE_DOMAIN_H

#include "reader.h"

#define DOMAIN_TEXT 1024 /* 255 octets, each at worst \DDD, with NUL */

/*
 * Reads labels up to the root or a compression pointer into |message|, whose
 * name is followed; an empty |message| allows no pointers. False, and |r|
 * failed, when the name is cut, longer than 255 octets or 127 labels, or
 * points anywhere but backwards. The root is "".
 */
bool domain_read(struct reader *r, struct bytes message, char text[DOMAIN_TEXT]);

/* A name that was sent as characters; NULs and dots at its end are dropped, and so is what is
 * longer than a name can be. */
void domain_from_characters(struct bytes characters, char text[DOMAIN_TEXT]);

/* Copies |text| behind the |used| bytes of |arena|; NULL when it does not fit. */
const char *domain_keep(char *arena, size_t size, size_t *used, const char *text);

#endif
