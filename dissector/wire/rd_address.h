/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rd_address.h - addresses read from the wire; none when the bytes ran out. */
#ifndef WIRE_RD_ADDRESS_H
#define WIRE_RD_ADDRESS_H

#include "address.h"
#include "reader.h"

static inline struct address rd_address_v4(struct reader *r)
{
	struct bytes b = rd_bytes(r, 4);

	return b.p ? address_v4(b.p) : (struct address){0};
}

static inline struct address rd_address_v6(struct reader *r)
{
	struct bytes b = rd_bytes(r, 16);

	return b.p ? address_v6(b.p) : (struct address){0};
}

static inline struct mac rd_mac(struct reader *r)
{
	struct bytes b = rd_bytes(r, sizeof(struct mac));
	struct mac mac = {0};

	if (b.p)
		memcpy(mac.b, b.p, sizeof mac.b);
	return mac;
}

#endif
