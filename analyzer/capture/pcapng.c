/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pcapng.c - the block format: type, length, body, length again.
 *
 * Blocks that are not packets are passed over without being held, however
 * long; a packet is held whole, so that its trailing length is checked before
 * it counts. Sections may differ in byte order, interfaces in everything.
 * Source: draft-ietf-opsawg-pcapng.
 */
#include <inttypes.h>

#include "option.h"
#include "pcapng.h"
#include "reading.h"
#include "recognise.h"

#define BLOCK_TRAILER 4
#define BLOCK_LEAST (BLOCK_HEADER + BLOCK_TRAILER)
#define BLOCK_MOST (16 * 1024 * 1024)

#define BYTE_ORDER_MAGIC 0x1a2b3c4d
#define SECTION_FIXED 16 /* magic, major, minor, section length */

/*
 * Enhanced packet, the fixed part; the obsolete packet block has two halves,
 * interface and drop count, where this has the interface.
 */
enum {
	PACKET_INTERFACE = 0,
	PACKET_DROPS = 2,
	PACKET_TIME_HIGH = 4,
	PACKET_TIME_LOW = 8,
	PACKET_CAPTURED = 12,
	PACKET_ORIGINAL = 16,
	PACKET_FIXED = 20,
	SIMPLE_FIXED = 4,
};

#define EPB_DROPCOUNT 4
#define DROPS_UNKNOWN 0xffff

bool recognise_pcapng(struct bytes start)
{
	return start.n >= sizeof(uint32_t) && order32(start.p, false) == BLOCK_SECTION;
}

/* What |id| is over all sections, for frame.interface. */
static uint32_t index_of(const struct pcapng *ng, uint32_t id)
{
	return (uint32_t)(ng->interfaces.before + id);
}

/* A packet that cannot be delivered keeps its number, as the next ones shall have theirs. */
static bool pass_over(struct capture *c, const char *why)
{
	capture_problem(c, "frame %" PRIu64 " is passed over: %s", ++c->summary.frames, why);
	return false;
}

static void note_drops(struct interface *interface, struct bytes options, bool swapped)
{
	struct option option;

	while (option_next(&option, &options, swapped))
		if (option.code == EPB_DROPCOUNT && option.value.n == 8)
			interface->noted =
				sum_u64(interface->noted, order64(option.value.p, swapped));
}

static bool deliver(struct capture *c, struct frame *frame)
{
	frame->number = ++c->summary.frames;
	capture_count(c, frame->time, frame->bytes.n < frame->original_length);
	return true;
}

/* Enhanced and obsolete packets: only how they name their interface differs. */
static inline bool read_packet(struct capture *c, struct frame *frame, struct bytes body,
			       uint32_t id, struct interface *interface)
{
	bool swapped = c->ng->swapped;
	uint32_t captured = order32(body.p + PACKET_CAPTURED, swapped);
	size_t padded = ((size_t)captured + 3) & ~(size_t)3;
	uint64_t ticks = (uint64_t)order32(body.p + PACKET_TIME_HIGH, swapped) << 32 |
			 order32(body.p + PACKET_TIME_LOW, swapped);

	if (captured > body.n - PACKET_FIXED)
		return pass_over(c, "its captured length is more than its block holds");
	if (captured > CAPTURE_RECORD_MAX)
		return pass_over(c, "it is longer than any capture holds");
	*frame = (struct frame){
		.time = interface_time(interface, ticks),
		.digits = interface->digits,
		.interface = index_of(c->ng, id),
		.link_type = interface->link_type,
		.original_length = order32(body.p + PACKET_ORIGINAL, swapped),
		.bytes = bytes_of(body.p + PACKET_FIXED, captured),
	};
	if (body.n > PACKET_FIXED + padded)
		note_drops(interface,
			   bytes_of(body.p + PACKET_FIXED + padded, body.n - PACKET_FIXED - padded),
			   swapped);
	return deliver(c, frame);
}

static inline bool read_enhanced(struct capture *c, struct frame *frame, struct bytes body)
{
	if (body.n < PACKET_FIXED)
		return pass_over(c, "its block is too short");
	uint32_t id = order32(body.p + PACKET_INTERFACE, c->ng->swapped);
	struct interface *interface = interfaces_get(&c->ng->interfaces, id);

	if (!interface)
		return pass_over(c, "its interface was never described");
	return read_packet(c, frame, body, id, interface);
}

static bool read_obsolete(struct capture *c, struct frame *frame, struct bytes body)
{
	if (body.n < PACKET_FIXED)
		return pass_over(c, "its block is too short");
	uint16_t id = order16(body.p + PACKET_INTERFACE, c->ng->swapped);
	uint16_t drops = order16(body.p + PACKET_DROPS, c->ng->swapped);
	struct interface *interface = interfaces_get(&c->ng->interfaces, id);

	if (!interface)
		return pass_over(c, "its interface was never described");
	if (drops != DROPS_UNKNOWN)
		interface->noted = sum_u64(interface->noted, drops);
	return read_packet(c, frame, body, id, interface);
}

/* A simple packet is of interface 0 and has no time: it gets that of the frame before. */
static bool read_simple(struct capture *c, struct frame *frame, struct bytes body)
{
	const struct interface *interface = interfaces_get(&c->ng->interfaces, 0);

	if (body.n < SIMPLE_FIXED)
		return pass_over(c, "its block is too short");
	if (!interface)
		return pass_over(c, "its interface was never described");
	uint32_t original = order32(body.p, c->ng->swapped);
	uint32_t limit = interface->snap_length ? interface->snap_length : UINT32_MAX;
	size_t captured = MIN(MIN(original, limit), body.n - SIMPLE_FIXED);

	if (captured > CAPTURE_RECORD_MAX)
		return pass_over(c, "it is longer than any capture holds");
	*frame = (struct frame){
		.number = ++c->summary.frames,
		.time = c->previous == INT64_MIN ? 0 : c->previous,
		.interface = index_of(c->ng, 0),
		.link_type = interface->link_type,
		.original_length = original,
		.bytes = bytes_of(body.p + SIMPLE_FIXED, captured),
	};
	c->summary.cut_frames += captured < original;
	return true;
}

