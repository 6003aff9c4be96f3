/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hello_seen.c - a hello that was seen, and the repeats that were folded into it. */
#include "sighting.h"

struct moment hello_last_at(const struct seen_hello *hello)
{
	return hello->again ? hello->again->at : hello->at;
}

uint32_t hello_last_retry(const struct seen_hello *hello)
{
	return hello->again ? hello->again->retry : hello->retry;
}

unsigned hello_count(const struct seen_hello *hello)
{
	return 1 + (hello->again ? hello->again->count : 0);
}

/* The part of a field that |piece| carried; false when there is none. */
static bool place_in_piece(struct place *place, const struct seen_piece *piece, uint64_t offset,
			   uint64_t length)
{
	uint64_t from = MAX(offset, piece->in_message);
	uint64_t to = MIN(offset + length, (uint64_t)piece->in_message + piece->length);

	if (from >= to)
		return false;
	*place = (struct place){
		.frame = piece->frame,
		.offset = piece->in_frame + (uint32_t)(from - piece->in_message),
		.length = (uint32_t)(to - from),
	};
	return true;
}

/* The last of the repeats lies in its frame as the first does in its own. */
static struct seen_piece piece_of_last(const struct seen_hello *hello)
{
	return (struct seen_piece){
		.frame = hello->again->at.frame,
		.in_frame = hello->again->in_frame,
		.length = hello->length,
	};
}

unsigned hello_places(const struct seen_hello *hello, enum hello_field field, bool of_last,
		      struct place *places, unsigned room)
{
	bool again = of_last && hello->again;
	struct seen_piece last = again ? piece_of_last(hello) : (struct seen_piece){0};
	const struct seen_piece *piece = again ? &last : hello->piece;
	unsigned pieces = again ? 1 : hello->piece_count, n = 0;
	const struct seen_span *span = &hello->span[field];
	bool whole = field == HELLO_FIELD_WHOLE;

	for (unsigned i = 0; i < pieces && n < room; i++)
		n += place_in_piece(&places[n], &piece[i], whole ? 0 : span->offset,
				    whole ? hello->length : span->length);
	return n;
}
