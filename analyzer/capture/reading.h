/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reading.h - what the formats of this folder share: a capture being read.
 *
 * capture_next() is one call through |next| into the format's own function,
 * which takes the frame where it lies in the block. Whatever ends the reading
 * puts capture_ended() there, so no frame pays for a test.
 */
#ifndef CAPTURE_READING_H
#define CAPTURE_READING_H

#include "blocks.h"
#include "capture.h"

#define NANOSECONDS INT64_C(1000000000)

struct pcapng;
struct ring;

/* How a pcap file's records are laid out. */
struct pcap {
	bool swapped;
	enum {
		LENGTHS_CAPTURED_FIRST,
		LENGTHS_ORIGINAL_FIRST, /* before version 2.3 */
		LENGTHS_LARGER_IS_ORIGINAL,
	} lengths;
	uint8_t digits;
	uint32_t record_header; /* bytes */
	int64_t fraction;       /* nanoseconds that its unit is */
	uint32_t link_type;
	uint32_t padding; /* bytes before each frame that are not of it */
};

struct capture {
	bool (*next)(struct capture *, struct frame *);
	struct blocks blocks;
	struct capture_summary summary;
	int64_t previous; /* time of the frame before */
	struct pcap pcap;
	struct pcapng *ng; /* NULL: not pcapng */
	struct ring *ring; /* NULL: one file */
	uint64_t unlisted; /* problems beyond PROBLEMS_LISTED */
};

/* Reads the file header. False with |error| set when it is none or not one that we read. */
bool pcap_start(struct capture *capture, GError **error);
bool pcapng_start(struct capture *capture, GError **error);

void pcapng_free(struct pcapng *ng);
struct bytes pcapng_secrets(const struct pcapng *ng);
/* Frames that the interfaces say they dropped. */
uint64_t pcapng_dropped(const struct pcapng *ng);

const struct capture_summary *ring_piece(const struct ring *ring, uint32_t file);
struct bytes ring_secrets(const struct ring *ring);
void ring_free(struct ring *ring);

/* A capture that has read nothing yet and has no format. */
struct capture *capture_new(void);

/* Adds a sentence to the problems. */
void capture_problem(struct capture *capture, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Ends the reading, properly or not. Gives false, for capture_next() to return. */
bool capture_end(struct capture *capture, bool complete);

/*
 * Ends the reading where |n| bytes are wanted and the file has fewer: a proper
 * end when it has none at all and |between| records, otherwise "cut short".
 */
bool capture_cut(struct capture *capture, uint64_t n, bool between);

/* Number |n| with a comma after each three digits, in |text|. */
#define GROUPED 27
const char *grouped(char text[GROUPED], uint64_t n);

/* Counts a frame in the summary: when it was seen, and whether it is cut. */
static inline void capture_count(struct capture *c, int64_t time, bool is_cut)
{
	struct capture_summary *s = &c->summary;

	s->cut_frames += is_cut;
	s->backward += time < MAX(c->previous, INT64_MIN + NANOSECONDS) - NANOSECONDS;
	s->first = MIN(s->first, time);
	s->last = MAX(s->last, time);
	c->previous = time;
}

#endif
