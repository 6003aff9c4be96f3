/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * recognise.c - files that people give us and that are no pcap or pcapng.
 *
 * A row each: how it is known, and what to do with it. Sources of the marks:
 * Wireshark's wiretap/, file(1), and the formats' own documents.
 */
#include "recognise.h"

#include <fcntl.h>
#include <unistd.h>

#include "blocks.h"

#define EDITCAP "convert it: editcap -F pcapng FILE NEW.pcapng"
#define ETL "a Windows event trace (ETL): convert it with etl2pcapng FILE.etl NEW.pcapng"

#define MARK(text) text, sizeof(text) - 1

static const struct foreign {
	size_t offset;
	const char *mark;
	size_t mark_size;
	bool is_capture;
	const char *reason;
} foreigners[] = {
	{0, MARK("snoop\0\0\0"), true, "a snoop capture: " EDITCAP},
	{0, MARK("GMBU"), true, "a Microsoft Network Monitor 2 capture: " EDITCAP},
	{0, MARK("RTSS"), true, "a Microsoft Network Monitor 1 capture: " EDITCAP},
	/* A trace header after 72 bytes of buffer header: version 2, 32 or 64 bits. */
	{72, MARK("\x02\x00\x01\xc0"), true, ETL},
	{72, MARK("\x02\x00\x02\xc0"), true, ETL},
	{0, MARK("btsnoop\0"), false, "a Bluetooth capture (btsnoop): it holds no network traffic"},
	{0, MARK("iptrace 1.0"), true, "an AIX iptrace capture: " EDITCAP},
	{0, MARK("iptrace 2.0"), true, "an AIX iptrace capture: " EDITCAP},
	{0, MARK("TRSNIFF data    \x1a"), true, "a DOS Sniffer capture: " EDITCAP},
	{0, MARK("XCP\0"), true, "a Windows Sniffer or NetXRay capture: " EDITCAP},
	{0, MARK("ObserverPktBuffe"), true, "a Network Instruments Observer capture: " EDITCAP},
	{0, MARK("\3757zXZ\0"), false, "compressed by xz: decompress it first: xz -d"},
	{0, MARK("BZh"), false, "compressed by bzip2: decompress it first: bzip2 -d"},
	{0, MARK("\x5d\0\0"), false,
	 "compressed by lzma: decompress it first: xz -d --format=lzma"},
	{0, MARK("\x1f\x9d"), false, "compressed by compress: decompress it first: gzip -d"},
	{0, MARK("\x02\x21\x4c\x18"), false,
	 "compressed by lz4's old format: decompress it first: lz4 -d"},
	{0, MARK("\x1f\x8b"), false, "compressed twice (gzip): decompress it first: gzip -d"},
	{0, MARK("\x28\xb5\x2f\xfd"), false,
	 "compressed twice (zstd): decompress it first: zstd -d"},
	{0, MARK("\x04\x22\x4d\x18"), false, "compressed twice (lz4): decompress it first: lz4 -d"},
	{0, MARK("PK\x03\x04"), false, "a zip archive: take the captures out first: unzip"},
	{0, MARK("7z\xbc\xaf\x27\x1c"), false, "a 7z archive: take the captures out first: 7z x"},
	{0, MARK("Rar!\x1a\x07"), false, "a RAR archive: take the captures out first: unrar x"},
	{257, MARK("ustar"), false, "a tar archive: take the captures out first: tar -x"},
};

static bool has_mark(const struct foreign *f, struct bytes start)
{
	return start.n >= f->offset + f->mark_size &&
	       memcmp(start.p + f->offset, f->mark, f->mark_size) == 0;
}

static const struct foreign *foreign_of(struct bytes start)
{
	for (size_t i = 0; i < G_N_ELEMENTS(foreigners); i++)
		if (has_mark(&foreigners[i], start))
			return &foreigners[i];
	return NULL;
}

static bool is_text(struct bytes start)
{
	for (size_t i = 0; i < start.n; i++)
		if (!g_ascii_isprint(start.p[i]) && !g_ascii_isspace(start.p[i]))
			return false;
	return start.n > 0;
}

const char *recognise_refuse(struct bytes start)
{
	const struct foreign *foreign = foreign_of(start);

	if (!start.n)
		return "empty";
	if (foreign)
		return foreign->reason;
	if (is_text(start))
		return "text, no capture (of a hex dump, text2pcap makes one)";
	return "neither pcap nor pcapng (if Wireshark opens it, save it as pcapng there)";
}

static bool recognise_bytes(struct bytes start)
{
	const struct foreign *foreign = foreign_of(start);

	return recognise_pcap(start) || recognise_pcapng(start) || (foreign && foreign->is_capture);
}

/* Only what is compressed takes more than a look at the first bytes. */
static bool recognise_packed(int fd)
{
	struct blocks blocks;

	blocks_open(&blocks, fd, bytes_of(NULL, 0));
	blocks_fill(&blocks, RECOGNISE_LOOK);
	bool is = recognise_bytes(bytes_of(blocks.at, blocks_held(&blocks)));

	blocks_close(&blocks, false);
	return is;
}

bool recognise_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	uint8_t start[RECOGNISE_LOOK];

	/* What cannot be read might be a capture; opening it again says why. */
	if (fd < 0)
		return true;
	ssize_t got = pread(fd, start, sizeof start, 0);
	struct bytes seen = bytes_of(start, got > 0 ? (size_t)got : 0);

	if (packing_of(seen))
		return recognise_packed(fd);
	close(fd);
	return recognise_bytes(seen);
}
