/* SPDX-License-Identifier: GPL-2.0-or-later */
/* asf.c - reading the presence pong. Layout and sources: asf.h. */
#include "asf.h"

#include "fields.h"

#define RMCP_LENGTH 4
#define HEADER_LENGTH 8 /* ASF */
#define RESERVED_LENGTH 4
#define STATE_PROVISIONING 0x03
#define STATE_BOTH_PORTS 0x04

/* What every pong of AMT begins with: a value, and which of its bits matter. */
static const struct {
	uint8_t value, mask;
} beginning[] = {
	{0x06, 0xff}, {0x00, 0xff}, {0x00, 0x00}, {0x06, 0xff}, /* RMCP 1.0, any sequence, ASF */
	{0x00, 0xff}, {0x00, 0xff}, {0x11, 0xff}, {0xbe, 0xff}, /* ASF's enterprise number 4542 */
	{0x40, 0xff}, {0x00, 0x00}, {0x00, 0xff}, {0x10, 0xff}, /* pong, any tag, 16 bytes */
	{0x00, 0xff}, {0x00, 0xff}, {0x01, 0xff}, {0x57, 0xff}, /* Intel's enterprise number 343 */
};

struct pong_version pong_version_of(struct bytes b)
{
	if (b.n == 1)
		return (struct pong_version){b.p[0] >> 4, b.p[0] & 15};
	if (b.n == 2)
		return (struct pong_version){b.p[0], b.p[1]};
	return (struct pong_version){0};
}

static void read_state(struct pong *pong, struct reader *r)
{
	uint8_t state = field_u8(r, F_PONG_STATE);

	pong->provisioning_state = state & STATE_PROVISIONING;
	pong->both_ports = state & STATE_BOTH_PORTS;
}

static void read_asf(struct pong *pong, struct reader *r)
{
	field_bytes(r, F_PONG_HEADER, HEADER_LENGTH);
	field_u32be(r, F_PONG_ENTERPRISE);
	pong->port = field_u16be(r, F_PONG_PORT);
	struct bytes packed = field_bytes(r, F_PONG_PACKED_VERSION, 1);

	read_state(pong, r);
	field_u8(r, F_PONG_ENTITIES);
	field_u8(r, F_PONG_INTERACTIONS);
	struct bytes longer = field_bytes(r, F_PONG_LONG_VERSION, 2);

	field_bytes(r, F_PONG_RESERVED, RESERVED_LENGTH);
	pong->version = pong_version_of(packed.p && packed.p[0] ? packed : longer);
}

bool pong_decode(struct pong *pong, struct reader *r)
{
	memset(pong, 0, sizeof *pong);
	field_open(r, F_PONG);
	field_bytes(r, F_PONG_RMCP, RMCP_LENGTH);
	read_asf(pong, r);
	field_close(r);
	return rd_ok(r);
}

bool pong_decode_asf(struct pong *pong, struct reader *r)
{
	memset(pong, 0, sizeof *pong);
	field_open(r, F_PONG);
	read_asf(pong, r);
	field_close(r);
	return rd_ok(r);
}

/* From byte |skip| of a pong on. */
static bool fits(struct bytes start, size_t skip)
{
	for (size_t i = skip; i < sizeof beginning / sizeof beginning[0] && i - skip < start.n; i++)
		if ((start.p[i - skip] & beginning[i].mask) != beginning[i].value)
			return false;
	return true;
}

bool pong_looks_like(struct bytes start)
{
	return fits(start, 0);
}

bool pong_looks_like_asf(struct bytes start)
{
	return fits(start, RMCP_LENGTH);
}
