/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * called_back.c - see called_back.h.
 *
 * A certificate is compared with the hello's hashes, each by its own
 * algorithm. What the two say of each other is a remark of wire/.
 */
#include "called_back.h"

#include "links.h"
#include "message.h"
#include "names.h"
#include "root_certificate.h"

#define SHA256_LENGTH 32
#define DIGEST_MAX 48 /* SHA-384 */

/* AMT's numbers of hash algorithms, as NAMES_HASH_ALGORITHM has them. */
enum {
	AMT_SHA1 = 1,
	AMT_SHA256 = 2,
	AMT_SHA384 = 3
};

/* Keys of what is kept with a packet, besides the field. */
enum {
	KEEP_IDENTITY,
	KEEP_CHAIN
};

/* Where something lies in the packet; nowhere (0, 0) if an earlier one began it. */
struct place {
	uint32_t off, len;
};

struct identity {
	struct hello_seen *hello;
	unsigned layer; /* of the packet, which may hold TLS more than once */
	struct bytes text;
	struct place place;
	enum key_found found;
};

struct certificate {
	struct place place;
	uint8_t sha256[SHA256_LENGTH];
	const struct hello_hash *hash; /* of the hello; NULL: not among them */
};

struct chain {
	struct hello_seen *hello;
	unsigned layer;
	bool has_root;
	unsigned n;
	struct certificate *certificate;
};

static int hf_key = -1;
static int hf_sha256 = -1;
static int hf_in_hello = -1;
static int hf_ca = -1;

static struct place place_in(struct bytes payload, struct bytes part)
{
	bool inside = part.p >= payload.p && part.p + part.n <= payload.p + payload.n;

	return inside ? (struct place){(uint32_t)(part.p - payload.p), (uint32_t)part.n}
		      : (struct place){0};
}

static void *kept(packet_info *pinfo, unsigned what)
{
	return p_get_proto_data(wmem_file_scope(), pinfo, fields_hf(F_CHAIN), what);
}

static void keep(packet_info *pinfo, unsigned what, void *noted)
{
	if (!kept(pinfo, what))
		p_add_proto_data(wmem_file_scope(), pinfo, fields_hf(F_CHAIN), what, noted);
}

void called_back_note_identity(packet_info *pinfo, struct bytes payload, struct bytes identity,
			       enum key_found found)
{
	struct identity *noted = wmem_new0(wmem_file_scope(), struct identity);

	noted->layer = pinfo->curr_layer_num;
	noted->hello = links_hello_behind(pinfo);
	noted->text = bytes_of(
		wmem_strndup(wmem_file_scope(), (const char *)identity.p, identity.n), identity.n);
	noted->place = place_in(payload, identity);
	noted->found = found;
	if (noted->hello && !noted->hello->psk_frame)
		noted->hello->psk_frame = pinfo->num;
	keep(pinfo, KEEP_IDENTITY, noted);
}

/* The digest of |der| by AMT's number of an algorithm; gives its length. */
static size_t digest_of(struct bytes der, uint8_t algorithm, uint8_t digest[DIGEST_MAX])
{
	static const GChecksumType types[] = {
		[AMT_SHA1] = G_CHECKSUM_SHA1,
		[AMT_SHA256] = G_CHECKSUM_SHA256,
		[AMT_SHA384] = G_CHECKSUM_SHA384,
	};
	gsize n = DIGEST_MAX;
	GChecksum *checksum = g_checksum_new(types[algorithm]);

	g_checksum_update(checksum, der.p, (gssize)der.n);
	g_checksum_get_digest(checksum, digest, &n);
	g_checksum_free(checksum);
	return n;
}

/* The hash of the hello that is one of |digest|, by algorithm; NULL if none is. */
static const struct hello_hash *hash_of(const struct hello_seen *hello,
					struct bytes digest[AMT_SHA384 + 1])
{
	for (unsigned i = 0; hello && i < hello->hashes; i++) {
		const struct hello_hash *hash = &hello->hash[i];

		if (hash->algorithm <= AMT_SHA384 && hash->value.n > 0 &&
		    bytes_equal(hash->value, digest[hash->algorithm]))
			return hash;
	}
	return NULL;
}

static void note_certificate(struct certificate *certificate, struct bytes payload,
			     struct bytes der, const struct hello_seen *hello)
{
	uint8_t room[AMT_SHA384 + 1][DIGEST_MAX];
	struct bytes digest[AMT_SHA384 + 1] = {{0}};

	for (uint8_t algorithm = AMT_SHA1; algorithm <= AMT_SHA384; algorithm++)
		digest[algorithm] =
			bytes_of(room[algorithm], digest_of(der, algorithm, room[algorithm]));
	certificate->place = place_in(payload, der);
	certificate->hash = hash_of(hello, digest);
	memcpy(certificate->sha256, room[AMT_SHA256], SHA256_LENGTH);
}

void called_back_note_chain(packet_info *pinfo, struct bytes payload,
			    const struct tls_certificates *list)
{
	struct chain *noted = wmem_new0(wmem_file_scope(), struct chain);

	noted->layer = pinfo->curr_layer_num;
	noted->hello = links_hello_behind(pinfo);
	noted->n = list->n;
	noted->certificate = wmem_alloc0_array(wmem_file_scope(), struct certificate, list->n + 1);
	for (unsigned i = 0; i < list->n; i++) {
		note_certificate(&noted->certificate[i], payload, list->certificate[i],
				 noted->hello);
		noted->has_root |= certificate_is_root(list->certificate[i]);
	}
	if (noted->hello && !noted->hello->chain_frame)
		noted->hello->chain_frame = pinfo->num;
	keep(pinfo, KEEP_CHAIN, noted);
}

