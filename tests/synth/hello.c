/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hello.c - the verb hello: AMT's first message, whole or in any disorder.
 *
 * The bytes are made first and cut into segments afterwards, so that every
 * fault of transport can be combined with every fault of content. Format:
 * Intel AMT Implementation and Reference Guide, setupmodehellomessages.htm;
 * the hashes' part after MeshCentral's amtprovisioningserver.js.
 */
#include "certificate.h"
#include "crypto.h"
#include "stream.h"
#include "verbs.h"

#include <string.h>

#define VERSION_PSK 2
#define VERSION_PKI 3
#define UUID_DIGITS 32
#define FILLER 0xa5 /* of hashes that stand for no certificate */

/* Root certificates that firmware ships, by the fingerprints that CAs publish. */
static const struct root {
	const char *name;
	unsigned algorithm;
	const char *hash;
} roots[] = {
	{"godaddy-g2", 2, "45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda"},
	{"comodo-aaa", 2, "d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4"},
	{"starfield-g2", 2, "2ce1cb0bf9d2f9e102993fbe215152c3b2dd0cabde1c68e5319b839154dbb7f5"},
	{"entrust-g2", 2, "43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339"},
	{"digicert-g2", 2, "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f"},
	{"godaddy-class2-sha1", 1, "2796bae63f1801e277261ba0d77770028f20eee4"},
	{"digicert-g2-sha384", 3,
	 "d005d872a59e2b3c69d301e262ff2f13b4d1794bdb19db1cb32415bf"
	 "fc66e5e0671a41b2a3bc4e54e6d2f66dfee09403"},
};

#define NAMED_BY_COUNT 5 /* roots=3 means the first three of these */

/* The text form's first three groups are little-endian on the wire. */
static void put_uuid(GByteArray *out, const struct line *line, const char *text)
{
	static const uint8_t order[] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
	GString *digits = g_string_new("hex:");

	for (; *text; text++)
		if (*text != '-')
			g_string_append_c(digits, *text);
	GByteArray *bytes = line_bytes(line, digits->str);

	if (bytes->len != UUID_DIGITS / 2)
		line_fail(line, "not a UUID: %s", digits->str);
	for (size_t i = 0; i < sizeof order; i++)
		put8(out, bytes->data[order[i]]);
	g_byte_array_unref(bytes);
	g_string_free(digits, TRUE);
}

static void put_root(GByteArray *out, const struct line *line, const struct root *root)
{
	char *hex = g_strconcat("hex:", root->hash, NULL);
	GByteArray *hash = line_bytes(line, hex);

	put8(out, root->algorithm);
	put8(out, hash->len);
	put_all(out, hash);
	g_byte_array_unref(hash);
	g_free(hex);
}

/* "ALGORITHM:LENGTH": an entry without a certificate behind it. */
static void put_filler(GByteArray *out, const struct line *line, const char *text)
{
	char **parts = g_strsplit(text, ":", 2);

	if (!parts[0] || !parts[1])
		line_fail(line, "no root is called %s", text);
	uint64_t length = line_count(line, parts[1]);

	put8(out, (unsigned)line_count(line, parts[0]));
	put8(out, (unsigned)length);
	while (length--)
		put8(out, FILLER);
	g_strfreev(parts);
}

static void put_named_root(GByteArray *out, const struct line *line, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(roots); i++)
		if (!strcmp(roots[i].name, name)) {
			put_root(out, line, &roots[i]);
			return;
		}
	put_filler(out, line, name);
}

/* Hashes by which a hello can name a root. */
static const struct named_by {
	const char *prefix;
	unsigned algorithm;
	const EVP_MD *(*hash)(void);
} named_by[] = {
	{"cert:", 2, EVP_sha256},
	{"cert-sha1:", 1, EVP_sha1},
	{"cert-sha384:", 3, EVP_sha384},
};

/* "cert:NAME" and the like: of a certificate that the scenario made. False: it is none. */
static bool put_made_root(GByteArray *out, struct scene *scene, const struct line *line,
			  const char *text)
{
	const struct named_by *by = NULL;
	uint8_t digest[HASH_MAX];

	for (size_t i = 0; i < G_N_ELEMENTS(named_by); i++)
		if (g_str_has_prefix(text, named_by[i].prefix))
			by = &named_by[i];
	if (!by)
		return false;
	crypto_hash(digest, by->hash(),
		    certificate_find(scene, line, text + strlen(by->prefix))->der);
	put8(out, by->algorithm);
	put8(out, (unsigned)EVP_MD_get_size(by->hash()));
	put_bytes(out, digest, (size_t)EVP_MD_get_size(by->hash()));
	return true;
}

static void put_hashes(GByteArray *out, struct scene *scene, struct line *line)
{
	const char *text = line_option(line, "roots", "2");
	char **names = g_strsplit(text, ",", -1);
	uint64_t n = g_strv_length(names);
	bool by_count = n == 1 && g_ascii_isdigit(*text) && !strchr(text, ':');

	if (by_count)
		n = line_count(line, text);
	if (by_count && n > NAMED_BY_COUNT)
		line_fail(line, "only %d roots have a number", NAMED_BY_COUNT);
	put8(out, (unsigned)line_number(line, "count", n));
	for (uint64_t i = 0; i < n; i++)
		if (by_count)
			put_root(out, line, &roots[i]);
		else if (!put_made_root(out, scene, line, names[i]))
			put_named_root(out, line, names[i]);
	g_strfreev(names);
}