/* Reads one block that is held whole. True: it was a packet, in |frame|. */
static bool read_block(struct capture *c, struct frame *frame, uint32_t type, struct bytes body)
{
	switch (type) {
	case BLOCK_ENHANCED_PACKET:
		return read_enhanced(c, frame, body);
	case BLOCK_PACKET:
		return read_obsolete(c, frame, body);
	case BLOCK_SIMPLE_PACKET:
		return read_simple(c, frame, body);
	case BLOCK_SECTION:
		interfaces_restart(&c->ng->interfaces);
		return false;
	}
	pcapng_read_other(c, type, body);
	return false;
}

static bool is_packet(uint32_t type)
{
	return type == BLOCK_ENHANCED_PACKET || type == BLOCK_PACKET || type == BLOCK_SIMPLE_PACKET;
}

/* Ends the reading at the block that starts at byte |start|: nothing behind it can be found. */
static bool damaged(struct capture *c, uint64_t start, const char *why)
{
	char at[GROUPED];

	capture_problem(c, "damaged: the block at byte %s, after frame %" PRIu64 ", %s",
			grouped(at, start), c->summary.frames, why);
	return capture_end(c, false);
}

static bool cut(struct capture *c, uint64_t start, uint32_t length)
{
	char needs[GROUPED], at[GROUPED], there[GROUPED];

	if (c->blocks.stopped)
		return capture_end(c, false);
	capture_problem(c,
			"cut short: the block at byte %s, after frame %" PRIu64
			", needs %s bytes, %s are there",
			grouped(at, start), c->summary.frames, grouped(needs, length),
			grouped(there, c->blocks.total - start));
	return capture_end(c, false);
}

/* A block longer than what is held: only what its beginning tells is of use. */
static bool pass_long(struct capture *c, uint32_t type, uint32_t length)
{
	struct blocks *b = &c->blocks;
	uint64_t start = blocks_offset(b);
	uint32_t left = length - BLOCK_TRAILER;

	if (is_packet(type))
		pass_over(c, "it is longer than any capture holds");
	else if (type == BLOCK_SECRETS && !pcapng_stream_secrets(c, &left))
		return cut(c, start, length);
	else if (type != BLOCK_SECRETS && blocks_need(b, BLOCKS_HOLD))
		read_block(c, NULL, type,
			   bytes_of(b->at + BLOCK_HEADER, BLOCKS_HOLD - BLOCK_HEADER));
	if (!blocks_skip(b, left) || !blocks_need(b, BLOCK_TRAILER))
		return cut(c, start, length);
	if (order32(b->at, c->ng->swapped) != length)
		return damaged(c, start, "does not end with its length");
	b->at += BLOCK_TRAILER;
	return true;
}

/* The order of a section's bytes is known from its own magic only. */
static bool enter_section(struct capture *c)
{
	struct blocks *b = &c->blocks;
	uint64_t start = blocks_offset(b);

	if (!blocks_need(b, BLOCK_LEAST + SECTION_FIXED))
		return cut(c, start, BLOCK_LEAST + SECTION_FIXED);
	const uint8_t *body = b->at + BLOCK_HEADER;

	c->ng->swapped = order32(body, false) != BYTE_ORDER_MAGIC;
	if (order32(body, c->ng->swapped) != BYTE_ORDER_MAGIC)
		return damaged(c, start, "starts a section without the byte-order magic");
	if (order16(body + 4, c->ng->swapped) != 1)
		return damaged(c, start, "starts a section of a version that is not known");
	return true;
}

static bool next_block(struct capture *c, struct frame *frame)
{
	struct blocks *b = &c->blocks;

	while (blocks_need(b, BLOCK_LEAST)) {
		uint32_t type = order32(b->at, c->ng->swapped);

		if (G_UNLIKELY(type == BLOCK_SECTION) && !enter_section(c))
			return false;
		bool swapped = c->ng->swapped;
		uint32_t length = order32(b->at + 4, swapped);

		if (length < BLOCK_LEAST || length % 4 || length > BLOCK_MOST)
			return damaged(c, blocks_offset(b), "has a length that no block has");
		if (length > BLOCKS_HOLD) {
			if (!pass_long(c, type, length))
				return false;
			continue;
		}
		if (!blocks_need(b, length))
			return is_packet(type) ? capture_cut(c, length, false)
					       : cut(c, blocks_offset(b), length);
		if (order32(b->at + length - BLOCK_TRAILER, swapped) != length)
			return damaged(c, blocks_offset(b), "does not end with its length");
		struct bytes body = bytes_of(b->at + BLOCK_HEADER, length - BLOCK_LEAST);

		b->at += length;
		if (G_LIKELY(type == BLOCK_ENHANCED_PACKET) ? read_enhanced(c, frame, body)
							    : read_block(c, frame, type, body))
			return true;
	}
	return blocks_held(b) ? cut(c, blocks_offset(b), BLOCK_LEAST) : capture_end(c, true);
}

bool pcapng_start(struct capture *c, GError **error)
{
	c->ng = g_new0(struct pcapng, 1);
	interfaces_open(&c->ng->interfaces);
	c->next = next_block;
	if (enter_section(c))
		return true;
	g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT, "a pcapng file's first block: %s",
		    (const char *)g_ptr_array_index(c->summary.problems, 0));
	return false;
}
