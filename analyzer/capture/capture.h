/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capture.h - frames out of a capture file, a pipe, a compressed file.
 *
 * The file is read in blocks and never mapped, so a file that shrinks or a
 * disk that fails is an error here and no signal, and files, pipes and
 * decompressors are one code path. Memory is one block and the largest
 * record (CAPTURE_RECORD_MAX), whatever the size of the capture.
 *
 * Sources: https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/ and
 * draft-ietf-opsawg-pcapng; the decompressors are zlib's, zstd's and lz4's.
 */
#ifndef CAPTURE_CAPTURE_H
#define CAPTURE_CAPTURE_H

#include <glib.h>

#include "bytes.h"

#define CAPTURE_BLOCK (256 * 1024)
#define CAPTURE_RECORD_MAX (256 * 1024) /* captured bytes of one frame, as libpcap has it */

/* One captured frame: a view that lasts until the next capture_next(). */
struct frame {
	uint64_t number;    /* from 1 in each file, as Wireshark counts */
	int64_t time;       /* nanoseconds since 1970-01-01 UTC; lacking one, the frame before's */
	uint8_t digits;     /* of a second's fraction that the capture records: 0..9 */
	uint32_t file;      /* of a ring: index of its path; else 0 */
	uint32_t interface; /* pcapng: index in the file, over all sections */
	uint32_t link_type; /* LINKTYPE number, packet.h */
	uint32_t original_length;
	struct bytes bytes;
};

/* What is known of a capture when it has been read. */
struct capture_summary {
	uint64_t frames;
	uint64_t bytes;      /* read from the file, decompressed */
	int64_t first, last; /* earliest and latest time of a frame */
	uint8_t digits;      /* finest precision met */
	uint64_t cut_frames; /* frames that the snap length cut */
	uint64_t dropped;    /* by the capturing kernel or interface, where the file says so */
	uint64_t backward;   /* frames more than a second older than their predecessor */
	bool complete;       /* read to a proper end */
	GPtrArray *problems; /* char *: what is missing and where, one sentence each */
};

struct capture;

/* Errors of this module; the message says what and where, without the file's name. */
#define CAPTURE_ERROR capture_error_quark()
GQuark capture_error_quark(void);
enum capture_error {
	CAPTURE_ERROR_OPEN,   /* no such file, no permission, a device */
	CAPTURE_ERROR_FORMAT, /* not a capture that we read; names the converter if one is known */
};

/*
 * Opens the capture at |path|, "-" for standard input. NULL with |error| set
 * when it cannot be read at all; an empty file is such an error.
 */
struct capture *capture_open(const char *path, GError **error);

/* The same for a capture that lies in memory, which must stay until capture_close(). */
struct capture *capture_open_bytes(struct bytes bytes, GError **error);

/*
 * Opens the NULL-terminated |paths| as the one capture that they were cut
 * from, in the order given; frames count from 1 in each. NULL with |error| set
 * when none of them can be read.
 */
struct capture *capture_open_ring(const char *const *paths, GError **error);

/*
 * The next frame. False at the end: of the file, or of what could be read of
 * it, which capture_summary() then tells.
 */
bool capture_next(struct capture *capture, struct frame *frame);

/* Stays true until capture_close(). */
const struct capture_summary *capture_summary(const struct capture *capture);

/*
 * The same of one file of a ring, by its place among the paths; NULL when it
 * has not been read to its end yet, and when |capture| is no ring.
 */
const struct capture_summary *capture_piece(const struct capture *capture, uint32_t file);

/* TLS key log text from the file's decryption secrets blocks, or NULL. Secret: wiped at close. */
struct bytes capture_secrets(const struct capture *capture);

void capture_close(struct capture *capture);

#endif
