/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * file.c - pcap and pcapng, written in little-endian.
 *
 * A pcapng file opens with the story as a comment and ends with a statistics
 * block per interface, where the frames stand that its machine lost; a key log,
 * if wanted, stands before the frames. Formats:
 * draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.
 */
#include "file.h"

#include "link.h"

#include <string.h>

#define PCAP_MAGIC 0xa1b2c3d4
#define BYTE_ORDER_MAGIC 0x1a2b3c4d
#define SECRETS_TLS 0x544c534b /* a TLS key log */
#define NS_PER_SECOND INT64_C(1000000000)
#define NS_PER_MICROSECOND 1000

enum block {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_STATISTICS = 5,
	BLOCK_PACKET = 6,
	BLOCK_SECRETS = 10,
};

enum option {
	OPTION_END = 0,
	OPTION_COMMENT = 1,
	OPTION_IF_NAME = 2,
	OPTION_IF_TSRESOL = 9,
	OPTION_ISB_IFDROP = 5,
};

static uint32_t captured(const struct scene *scene, const struct frame *frame)
{
	return MIN(scene->snaplen, frame->bytes->len);
}

/* What the capturing machine's clock showed. */
static int64_t shown(const struct frame *frame)
{
	return frame->time + frame->astray;
}

static void put_pcap_frame(GByteArray *out, const struct scene *scene, const struct frame *frame)
{
	put32le(out, (uint32_t)(shown(frame) / NS_PER_SECOND));
	put32le(out, (uint32_t)(shown(frame) % NS_PER_SECOND / NS_PER_MICROSECOND));
	put32le(out, captured(scene, frame));
	put32le(out, frame->bytes->len);
	put_bytes(out, frame->bytes->data, captured(scene, frame));
}

static GByteArray *pcap(const struct scene *scene)
{
	GByteArray *out = g_byte_array_new();

	put32le(out, PCAP_MAGIC);
	put16le(out, 2); /* version 2.4 */
	put16le(out, 4);
	put32le(out, 0); /* two reserved words, once a time zone and its accuracy */
	put32le(out, 0);
	put32le(out, scene->snaplen);
	put32le(out, ((struct interface *)g_ptr_array_index(scene->interfaces, 0))->link->type);
	for (unsigned i = 0; i < scene->frames->len; i++)
		put_pcap_frame(out, scene, g_ptr_array_index(scene->frames, i));
	return out;
}

static void pad(GByteArray *out)
{
	put_zeros(out, -out->len % 4);
}

static void put_option(GByteArray *out, enum option option, const void *bytes, size_t n)
{
	put16le(out, option);
	put16le(out, (unsigned)n);
	put_bytes(out, bytes, n);
	pad(out);
}

/* Takes |body|. */
static void put_block(GByteArray *out, enum block type, GByteArray *body)
{
	uint32_t length = 12 + body->len; /* with its type and its length, twice */

	put32le(out, type);
	put32le(out, length);
	put_all(out, body);
	put32le(out, length);
	g_byte_array_unref(body);
}

static void put_section(GByteArray *out, const struct scene *scene)
{
	GByteArray *body = g_byte_array_new();

	put32le(body, BYTE_ORDER_MAGIC);
	put16le(body, 1); /* version 1.0 */
	put16le(body, 0);
	put64le(body, UINT64_MAX); /* the section's length is not given */
	put_option(body, OPTION_COMMENT, scene->story, strlen(scene->story));
	put_option(body, OPTION_END, NULL, 0);
	put_block(out, BLOCK_SECTION, body);
}

static void put_interface(GByteArray *out, const struct scene *scene,
			  const struct interface *interface)
{
	static const uint8_t nanoseconds = 9;
	GByteArray *body = g_byte_array_new();

	put16le(body, interface->link->type);
	put16le(body, 0);
	put32le(body, scene->snaplen);
	put_option(body, OPTION_IF_NAME, interface->name, strlen(interface->name));
	put_option(body, OPTION_IF_TSRESOL, &nanoseconds, 1);
	put_option(body, OPTION_END, NULL, 0);
	put_block(out, BLOCK_INTERFACE, body);
}

static void put_time(GByteArray *out, int64_t time)
{
	put32le(out, (uint32_t)((uint64_t)time >> 32));
	put32le(out, (uint32_t)time);
}

static void put_packet(GByteArray *out, const struct scene *scene, const struct frame *frame)
{
	GByteArray *body = g_byte_array_new();

	put32le(body, frame->interface);
	put_time(body, shown(frame));
	put32le(body, captured(scene, frame));
	put32le(body, frame->bytes->len);
	put_bytes(body, frame->bytes->data, captured(scene, frame));
	pad(body);
	put_block(out, BLOCK_PACKET, body);
}

static void put_statistics(GByteArray *out, const struct scene *scene,
			   const struct interface *interface)
{
	GByteArray *body = g_byte_array_new(), *dropped = g_byte_array_new();

	put64le(dropped, interface->dropped);
	put32le(body, interface->index);
	put_time(body, scene->now);
	put_option(body, OPTION_ISB_IFDROP, dropped->data, dropped->len);
	put_option(body, OPTION_END, NULL, 0);
	put_block(out, BLOCK_STATISTICS, body);
	g_byte_array_unref(dropped);
}

/* Before the packets that it opens. */
static void put_secrets(GByteArray *out, const struct scene *scene)
{
	GByteArray *body = g_byte_array_new();

	put32le(body, SECRETS_TLS);
	put32le(body, (uint32_t)scene->keylog->len);
	put_bytes(body, scene->keylog->str, scene->keylog->len);
	pad(body);
	put_block(out, BLOCK_SECRETS, body);
}

static GByteArray *pcapng(const struct scene *scene)
{
	GByteArray *out = g_byte_array_new();

	put_section(out, scene);
	for (unsigned i = 0; i < scene->interfaces->len; i++)
		put_interface(out, scene, g_ptr_array_index(scene->interfaces, i));
	if (scene->secrets)
		put_secrets(out, scene);
	for (unsigned i = 0; i < scene->frames->len; i++)
		put_packet(out, scene, g_ptr_array_index(scene->frames, i));
	for (unsigned i = 0; i < scene->interfaces->len; i++)
		put_statistics(out, scene, g_ptr_array_index(scene->interfaces, i));
	return out;
}

GByteArray *file_bytes(const struct scene *scene)
{
	return scene->pcapng ? pcapng(scene) : pcap(scene);
}
