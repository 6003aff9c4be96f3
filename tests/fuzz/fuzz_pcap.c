/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_pcap.c - any bytes behind each of the pcap magics: the first byte picks one. */
#include "read_capture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const uint8_t magics[][4] = {
	{0xd4, 0xc3, 0xb2, 0xa1}, {0xa1, 0xb2, 0xc3, 0xd4}, {0x4d, 0x3c, 0xb2, 0xa1},
	{0x34, 0xcd, 0xb2, 0xa1}, {0xa1, 0xb2, 0xcd, 0x34}, {0xac, 0x01, 0x00, 0x1c},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return read_behind_magic(magics, G_N_ELEMENTS(magics), data, n);
}
