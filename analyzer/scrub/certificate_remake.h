/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate_remake.h - certificates made anew: the same shape, own keys, other names.
 *
 * A certificate is changed in place, byte lengths kept: names are mapped, the
 * key is one of ours of the same kind and size, and the issuer's, one of ours
 * too, signs. So a chain still holds, or still does not; and hashes of roots
 * in hellos are mapped to the new ones.
 */
#ifndef SCRUB_CERTIFICATE_REMAKE_H
#define SCRUB_CERTIFICATE_REMAKE_H

#include "mapping.h"

struct remaking;

struct remaking *remaking_new(struct mapping *m);
void remaking_free(struct remaking *remaking);

/* Tells of a certificate before any is made anew: who issues whom must be known. */
void remaking_note(struct remaking *remaking, struct bytes der);

/* Makes the |n| bytes at |der| anew. False when they cannot be: then they may be changed in part. */
bool certificate_remake(struct remaking *remaking, uint8_t *der, size_t n);

/* Writes what the hash of a certificate became; false, and nothing, when none made anew had it. */
bool remade_hash(const struct remaking *remaking, uint8_t *hash, size_t n);

#endif
