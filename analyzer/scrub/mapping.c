/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mapping.c - substitutes in the order in which values are met; see mapping.h.
 *
 * A number says nothing about what it stands for. IPv4 goes into 198.18.0.0/15
 * (RFC 2544), IPv6 into 2001:db8::/32 (RFC 3849), MACs are locally administered
 * ones (IEEE 802): none of them is anybody's.
 */
#include "mapping_parts.h"

#include <sys/random.h>

#include "certificate_remake.h"

static void shuffle_key(struct mapping *m)
{
	GRand *random = g_rand_new();

	for (unsigned i = 0; i < KEY_CHARACTERS; i++)
		m->key[i] = (uint8_t)i;
	for (unsigned i = KEY_CHARACTERS; i-- > 1;) {
		unsigned other = (unsigned)g_rand_int_range(random, 0, (gint)i + 1);
		uint8_t kept = m->key[i];

		m->key[i] = m->key[other];
		m->key[other] = kept;
	}
	g_rand_free(random);
}

struct mapping *mapping_new(unsigned keep)
{
	struct mapping *m = g_new0(struct mapping, 1);

	m->keep = keep;
	for (unsigned i = 0; i < NUMBERINGS; i++)
		m->number[i] = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
						     (GDestroyNotify)g_bytes_unref, NULL);
	m->label = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	m->remaking = remaking_new(m);
	shuffle_key(m);
	if (getrandom(m->secret, sizeof m->secret, 0) != sizeof m->secret)
		g_error("the system gives no random bytes");
	return m;
}

void mapping_free(struct mapping *m)
{
	if (!m)
		return;
	for (unsigned i = 0; i < NUMBERINGS; i++)
		g_hash_table_destroy(m->number[i]);
	g_hash_table_destroy(m->label);
	remaking_free(m->remaking);
	g_free(m);
}

struct remaking *mapping_certificates(struct mapping *m)
{
	return m->remaking;
}

bool mapping_keeps(const struct mapping *m, enum keep part)
{
	return m->keep & part;
}

bool mapping_is_sound(const struct mapping *m)
{
	return !m->exhausted;
}

guint mapping_number(struct mapping *m, enum numbering like, const void *p, size_t n)
{
	GBytes *key = g_bytes_new(p, n);
	guint number = GPOINTER_TO_UINT(g_hash_table_lookup(m->number[like], key));

	if (number) {
		g_bytes_unref(key);
		return number;
	}
	number = g_hash_table_size(m->number[like]) + 1;
	g_hash_table_insert(m->number[like], key, GUINT_TO_POINTER(number));
	return number;
}

static bool is_link_local(const struct address *a)
{
	const uint8_t *v4 = a->b + ADDRESS_V4_PREFIX;

	return address_is_v4(a) ? v4[0] == 169 && v4[1] == 254
				: a->b[0] == 0xfe && (a->b[1] & 0xc0) == 0x80;
}

static struct address number_v4(struct mapping *m, enum numbering like, const struct address *a)
{
	uint32_t base = like == NUMBER_V4 ? 0xc6120000 : 0xa9fe0100; /* 198.18, 169.254.1 */
	guint number = mapping_number(m, like, a->b, sizeof a->b);
	uint32_t value = GUINT32_TO_BE(base + number);

	m->exhausted = m->exhausted || number >= (like == NUMBER_V4 ? 0x1ffff : 0xfdff);
	return address_v4((const uint8_t *)&value);
}

static struct address number_v6(struct mapping *m, enum numbering like, const struct address *a)
{
	static const struct address base[] = {{{0x20, 0x01, 0x0d, 0xb8}}, {{0xfe, 0x80}}};
	struct address out = base[like == NUMBER_V6_LINK];
	uint32_t value = GUINT32_TO_BE(mapping_number(m, like, a->b, sizeof a->b));

	memcpy(out.b + sizeof out.b - sizeof value, &value, sizeof value);
	return out;
}

/* Groups may hold a machine's address (RFC 4291, 2.7.1), but the small well-known ones do not. */
static struct address group_of(const struct address *a)
{
	static const struct address all_nodes = {{0xff, 0x02, [15] = 1}};
	static const uint8_t none[11];
	bool is_small = !address_is_v4(a) && memcmp(a->b + 2, none, sizeof none) == 0;

	return a->b[0] != 0xff || is_small ? *a : all_nodes;
}

struct address mapping_address(struct mapping *m, const struct address *a)
{
	bool v4 = address_is_v4(a);

	if (address_is_none(a) || mapping_keeps(m, KEEP_ADDRESSES))
		return *a;
	if (is_link_local(a))
		return v4 ? number_v4(m, NUMBER_V4_LINK, a) : number_v6(m, NUMBER_V6_LINK, a);
	if (!address_is_unicast(a))
		return group_of(a);
	return v4 ? number_v4(m, NUMBER_V4, a) : number_v6(m, NUMBER_V6, a);
}

struct mac mapping_mac(struct mapping *m, const struct mac *mac)
{
	static const struct mac broadcast = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
	static const struct mac group = {{0x01, 0x00, 0x5e, 0x00, 0x00, 0x01}};
	struct mac out = {{0x0a, 0xa7}}; /* the bit 2: given locally */

	if (mac_is_none(mac) || mac_equal(mac, &broadcast) || mapping_keeps(m, KEEP_MACS))
		return *mac;
	if (mac->b[0] & 1)
		return group;
	uint32_t value = GUINT32_TO_BE(mapping_number(m, NUMBER_MAC, mac->b, sizeof mac->b));

	memcpy(out.b + sizeof out.b - sizeof value, &value, sizeof value);
	return out;
}

struct uuid mapping_uuid(struct mapping *m, const struct uuid *uuid)
{
	struct uuid turned = uuid_swapped(uuid), out;
	bool is_turned = memcmp(uuid->b, turned.b, sizeof uuid->b) > 0;

	if (uuid_is_blank(uuid) || mapping_keeps(m, KEEP_UUIDS))
		return *uuid;
	uuid_parse(&out, "0a0b0c0d-0e0f-4001-8000-000000000000");
	uint32_t value = GUINT32_TO_BE(
		mapping_number(m, NUMBER_UUID, is_turned ? turned.b : uuid->b, sizeof uuid->b));

	memcpy(out.b + sizeof out.b - sizeof value, &value, sizeof value);
	return is_turned ? uuid_swapped(&out) : out;
}

void mapping_opaque(struct mapping *m, struct bytes in, uint8_t *out)
{
	GHmac *hmac = g_hmac_new(G_CHECKSUM_SHA256, m->secret, sizeof m->secret);
	uint8_t digest[32];
	gsize length = sizeof digest;

	g_hmac_update(hmac, in.p, (gssize)in.n);
	g_hmac_get_digest(hmac, digest, &length);
	g_hmac_unref(hmac);
	for (size_t i = 0; i < in.n; i++)
		out[i] = digest[i % sizeof digest];
}

char *mapping_word(struct mapping *m, const char *prefix, const char *word)
{
	if (mapping_keeps(m, KEEP_NAMES))
		return g_strdup(word);
	return g_strdup_printf("%s %u", prefix, mapping_number(m, NUMBER_WORD, word, strlen(word)));
}
