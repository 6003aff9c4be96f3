/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * walk.c - the least that reading a pcap file can cost: read() it in blocks
 * and step from one record header to the next. Nothing is looked at.
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

int main(int argc, char **argv)
{
	static uint8_t block[BLOCK];
	uint64_t next = FILE_HEADER, begin = 0, frames = 0;
	int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
	ssize_t got;

	/* A header that lies across two blocks is read again from its start. */
	while ((got = pread(fd, block, BLOCK, (off_t)begin)) > 0) {
		uint64_t end = begin + (uint64_t)got;

		if (next < begin + BLOCK && next + RECORD_HEADER > end)
			break;
		while (next + RECORD_HEADER <= end) {
			uint32_t captured;

			memcpy(&captured, block + (next - begin) + CAPTURED, sizeof captured);
			next += RECORD_HEADER + captured;
			frames++;
		}
		begin = next < end ? next : end;
	}
	printf("%llu frames\n", (unsigned long long)frames);
	return got < 0 || argc != 2 ? EXIT_FAILURE : EXIT_SUCCESS;
}
