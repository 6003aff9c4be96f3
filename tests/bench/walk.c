/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * walk.c - the least that looking at a pcap file can cost: read() it in blocks,
 * step from one record header to the next, and touch the header of each frame
 * where the ports of an ordinary one stand. Nothing is decided.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK (256 * 1024)
#define FILE_HEADER 24
#define RECORD_HEADER 16
#define CAPTURED 8 /* where its length stands in a record header */

#define PORTS 34 /* of TCP or UDP in IPv4 in Ethernet */

/* The record at |p|: its length, and its frame's header into |sum|. */
static uint64_t step(const uint8_t *p, const uint8_t *end, uint64_t *sum)
{
	uint32_t captured, ports;

	memcpy(&captured, p + CAPTURED, sizeof captured);
	if (end - p >= RECORD_HEADER + PORTS + (long)sizeof ports) {
		memcpy(&ports, p + RECORD_HEADER + PORTS, sizeof ports);
		*sum += ports;
	}
	return RECORD_HEADER + (uint64_t)captured;
}

int main(int argc, char **argv)
{
	static uint8_t block[BLOCK];
	uint64_t next = FILE_HEADER, begin = 0, frames = 0, sum = 0;
	int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
	ssize_t got;

	/* A header that lies across two blocks is read again from its start. */
	while ((got = pread(fd, block, BLOCK, (off_t)begin)) > 0) {
		uint64_t end = begin + (uint64_t)got;

		if (next < begin + BLOCK && next + RECORD_HEADER > end)
			break;
		for (; next + RECORD_HEADER <= end; frames++)
			next += step(block + (next - begin), block + got, &sum);
		begin = next < end ? next : end;
	}
	printf("%llu frames, %llu\n", (unsigned long long)frames, (unsigned long long)sum);
	return got < 0 || argc != 2 ? EXIT_FAILURE : EXIT_SUCCESS;
}
