/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_compressed.c - any bytes behind the magics of gzip, zstd and lz4: the first byte picks one. */
#include "read_capture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const uint8_t magics[][4] = {
	{0x1f, 0x8b, 0x08, 0x00}, {0x28, 0xb5, 0x2f, 0xfd}, {0x04, 0x22, 0x4d, 0x18}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return read_behind_magic(magics, G_N_ELEMENTS(magics), data, n);
}
