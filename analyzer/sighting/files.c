/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * files.c - captures are what was seen at once, files are what lies on the disk.
 *
 * Only a capture that was cut into pieces has more than one; all conclusions
 * are drawn from captures, all evidence is named by files.
 */
#include "sighting.h"

static const struct capture_facts *capture_at(const struct sightings *s, unsigned capture)
{
	return sightings_capture((struct sightings *)s, capture);
}

static unsigned files_of(const struct capture_facts *facts)
{
	return MAX(facts->piece_count, 1);
}

const struct capture_facts *sightings_file(const struct sightings *s, unsigned file)
{
	for (unsigned i = 0; i < sightings_captures(s); i++) {
		const struct capture_facts *facts = capture_at(s, i);

		if (file < files_of(facts))
			return facts->piece_count ? &facts->piece[file] : facts;
		file -= files_of(facts);
	}
	return NULL;
}

int sightings_capture_headed(const struct sightings *s, unsigned file)
{
	unsigned head = 0;

	for (unsigned i = 0; i < sightings_captures(s) && head <= file; i++) {
		if (head == file)
			return (int)i;
		head += files_of(capture_at(s, i));
	}
	return -1;
}

void sightings_locate(const struct sightings *s, unsigned *capture, uint64_t *frame)
{
	const struct capture_facts *facts = capture_at(s, *capture);
	unsigned file = 0, piece = 0;

	for (unsigned i = 0; i < *capture; i++)
		file += files_of(capture_at(s, i));
	for (; piece + 1 < facts->piece_count && *frame > facts->piece[piece].frames; piece++)
		*frame -= facts->piece[piece].frames;
	*capture = file + piece;
}
