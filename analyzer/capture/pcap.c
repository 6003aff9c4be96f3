/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pcap.c - the classic format and its relatives.
 *
 *   file header    magic, major, minor, zone, sigfigs, snap length, link type
 *   record header  seconds, fraction, captured length, original length, ...
 *
 * Relatives differ in the magic, or only in the length of the record header,
 * which the first records give away. Source: draft-ietf-opsawg-pcap; the
 * relatives are described in Wireshark's wiretap/libpcap.c and libpcap's
 * sf-pcap.c.
 */
#include <inttypes.h>

#include "order.h"
#include "reading.h"
#include "recognise.h"

#define FILE_HEADER 24
#define RECORD_HEADER 16
#define RECORD_HEADER_NOKIA 20
#define RECORD_HEADER_MAX 28
#define VARIANTS 3

static const struct relative {
	uint32_t magic;
	uint8_t digits;
	uint8_t more;                   /* bytes of file header after the usual ones */
	uint8_t record_bytes[VARIANTS]; /* record headers met under this magic, likeliest first */
} relatives[] = {
	{0xa1b2c3d4, 6, 0, {16, 24, 20}}, /* standard; Alexey Kuznetsov's first patch; Nokia */
	{0xa1b23c4d, 9, 0, {16}},         /* nanoseconds */
	{0xa1b2cd34, 6, 0, {24, 28}},     /* Kuznetsov's later patches */
	{0x1c0001ac, 9, 4, {16}},         /* Ixia, hardware */
	{0x1c0001ab, 6, 4, {16}},         /* Ixia, software */
};

/* IBM's AIX writes version 2.2, nanoseconds, and interface types of RFC 1573 as link types. */
static const struct aix {
	uint32_t type, link_type, padding;
} aix[] = {
	{6, 1, 0},   /* Ethernet */
	{9, 6, 0},   /* Token Ring */
	{15, 10, 3}, /* FDDI, with bytes before the frame */
	{24, 0, 0},  /* loopback */
};

static const struct relative *relative_of(const uint8_t *p, bool *swapped)
{
	for (size_t i = 0; i < G_N_ELEMENTS(relatives); i++) {
		*swapped = order32(p, false) != relatives[i].magic;
		if (order32(p, *swapped) == relatives[i].magic)
			return &relatives[i];
	}
	return NULL;
}

bool recognise_pcap(struct bytes start)
{
	bool swapped;

	return start.n >= sizeof(uint32_t) && relative_of(start.p, &swapped);
}

struct record {
	uint32_t seconds, fraction, captured, original;
};

static inline struct record record_read(const struct pcap *pcap, const uint8_t *p, bool swapped)
{
	struct record r = {order32(p, swapped), order32(p + 4, swapped), order32(p + 8, swapped),
			   order32(p + 12, swapped)};

	if (G_UNLIKELY(pcap->lengths) &&
	    (pcap->lengths == LENGTHS_ORIGINAL_FIRST || r.captured > r.original)) {
		uint32_t captured = r.original;

		r.original = r.captured;
		r.captured = captured;
	}
	return r;
}

static bool too_long(struct capture *c, uint32_t captured)
{
	char is[GROUPED], at[GROUPED];

	capture_problem(c,
			"damaged: frame %" PRIu64 " at byte %s says it has %s bytes, more than any "
			"capture holds; what follows it cannot be found",
			c->summary.frames + 1, grouped(at, blocks_offset(&c->blocks)),
			grouped(is, captured));
	return capture_end(c, false);
}

/* |swapped| is a constant where this is called: not asked for again in every frame. */
G_ALWAYS_INLINE static inline bool next_record(struct capture *c, struct frame *frame, bool swapped)
{
	const struct pcap *pcap = &c->pcap;
	struct blocks *b = &c->blocks;
	size_t header = pcap->record_header;

	if (!blocks_need(b, header))
		return capture_cut(c, header, true);
	struct record r = record_read(pcap, b->at, swapped);

	if (G_UNLIKELY(r.captured > CAPTURE_RECORD_MAX))
		return too_long(c, r.captured);
	if (!blocks_need(b, header + r.captured))
		return capture_cut(c, header + r.captured, false);
	int64_t time = r.seconds * NANOSECONDS + r.fraction * pcap->fraction;

	*frame = (struct frame){
		.number = ++c->summary.frames,
		.time = time,
		.digits = pcap->digits,
		.link_type = pcap->link_type,
		.original_length = r.original,
		.bytes = bytes_of(b->at + header, r.captured),
	};
	b->at += header + r.captured;
	capture_count(c, time, r.captured < r.original);
	return true;
}

static bool next_native(struct capture *c, struct frame *frame)
{
	return next_record(c, frame, false);
}

static bool next_swapped(struct capture *c, struct frame *frame)
{
	return next_record(c, frame, true);
}

