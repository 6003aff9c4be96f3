/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setupbin.h - Setup.bin, the file on a USB key that gives AMT its keys.
 *
 *   0      16       18      20       24      26      28        32         36        38
 *   | GUID | chunks | bytes | number | major | flags | records | consumed | chunks  | reserved,
 *   |      | u16    | u16   | u32    | minor | u16   | u32     | u32      | of each | modules ...
 *
 *   record = type u32, flags u32, reserved 8, chunks u16, bytes u16, number u32, variables ...
 *   variable = module u16, id u16, length u16, reserved u16, value, padded to four bytes
 *
 * Integers are little-endian, a chunk is 512 bytes, header and records fill
 * whole chunks. In a scrambled record 17 was added to every byte of the
 * variables. Only the variables that make a key pair are kept.
 *
 * Sources: MeshCentral, amt-setupbin.js (its encoder; its decoder reads three
 * fields of the record elsewhere), and a real version 4 file.
 */
#ifndef WIRE_SETUPBIN_H
#define WIRE_SETUPBIN_H

#include "pid.h"
#include "reader.h"

#define SETUPBIN_CHUNK 512
#define SETUPBIN_VERSIONS 4

struct setupbin {
	unsigned version; /* 1 to SETUPBIN_VERSIONS by its GUID, 0 = another */
	uint32_t records, consumed;
};

struct setupbin_record {
	uint32_t type;
	bool valid, scrambled;
	unsigned variables;
	bool has_pid, has_pps; /* of the right length */
	char pid[PID_TEXT];
	char pps[PPS_LENGTH + 1]; /* a secret: the caller wipes it */
};

/* Reads the header with the whole of its chunks. False if the bytes ran out. */
bool setupbin_decode(struct setupbin *file, struct reader *r);

/* Reads the next record. False if the bytes ran out. */
bool setupbin_decode_record(struct setupbin_record *record, struct reader *r);

/* Does it begin with one of the GUIDs of such files? */
bool setupbin_looks_like(struct bytes start);

#endif
