/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * budget.h - how much of each kind one capture may keep.
 *
 * Whoever can send a packet can show as many hosts as there are addresses. So
 * each kind has room for so many sightings of strangers, and as much again for
 * hosts that stand out, because more than one thing shows them: the site's
 * records, a lease, an answer from DNS, a call-back that they took. A flood
 * then costs bounded memory and does not hide who stands out. What went
 * beyond is counted.
 */
#ifndef SIGHTING_BUDGET_H
#define SIGHTING_BUDGET_H

#include <glib.h>

#include "address.h"

enum budget_kind {
	BUDGET_HELLO,
	BUDGET_CONNECTION, /* that carried bytes */
	BUDGET_EMPTY,      /* accepted, but not a byte was seen */
	BUDGET_REFUSED,
	BUDGET_SILENT,
	BUDGET_NAME,
	BUDGET_LEASE,
	BUDGET_DISCOVER, /* DHCP without an acknowledgement */
	BUDGET_NEIGHBOUR,
	BUDGET_HASHES,      /* lists of them that differ */
	BUDGET_SESSION,     /* of TLS, beside its connection */
	BUDGET_CERTIFICATE, /* that differ */
	BUDGET_CALL,
	BUDGET_WORDS, /* different texts of sessions and calls */
	BUDGET_KINDS
};

#define BUDGET_LEAST (16 * 1024)        /* of kinds that tell least */
#define BUDGET_HOSTS (256 * 1024)       /* that stand out */
#define BUDGET_TEXT (64 * 1024 * 1024u) /* bytes of names and hash lists, for each half */

struct budget;

struct budget *budget_new(void);
void budget_free(struct budget *budget);

/* |host| is no stranger from now on. */
void budget_stand_out(struct budget *budget, const struct address *host);

bool budget_stands_out(const struct budget *budget, const struct address *host);

/* May one more of |kind| be kept, of |host|, with |text| bytes beside it? Counts it either way. */
bool budget_take(struct budget *budget, enum budget_kind kind, const struct address *host,
		 size_t text);

/* How many of |kind| were left out. */
uint64_t budget_left_out(const struct budget *budget, enum budget_kind kind);

/* The sentence that says so, or NULL when none was. Free it. */
char *budget_sentence(const struct budget *budget, enum budget_kind kind);

#endif