/* The packet may be put together of other segments than at the first pass. */
static struct place clamped(struct place place, tvbuff_t *tvb)
{
	unsigned n = tvb_captured_length(tvb);

	return place.off <= n && place.len <= n - place.off ? place : (struct place){0};
}

static proto_tree *show_top(tvbuff_t *tvb, proto_tree *tree, struct place place, const char *text,
			    const struct hello_seen *hello)
{
	proto_item *top =
		proto_tree_add_item(tree, proto_iamt, tvb, (int)place.off, (int)place.len, ENC_NA);
	proto_tree *group = proto_item_add_subtree(top, fields_ett(F_NONE));

	proto_item_append_text(top, ": %s", text);
	if (hello)
		proto_item_append_text(top, ", hello in frame %u", hello->frame);
	links_show_hello_frame(tvb, group, hello);
	return group;
}

/* Raises what the pair gives away at |item|. */
static void remark(tvbuff_t *tvb, packet_info *pinfo, proto_item *item,
		   const struct called_back *back)
{
	static const struct message none;
	struct shown shown = {.tvb = tvb, .pinfo = pinfo, .top = item};
	const struct remarked seen = {.message = &none, .called_back = back};

	experts_raise(&shown, &seen);
}

static void show_identity(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
			  const struct identity *identity)
{
	struct place place = clamped(identity->place, tvb);
	proto_tree *group =
		show_top(tvb, tree, place, "PSK identity of the server", identity->hello);
	proto_item *item =
		proto_tree_add_string(group, fields_hf(F_PSK_IDENTITY), tvb, (int)place.off,
				      (int)place.len, (const char *)identity->text.p);
	const struct called_back back = {
		.pid = identity->hello ? identity->hello->pid : (struct bytes){0},
		.identity = identity->text,
	};

	proto_item_set_generated(
		proto_tree_add_string(group, hf_key, tvb, 0, 0, keys_text(identity->found)));
	remark(tvb, pinfo, item, &back);
}

static void show_certificate(tvbuff_t *tvb, proto_tree *group,
			     const struct certificate *certificate)
{
	struct place place = clamped(certificate->place, tvb);
	proto_item *item = proto_tree_add_item(group, fields_hf(F_CHAIN_CERTIFICATE), tvb,
					       (int)place.off, (int)place.len, ENC_NA);
	proto_tree *below = proto_item_add_subtree(item, fields_ett(F_CHAIN_CERTIFICATE));
	const char *ca = root_ca_name(bytes_of(certificate->sha256, SHA256_LENGTH));

	proto_item_set_generated(proto_tree_add_bytes_with_length(
		below, hf_sha256, tvb, 0, 0, certificate->sha256, SHA256_LENGTH));
	if (ca)
		proto_item_set_generated(proto_tree_add_string(below, hf_ca, tvb, 0, 0, ca));
	if (!certificate->hash)
		return;
	proto_item_append_text(item, ": its hash is in the hello%s%s", ca ? ", " : "",
			       ca ? ca : "");
	proto_item_set_generated(proto_tree_add_bytes_with_length(below, hf_in_hello, tvb, 0, 0,
								  certificate->hash->value.p,
								  (int)certificate->hash->value.n));
}

static struct called_back beside_hello(const struct chain *chain)
{
	struct called_back back = {.has_root = chain->has_root};

	for (unsigned i = 0; chain->hello && i < chain->hello->hashes; i++) {
		const struct hello_hash *hash = &chain->hello->hash[i];
		bool known = hash_is_known(hash->algorithm, hash->length);

		back.hashes += known;
		back.odd_hashes |= !known;
	}
	for (unsigned i = 0; i < chain->n; i++)
		back.is_trusted |= chain->certificate[i].hash != NULL;
	return back;
}

static void show_chain(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
		       const struct chain *chain)
{
	const struct called_back back = beside_hello(chain);
	proto_tree *group =
		show_top(tvb, tree, (struct place){0}, "certificates of the server", chain->hello);
	proto_item *item = proto_tree_add_item(group, fields_hf(F_CHAIN), tvb, 0, 0, ENC_NA);
	proto_tree *list = proto_item_add_subtree(item, fields_ett(F_CHAIN));

	proto_item_append_text(item, ": %u", chain->n);
	for (unsigned i = 0; i < chain->n; i++)
		show_certificate(tvb, list, &chain->certificate[i]);
	remark(tvb, pinfo, item, &back);
}

void called_back_show(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, unsigned layer)
{
	const struct identity *identity = kept(pinfo, KEEP_IDENTITY);
	const struct chain *chain = kept(pinfo, KEEP_CHAIN);

	if (chain && chain->layer == layer)
		show_chain(tvb, pinfo, tree, chain);
	if (identity && identity->layer == layer)
		show_identity(tvb, pinfo, tree, identity);
}

void called_back_register(void)
{
	static hf_register_info rows[] = {
		{&hf_key, {"Key", "iamt.psk.key", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
		{&hf_sha256,
		 {"SHA-256", "iamt.chain.sha256", FT_BYTES, BASE_NONE, NULL, 0, NULL, HFILL}},
		{&hf_in_hello,
		 {"Root certificate hash of the hello", "iamt.chain.in_hello", FT_BYTES, BASE_NONE,
		  NULL, 0, NULL, HFILL}},
		{&hf_ca, {"Root CA", "iamt.chain.ca", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
	};

	proto_register_field_array(proto_iamt, rows, array_length(rows));
}
