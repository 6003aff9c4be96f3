/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pcapng_write.c - section, secrets, an interface for each kind of link, packets.
 *
 * Numbers are in the machine's own byte order, which the section tells.
 */
#include "pcapng_write.h"

#include "capture.h"

enum block {
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 6,
	BLOCK_SECRETS = 10,
	BLOCK_SECTION = 0x0a0d0d0a,
};

#define BYTE_ORDER_MAGIC 0x1a2b3c4d
#define SECRETS_TLS 0x544c534b /* a key log in text */
#define OPTION_RESOLUTION 9    /* of an interface's times */
#define NANOSECONDS 9          /* ... as a power of ten */
#define FRAME 12               /* of a block: its type, and its length before and after */

static bool put(FILE *out, const void *bytes, size_t n)
{
	return n == 0 || fwrite(bytes, 1, n, out) == n;
}

/* A block of a fixed part and of |rest|, which is padded to four bytes. */
static bool put_block(FILE *out, enum block type, const void *fixed, size_t fixed_n,
		      struct bytes rest)
{
	static const uint8_t padding[4];
	size_t pad = -rest.n % sizeof padding;
	uint32_t length = (uint32_t)(FRAME + fixed_n + rest.n + pad);
	uint32_t head[] = {type, length};

	return put(out, head, sizeof head) && put(out, fixed, fixed_n) &&
	       put(out, rest.p, rest.n) && put(out, padding, pad) &&
	       put(out, &length, sizeof length);
}

bool pcapng_write_begin(FILE *out, struct bytes keylog)
{
	const struct {
		uint32_t magic;
		uint16_t major, minor;
		int64_t length; /* not given */
	} section = {BYTE_ORDER_MAGIC, 1, 0, -1};
	uint32_t secrets[] = {SECRETS_TLS, (uint32_t)keylog.n};

	return put_block(out, BLOCK_SECTION, &section, sizeof section, bytes_of(NULL, 0)) &&
	       put_block(out, BLOCK_SECRETS, secrets, sizeof secrets, keylog);
}

static bool put_interface(FILE *out, uint32_t link)
{
	const struct {
		uint16_t link, reserved;
		uint32_t snaplen; /* 0: any */
		uint16_t option, length;
		uint8_t resolution[4]; /* padded */
		uint32_t end;
	} interface = {
		.link = (uint16_t)link,
		.option = OPTION_RESOLUTION,
		.length = 1,
		.resolution = {NANOSECONDS},
	};

	return put_block(out, BLOCK_INTERFACE, &interface, sizeof interface, bytes_of(NULL, 0));
}

/* The number of the interface for |link|, which is written when it is the first of its kind. */
static bool find_interface(FILE *out, struct pcapng_links *links, uint32_t link, uint32_t *number)
{
	if (!links->link)
		links->link = g_array_new(FALSE, FALSE, sizeof link);
	for (*number = 0; *number < links->link->len; ++*number)
		if (g_array_index(links->link, uint32_t, *number) == link)
			return true;
	g_array_append_val(links->link, link);
	return put_interface(out, link);
}

static bool put_frame(FILE *out, struct pcapng_links *links, const struct frame *frame)
{
	uint32_t number;

	if (!find_interface(out, links, frame->link_type, &number))
		return false;
	uint32_t fixed[] = {number, (uint32_t)((uint64_t)frame->time >> 32), (uint32_t)frame->time,
			    (uint32_t)frame->bytes.n, frame->original_length};

	return put_block(out, BLOCK_PACKET, fixed, sizeof fixed, frame->bytes);
}

bool pcapng_write_capture(FILE *out, struct pcapng_links *links, const char *path, GError **error)
{
	struct capture *capture = capture_open(path, error);
	struct frame frame;
	bool good = capture;

	while (good && capture_next(capture, &frame))
		good = put_frame(out, links, &frame);
	if (capture)
		capture_close(capture);
	return good;
}
