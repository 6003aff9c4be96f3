/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table.h - the connections that are followed, found by their flow.
 *
 * Slots live in chunks that never move; an open-addressed index of 8 bytes an
 * entry finds them by a keyed hash that is the same in both directions. Each
 * slot waits in one queue of its rank, so that what tells least is at hand.
 */
#ifndef STREAM_TABLE_H
#define STREAM_TABLE_H

#include <glib.h>

#include "lane.h"
#include "siphash.h"
#include "tcp.h"

/* In the order of who goes first when room is needed. */
enum rank {
	RANK_ENDED,
	RANK_SILENT, /* no payload */
	RANK_PAYLOAD,
	RANKS
};

struct slot {
	struct connection connection; /* first: the consumer's pointer is the slot's */
	struct lane lane[2];
	struct piece direct; /* of bytes that are handed out from their packet; frame 0: none */
	uint64_t born;       /* order of first packets */
	size_t held;         /* memory of both lanes, as last counted */
	uint32_t hash, number;
	enum rank rank;
	GList in_rank, in_holders; /* links; data is the slot */
};

struct table {
	struct siphash_key key;
	struct entry *index;
	size_t index_room; /* a power of two */
	size_t count, limit;
	GPtrArray *chunks;
	GArray *unused; /* slot numbers */
	GQueue rank[RANKS];
	uint64_t births;
};

void table_open(struct table *t, size_t limit, uint64_t seed);
void table_close(struct table *t);
/* The slot of |flow| and which of its sides sends, or NULL. */
struct slot *table_find(const struct table *t, const struct flow *flow, enum direction *sender);
/* A fresh slot for |flow|, whose |src| is the client when |src_is_client|. There must be room. */
struct slot *table_add(struct table *t, const struct flow *flow, bool src_is_client);
void table_remove(struct table *t, struct slot *slot);
/* Puts the slot at the young end of |rank|. */
void table_rank(struct table *t, struct slot *slot, enum rank rank);
struct slot *table_oldest(const struct table *t, enum rank rank);
/* All slots in the order of their first packets; the caller frees the array. */
GPtrArray *table_all(const struct table *t);

#endif
