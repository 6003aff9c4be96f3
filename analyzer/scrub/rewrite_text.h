/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rewrite_text.h - words, digests and XML, rewritten in place. */
#ifndef SCRUB_REWRITE_TEXT_H
#define SCRUB_REWRITE_TEXT_H

#include "mapping.h"

/* Everything but blanks becomes x. */
void cross_out(uint8_t *p, size_t n);
/* Letters and digits become others, equal where they were equal; signs stay. */
void rewrite_letters(struct mapping *m, uint8_t *p, size_t n);

/* Does it begin with |word|, in any case? */
bool starts(const uint8_t *p, size_t n, const char *word);
/* Is it one of these words, in any case? */
bool is_one_of(const uint8_t *p, size_t n, const char *const *words, size_t count);

/* The parameters of a digest challenge or answer (RFC 7616). */
void rewrite_digest(struct mapping *m, uint8_t *p, size_t n);
/* A body, or a piece of one. */
void rewrite_xml(struct mapping *m, uint8_t *p, size_t n);

/* Is it the word of a fault, without a prefix, that public schemas have? */
bool is_fault_word(const char *word);

#endif
