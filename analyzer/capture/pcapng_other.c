/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pcapng_other.c - the blocks between the packets: interfaces, their
 * statistics, decryption secrets, and records that are no packets.
 */
#include "order.h"
#include "pcapng.h"

#define STATISTICS_FIXED 12 /* interface, time */
#define SECRETS_FIXED 8     /* type, length */
#define SECRETS_TLS_KEY_LOG 0x544c534b

/* No packets, yet frames in Wireshark: systemd's journal, custom blocks, sysdig's events. */
static const uint32_t records[] = {9, 0xbad, 0x40000bad, 0x204, 0x208, 0x216, 0x217, 0x221, 0x222};

void pcapng_free(struct pcapng *ng)
{
	interfaces_close(&ng->interfaces);
	secrets_wipe(&ng->secrets);
	g_free(ng);
}

struct bytes pcapng_secrets(const struct pcapng *ng)
{
	return bytes_of(ng->secrets.text, ng->secrets.n);
}

uint64_t pcapng_dropped(const struct pcapng *ng)
{
	return interfaces_dropped(&ng->interfaces);
}

static void read_statistics(struct capture *c, struct bytes body)
{
	if (body.n < STATISTICS_FIXED)
		return;
	struct interface *interface =
		interfaces_get(&c->ng->interfaces, order32(body.p, c->ng->swapped));

	if (interface)
		interface_report(interface,
				 bytes_of(body.p + STATISTICS_FIXED, body.n - STATISTICS_FIXED),
				 c->ng->swapped);
}

static void read_interface(struct capture *c, struct bytes body)
{
	struct pcapng *ng = c->ng;

	if (!interfaces_add(&ng->interfaces, body, ng->swapped)) {
		capture_problem(c, "more than %d interfaces in one section: the rest is not read",
				INTERFACES_MAX);
		return;
	}
	const struct interface *added =
		interfaces_get(&ng->interfaces, ng->interfaces.now->len - 1);

	c->summary.digits = MAX(c->summary.digits, added->digits);
}

static void keep_secrets(struct capture *c, struct bytes text)
{
	if (!secrets_add(&c->ng->secrets, text))
		capture_problem(c, "decryption secrets beyond 1 MiB are not kept");
}

static bool is_tls_key_log(const struct capture *c, const uint8_t *body)
{
	return order32(body, c->ng->swapped) == SECRETS_TLS_KEY_LOG;
}

static void read_secrets(struct capture *c, struct bytes body)
{
	if (body.n < SECRETS_FIXED || !is_tls_key_log(c, body.p))
		return;
	size_t n = order32(body.p + 4, c->ng->swapped);

	keep_secrets(c, bytes_of(body.p + SECRETS_FIXED, MIN(n, body.n - SECRETS_FIXED)));
	secrets_end(&c->ng->secrets);
}

static void count_record(struct capture *c, uint32_t type)
{
	for (size_t i = 0; i < G_N_ELEMENTS(records); i++)
		c->summary.frames += type == records[i];
}

void pcapng_read_other(struct capture *c, uint32_t type, struct bytes body)
{
	switch (type) {
	case BLOCK_INTERFACE:
		read_interface(c, body);
		break;
	case BLOCK_STATISTICS:
		read_statistics(c, body);
		break;
	case BLOCK_SECRETS:
		read_secrets(c, body);
		break;
	default:
		count_record(c, type);
	}
}

bool pcapng_stream_secrets(struct capture *c, uint32_t *left)
{
	struct blocks *b = &c->blocks;

	if (!blocks_need(b, BLOCK_HEADER + SECRETS_FIXED) ||
	    !is_tls_key_log(c, b->at + BLOCK_HEADER))
		return true;
	uint32_t n = order32(b->at + BLOCK_HEADER + 4, c->ng->swapped);

	b->at += BLOCK_HEADER + SECRETS_FIXED;
	*left -= BLOCK_HEADER + SECRETS_FIXED;
	for (n = MIN(n, *left); n;) {
		uint32_t piece = MIN(n, CAPTURE_BLOCK);

		if (!blocks_need(b, piece))
			return false;
		keep_secrets(c, bytes_of(b->at, piece));
		b->at += piece;
		n -= piece;
		*left -= piece;
	}
	secrets_end(&c->ng->secrets);
	return true;
}