/* Eight characters, or hex: for what is none. */
static void put_pid(GByteArray *out, struct line *line)
{
	const char *pid = line_option(line, "pid", "0000037M");

	if (!g_str_has_prefix(pid, "hex:")) {
		put_bytes(out, pid, strlen(pid));
		return;
	}
	GByteArray *bytes = line_bytes(line, pid);

	put_all(out, bytes);
	g_byte_array_unref(bytes);
}

static GByteArray *hello_bytes(struct scene *scene, struct line *line)
{
	uint64_t version = line_count(line, line_word(line, 2) + strspn(line_word(line, 2), "v"));
	const char *uuid = line_option(line, "uuid", "11223344-5566-7788-99aa-bbccddeeff00");
	GByteArray *out = g_byte_array_new();

	put16le(out, (unsigned)line_number(line, "admin", 1));
	put16le(out, (unsigned)version);
	put32le(out, (uint32_t)line_number(line, "retry", 0));
	put_uuid(out, line, uuid);
	if (version == VERSION_PSK)
		put_pid(out, line);
	else if (version == VERSION_PKI)
		put_hashes(out, scene, line);
	return out;
}

/* What the line says instead of, behind, or short of a right hello. */
static GByteArray *distorted_bytes(struct scene *scene, struct line *line)
{
	const char *bytes = line_option(line, "bytes", NULL);
	const char *trailing = line_option(line, "trailing", NULL);
	GByteArray *out = bytes ? line_bytes(line, bytes) : hello_bytes(scene, line);

	if (trailing) {
		GByteArray *more = line_bytes(line, trailing);

		put_all(out, more);
		g_byte_array_unref(more);
	}
	uint64_t cut = line_number(line, "cut", out->len);

	if (cut > out->len)
		line_fail(line, "a hello of %u bytes cannot be cut to more", out->len);
	g_byte_array_set_size(out, (guint)cut);
	return out;
}

/* The pieces of a hello and the order in which they travel. */
struct pieces {
	GByteArray *bytes;
	GArray *ends;   /* uint64_t: where each piece ends */
	uint64_t early; /* bytes of the piece before that each piece repeats */
	const char *order, *unseen;
};

static struct pieces read_pieces(struct line *line, GByteArray *bytes)
{
	char **cuts = g_strsplit(line_option(line, "split", ""), ",", -1);
	struct pieces pieces = {.bytes = bytes, .ends = g_array_new(FALSE, FALSE, 8)};
	uint64_t end;

	for (unsigned i = 0; cuts[i]; i++) {
		end = line_count(line, cuts[i]);
		if (end >= bytes->len)
			line_fail(line, "there is nothing to split at %s", cuts[i]);
		g_array_append_val(pieces.ends, end);
	}
	end = bytes->len;
	g_array_append_val(pieces.ends, end);
	pieces.early = line_number(line, "overlap", 0);
	pieces.order = line_option(line, "order", NULL);
	pieces.unseen = line_option(line, "unseen", NULL);
	g_strfreev(cuts);
	return pieces;
}

static void send_piece(struct scene *scene, struct connection *c, const struct pieces *pieces,
		       uint64_t number, uint32_t base)
{
	uint64_t end = g_array_index(pieces->ends, uint64_t, number);
	uint64_t start = number ? g_array_index(pieces->ends, uint64_t, number - 1) : 0;
	uint64_t early = MIN(start, pieces->early);

	stream_segment_at(scene, c, SIDE_CLIENT, base + (uint32_t)(start - early),
			  pieces->bytes->data + start - early, end - start + early);
}

/* Without an order= the pieces travel once each, as they lie. */
static char **travel_order(const struct pieces *pieces)
{
	GString *order = g_string_new(pieces->order);

	for (unsigned i = 0; !pieces->order && i < pieces->ends->len; i++)
		g_string_append_printf(order, i ? ",%u" : "%u", i + 1);
	char **list = g_strsplit(order->str, ",", -1);

	g_string_free(order, TRUE);
	return list;
}

static void send_pieces(struct scene *scene, const struct line *line, struct connection *c,
			const struct pieces *pieces)
{
	char **order = travel_order(pieces);
	uint64_t unseen = pieces->unseen ? line_count(line, pieces->unseen) : 0;
	uint32_t base = c->next[SIDE_CLIENT];
	bool nothing_seen = scene->unseen;

	for (unsigned i = 0; order[i]; i++) {
		uint64_t number = line_count(line, order[i]);

		if (number < 1 || number > pieces->ends->len)
			line_fail(line, "there is no piece %s", order[i]);
		if (i)
			scene_wait(scene, STREAM_ROUND_TRIP);
		scene->unseen = nothing_seen || number == unseen;
		send_piece(scene, c, pieces, number - 1, base);
		scene->unseen = nothing_seen;
	}
	g_strfreev(order);
}

void verb_hello(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	GByteArray *bytes = distorted_bytes(scene, line);
	struct pieces pieces = read_pieces(line, bytes);

	send_pieces(scene, line, c, &pieces);
	c->next[SIDE_CLIENT] += bytes->len;
	scene_wait(scene, STREAM_ROUND_TRIP);
	stream_segment(scene, c, SIDE_SERVER, TCP_ACK, NULL, 0);
	g_array_unref(pieces.ends);
	g_byte_array_unref(bytes);
}
