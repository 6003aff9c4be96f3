/* SPDX-License-Identifier: GPL-2.0-or-later */
/* order.h - numbers of a file that is in this machine's byte order or in the other. */
#ifndef CAPTURE_ORDER_H
#define CAPTURE_ORDER_H

#include <glib.h>

#include "bytes.h"

static inline uint16_t order16(const uint8_t *p, bool swapped)
{
	uint16_t v;

	memcpy(&v, p, sizeof v);
	return swapped ? GUINT16_SWAP_LE_BE(v) : v;
}

static inline uint32_t order32(const uint8_t *p, bool swapped)
{
	uint32_t v;

	memcpy(&v, p, sizeof v);
	return swapped ? GUINT32_SWAP_LE_BE(v) : v;
}

static inline uint64_t order64(const uint8_t *p, bool swapped)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return swapped ? GUINT64_SWAP_LE_BE(v) : v;
}

#endif
