/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_pcapng.c - any bytes in a section whose start is sound: the first byte picks its order. */
#include "read_capture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define SECTION "\n\r\r\n"
#define ORDER_AT 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n < 1 + ORDER_AT + 4)
		return 0;
	uint8_t *copy = g_memdup2(data + 1, n - 1);

	memcpy(copy, SECTION, 4);
	memcpy(copy + ORDER_AT, *data % 2 ? "\x1a\x2b\x3c\x4d" : "\x4d\x3c\x2b\x1a", 4);
	read_capture(copy, n - 1);
	g_free(copy);
	return 0;
}
