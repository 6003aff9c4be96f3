/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mapping.h - who is who, under other names: one consistent set of them.
 *
 * Equal values get equal substitutes wherever they stand, and what verdicts
 * rest on is kept: the family of an address, whether a PID's check character
 * fits, in how many characters two PIDs differ, both byte orders of a UUID,
 * which names share a suffix. A name keeps the lengths of its labels, so that
 * it fits into the bytes of a stream.
 */
#ifndef SCRUB_MAPPING_H
#define SCRUB_MAPPING_H

#include <glib.h>

#include "address.h"
#include "domain.h"
#include "pid.h"
#include "uuid.h"

/* What stays as it is. */
enum keep {
	KEEP_ADDRESSES = 1 << 0,
	KEEP_MACS = 1 << 1,
	KEEP_UUIDS = 1 << 2,
	KEEP_PIDS = 1 << 3,
	KEEP_NAMES = 1 << 4,
	KEEP_PAYLOAD = 1 << 5, /* of streams, byte for byte: never for what is handed on */
	KEEP_ALL = (1 << 6) - 1,
};

struct mapping;

struct mapping *mapping_new(unsigned keep);
void mapping_free(struct mapping *m);

/* Is |part| kept? */
bool mapping_keeps(const struct mapping *m, enum keep part);

/* False when substitutes ran out, so that two values had to share one. */
bool mapping_is_sound(const struct mapping *m);

/* Addresses that are no one machine's stay what they are. */
struct address mapping_address(struct mapping *m, const struct address *a);
/* The same of MACs; of a multicast one only the kind stays. */
struct mac mapping_mac(struct mapping *m, const struct mac *mac);
struct uuid mapping_uuid(struct mapping *m, const struct uuid *uuid);
/* |pid| is any eight bytes. */
void mapping_pid(struct mapping *m, const uint8_t pid[PID_LENGTH], uint8_t out[PID_LENGTH]);
/* A domain name as domain.h writes it; also an address written as a name, or the reverse one. */
const char *mapping_name(struct mapping *m, const char *name, char out[DOMAIN_TEXT]);
/* Bytes that only have to stay equal or different: session numbers, tickets. |out| has |in|'s length. */
void mapping_opaque(struct mapping *m, struct bytes in, uint8_t *out);
/* Words of records that only have to stay equal or different. Free with g_free(). */
char *mapping_word(struct mapping *m, const char *prefix, const char *word);

/* The certificates that were made anew (certificate_remake.h). */
struct remaking *mapping_certificates(struct mapping *m);

/* The name under in-addr.arpa or ip6.arpa of |a|. */
const char *reverse_name(const struct address *a, char out[DOMAIN_TEXT]);

#endif