/* The same for AIX's FDDI records, whose lengths count bytes that are not the frame's. */
static bool next_padded_record(struct capture *c, struct frame *frame)
{
	if (!next_record(c, frame, c->pcap.swapped))
		return false;
	uint32_t padding = MIN(c->pcap.padding, (uint32_t)frame->bytes.n);

	frame->bytes = bytes_of(frame->bytes.p + padding, frame->bytes.n - padding);
	frame->original_length -= MIN(padding, frame->original_length);
	return true;
}

/* Does the record at |p| read like one? Microseconds only: the others are not guessed. */
static bool plausible(const struct record *r, uint32_t snap_length)
{
	return r->fraction < 1000000 && r->captured <= r->original &&
	       r->captured <= CAPTURE_RECORD_MAX && r->captured <= snap_length &&
	       r->original <= 128 * 1024 * 1024;
}

/* What the longer record headers hold behind the usual fields. */
static bool plausible_rest(const uint8_t *p, uint32_t header, bool swapped)
{
	if (header == RECORD_HEADER)
		return true;
	if (header == RECORD_HEADER_NOKIA)
		return (order32(p, swapped) & 0x0fff00f0) == 0x0fbf0000;
	/* Interface index, protocol, and Linux's packet type: to us, to all, to some, others', ours. */
	return order32(p, swapped) < 10000 && p[6] <= 4;
}

/* How many of the first three records are wrong if their headers are |header| bytes long. */
static unsigned wrong_records(struct pcap pcap, struct bytes rest, uint32_t header,
			      uint32_t snap_length)
{
	for (unsigned wrong = 3; wrong && rest.n; wrong--) {
		if (rest.n < header)
			return wrong;
		struct record r = record_read(&pcap, rest.p, pcap.swapped);

		if (!plausible(&r, snap_length) || rest.n - header < r.captured ||
		    !plausible_rest(rest.p + RECORD_HEADER, header, pcap.swapped))
			return wrong;
		rest = bytes_of(rest.p + header + r.captured, rest.n - header - r.captured);
	}
	return 0;
}

/* Guesses the record header's length from the first records; the likeliest one wins a tie. */
static uint32_t guess_header(struct capture *c, const struct relative *relative,
			     uint32_t snap_length)
{
	struct bytes held = bytes_of(c->blocks.at, blocks_held(&c->blocks));
	uint32_t best = relative->record_bytes[0];
	unsigned wrong = wrong_records(c->pcap, held, best, snap_length);

	for (size_t i = 1; i < VARIANTS && relative->record_bytes[i] && wrong; i++) {
		uint32_t header = relative->record_bytes[i];
		unsigned now = wrong_records(c->pcap, held, header, snap_length);

		if (now < wrong) {
			wrong = now;
			best = header;
		}
	}
	return best;
}

static void apply_version(struct pcap *pcap, uint16_t major, uint16_t minor)
{
	/* 543.0 is DG/UX's tcpdump. */
	if ((major == 2 && minor < 3) || major == 543)
		pcap->lengths = LENGTHS_ORIGINAL_FIRST;
	else if (major == 2 && minor == 3)
		pcap->lengths = LENGTHS_LARGER_IS_ORIGINAL;
	if (major != 2 || minor != 2)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(aix); i++)
		if (pcap->link_type == aix[i].type) {
			pcap->link_type = aix[i].link_type;
			pcap->padding = aix[i].padding;
			pcap->digits = 9;
			return;
		}
}

static bool bad_header(GError **error, const char *why)
{
	g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT, "%s", why);
	return false;
}

bool pcap_start(struct capture *c, GError **error)
{
	struct pcap *pcap = &c->pcap;
	const struct relative *relative = relative_of(c->blocks.at, &pcap->swapped);
	size_t header = FILE_HEADER + relative->more;

	if (!blocks_need(&c->blocks, header))
		return bad_header(error, "cut short within the header of a pcap file");
	const uint8_t *p = c->blocks.at;
	uint16_t major = order16(p + 4, pcap->swapped);
	uint16_t minor = order16(p + 6, pcap->swapped);
	uint32_t snap_length = order32(p + 16, pcap->swapped);

	if (major < 2)
		return bad_header(error, "a pcap file of a version before 2.0, which nobody reads");
	/* Above the link type: how long the frame check sequence is, and reserved bits. */
	pcap->link_type = order32(p + 20, pcap->swapped) & 0xffff;
	pcap->digits = relative->digits;
	apply_version(pcap, major, minor);
	pcap->fraction = pcap->digits == 9 ? 1 : 1000;
	c->summary.digits = pcap->digits;
	c->blocks.at += header;
	blocks_fill(&c->blocks, RECORD_HEADER_MAX);
	pcap->record_header = RECORD_HEADER;
	if (relative->record_bytes[1] && !pcap->lengths)
		pcap->record_header =
			guess_header(c, relative, snap_length ? snap_length : UINT32_MAX);
	c->next = pcap->padding ? next_padded_record : pcap->swapped ? next_swapped : next_native;
	return true;
}
