/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_certificate.c - the rules, one a function; see setup_certificate.h.
 *
 * Their order is that in which they explain each other: a chain that is not
 * whole has no root to look for.
 */
#include "setup_certificate.h"

#include "names.h"

/* Firmware versions from which something holds. */
#define FIRMWARE_2_6 206   /* suffixes of .com and .net count by two labels */
#define FIRMWARE_4_1 401   /* the wider table of labels */
#define FIRMWARE_6_0 600   /* SHA-256 roots; keys of more than 2048 bits */
#define FIRMWARE_15_0 1500 /* no SHA-1, no RSA below 2048 bits: some (desktop) */
#define FIRMWARE_16_0 1600 /* ... all */

#define KEY_BITS 2048
#define CHAIN_TAKEN 3 /* leaf, intermediate, root */

static const struct certificate_facts *leaf_of(const struct setup_case *c)
{
	return c->certificate[0];
}

/* The last on the way up; sightings of strangers may lie about the way. */
static const struct certificate_facts *top_of(const struct setup_case *c)
{
	return c->certificate[c->way.top < c->count ? c->way.top : 0];
}

const struct certificate_facts *setup_root(const struct setup_case *c)
{
	return c->count && c->way.has_root ? top_of(c) : NULL;
}

static const uint8_t *hash_of(const struct certificate_facts *facts, unsigned length)
{
	switch (length) {
	case CERTIFICATE_SHA1:
		return facts->sha1;
	case CERTIFICATE_SHA256:
		return facts->sha256;
	case CERTIFICATE_SHA384:
		return facts->sha384;
	default:
		return NULL;
	}
}

/* May the hello have left out a root that the device knows? */
static bool may_leave_out(const struct seen_hello *hello)
{
	if (hello->hash_count >= SETUP_HASHES_FULL || hello->hashes_read < hello->hash_count)
		return true;
	for (unsigned i = 0; hello->hashes && i < hello->hashes->n; i++)
		if (!hash_is_known(hello->hashes->hash[i].algorithm, hello->hashes->hash[i].length))
			return true;
	return false;
}

enum setup_root_listed setup_root_in(const struct certificate_facts *root,
				     const struct seen_hello *hello)
{
	if (!root || !hello || !hello->whole || !hello->hashes)
		return SETUP_ROOT_UNKNOWN;
	for (unsigned i = 0; i < hello->hashes->n; i++) {
		const struct seen_hash *hash = &hello->hashes->hash[i];
		const uint8_t *own = hash_of(root, hash->length);

		if (own && memcmp(own, hash->value, hash->length) == 0)
			return SETUP_ROOT_LISTED;
	}
	return may_leave_out(hello) ? SETUP_ROOT_PERHAPS_NOT : SETUP_ROOT_NOT_LISTED;
}

static enum suffix_fit better(enum suffix_fit best, const char *suffix, const char *own,
			      const char **name)
{
	enum suffix_fit fit = suffix_fits(suffix, own);

	if (fit <= best)
		return best;
	if (name)
		*name = own;
	return fit;
}

enum suffix_fit setup_fit(const struct certificate_facts *leaf, const char *const *suffix,
			  unsigned count, const char **name)
{
	enum suffix_fit best = SUFFIX_FITS_NOT;

	for (unsigned i = 0; i < count; i++) {
		best = better(best, suffix[i], leaf->common_name, name);
		for (unsigned k = 0; k < leaf->dns_name_count; k++)
			best = better(best, suffix[i], leaf->dns_names[k], name);
	}
	return best;
}

static bool say(struct setup_breach *b, enum certainty certainty, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
static bool say(struct setup_breach *b, enum certainty certainty, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	b->says = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	b->certainty = certainty;
	return true;
}

/* Which one a clause is about: the leaf, or an issuer by its name. */
static const char *called(const struct setup_case *c, unsigned i)
{
	return i == 0 ? "it" : c->certificate[i]->subject;
}

static bool is_missing(const struct setup_case *c, struct setup_breach *b)
{
	return c->count == 0 && say(b, CERTAINTY_CERTAIN, "none is sent");
}

static bool is_alone(const struct setup_case *c, struct setup_breach *b)
{
	return c->count == 1 && !c->way.has_root &&
	       say(b, CERTAINTY_CERTAIN, "it comes alone, without %s", leaf_of(c)->issuer);
}

static bool is_unordered(const struct setup_case *c, struct setup_breach *b)
{
	return c->count && !c->way.ordered &&
	       say(b, CERTAINTY_CERTAIN,
		   "its chain of %u certificates is out of order: each is to be followed by its "
		   "issuer",
		   c->count);
}

/* An issuer is not there, and what is there instead leads nowhere. */
static bool has_a_hole(const struct setup_case *c, struct setup_breach *b)
{
	if (!c->count || !c->way.beside || c->way.has_root)
		return false;
	return say(b, CERTAINTY_CERTAIN, "%s is missing in its chain", top_of(c)->issuer);
}

static bool lacks_root(const struct setup_case *c, struct setup_breach *b)
{
	if (c->count < 2 || c->way.has_root || c->way.beside)
		return false;
	return say(b, CERTAINTY_CERTAIN, "its chain ends below the root, which is %s",
		   top_of(c)->issuer);
}

static bool has_other_certificates(const struct setup_case *c, struct setup_breach *b)
{
	return c->way.has_root && c->way.beside &&
	       say(b, CERTAINTY_CERTAIN, "%u certificate%s come%s with it that %s not of its chain",
		   c->way.beside, c->way.beside == 1 ? "" : "s", c->way.beside == 1 ? "s" : "",
		   c->way.beside == 1 ? "is" : "are");
}

static bool has_unlisted_root(const struct setup_case *c, struct setup_breach *b)
{
	const struct certificate_facts *root = setup_root(c);
	enum setup_root_listed listed = setup_root_in(root, c->hello);

	if (listed != SETUP_ROOT_NOT_LISTED && listed != SETUP_ROOT_PERHAPS_NOT)
		return false;
	return say(b, listed == SETUP_ROOT_NOT_LISTED ? CERTAINTY_CERTAIN : CERTAINTY_LIKELY,
		   "its root, %s, is not among the %u root hashes of the hello", root->subject,
		   c->hello->hash_count);
}

static bool lacks_setup_usage(const struct setup_case *c, struct setup_breach *b)
{
	return c->count && !certificate_is_for_setup(leaf_of(c)) &&
	       say(b, CERTAINTY_CERTAIN,
		   "it has neither the usage " CERTIFICATE_AMT_SETUP
		   " nor the OU \"" CERTIFICATE_SETUP_UNIT "\"");
}

static bool lacks_server_usage(const struct setup_case *c, struct setup_breach *b)
{
	return c->count && !certificate_is_for_servers(leaf_of(c)) &&
	       say(b, CERTAINTY_CERTAIN, "it is not for server authentication");
}

static char *date_text(int64_t time)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time / INT64_C(1000000000));

	return date ? g_date_time_format(date, "%Y-%m-%d %H:%M:%S UTC") : g_strdup("another time");
}

static bool is_out_of_date(const struct setup_case *c, struct setup_breach *b)
{
	for (unsigned i = 0; i < c->count; i++) {
		const struct certificate_facts *facts = c->certificate[i];
		bool early = c->time < facts->not_before;

		if (!early && c->time <= facts->not_after)
			continue;
		g_autofree char *date = date_text(early ? facts->not_before : facts->not_after);

		return say(b, CERTAINTY_CERTAIN, "%s %s %s", called(c, i),
			   early ? "was not valid before" : "was valid until", date);
	}
	return false;
}

static bool is_sha1(const struct certificate_facts *facts)
{
	return strcmp(facts->signature_hash, "SHA1") == 0;
}

/* A root's signature of itself proves nothing and is not looked at. */
static bool counts(const struct certificate_facts *facts)
{
	return !facts->self_signed && *facts->signature_hash;
}

static bool is_long(const struct setup_case *c, struct setup_breach *b)
{
	return c->way.length > CHAIN_TAKEN &&
	       say(b, CERTAINTY_LIKELY, "its chain has %u certificates, where firmware takes %u",
		   c->way.length, CHAIN_TAKEN);
}

static bool is_mixed(const struct setup_case *c, struct setup_breach *b)
{
	unsigned old = 0, all = 0;

	for (unsigned i = 0; i < c->count; i++) {
		all += counts(c->certificate[i]);
		old += counts(c->certificate[i]) && is_sha1(c->certificate[i]);
	}
	return old && old < all &&
	       say(b, CERTAINTY_LIKELY,
		   "its chain is signed with SHA-1 here and another hash there");
}

/* What some firmware of 15 and all from 16 on refuses. */
static bool refused_since_15(const struct setup_case *c, enum certainty *certainty)
{
	*certainty = c->firmware >= FIRMWARE_16_0 ? CERTAINTY_LIKELY : CERTAINTY_POSSIBLE;
	return c->firmware >= FIRMWARE_15_0;
}

static bool has_old_hash(const struct setup_case *c, struct setup_breach *b)
{
	enum certainty certainty;

	for (unsigned i = 0; refused_since_15(c, &certainty) && i < c->count; i++)
		if (is_sha1(c->certificate[i]))
			return say(b, certainty,
				   "%s is signed with SHA-1, which firmware %u refuses",
				   called(c, i), c->firmware / 100);
	return false;
}

static bool has_new_hash(const struct setup_case *c, struct setup_breach *b)
{
	for (unsigned i = 0; c->firmware && c->firmware < FIRMWARE_6_0 && i < c->count; i++)
		if (counts(c->certificate[i]) && !is_sha1(c->certificate[i]))
			return say(b, CERTAINTY_POSSIBLE,
				   "%s is signed with %s, which firmware before 6 may not know",
				   called(c, i), c->certificate[i]->signature_hash);
	return false;
}

static bool has_rsa_bits(const struct certificate_facts *facts, unsigned from, unsigned to)
{
	return strcmp(facts->key, "RSA") == 0 && facts->key_bits >= from && facts->key_bits < to;
}

static bool has_short_key(const struct setup_case *c, struct setup_breach *b)
{
	enum certainty certainty;

	for (unsigned i = 0; refused_since_15(c, &certainty) && i < c->count; i++)
		if (has_rsa_bits(c->certificate[i], 1, KEY_BITS))
			return say(b, certainty,
				   "%s has a key of %u bits, which firmware %u refuses",
				   called(c, i), c->certificate[i]->key_bits, c->firmware / 100);
	return false;
}

static bool has_long_key(const struct setup_case *c, struct setup_breach *b)
{
	for (unsigned i = 0; c->firmware && c->firmware < FIRMWARE_6_0 && i < c->count; i++)
		if (has_rsa_bits(c->certificate[i], KEY_BITS + 1, UINT_MAX))
			return say(b, CERTAINTY_LIKELY,
				   "%s has a key of %u bits, where firmware before 6 takes 2048",
				   called(c, i), c->certificate[i]->key_bits);
	return false;
}

static bool has_other_key(const struct setup_case *c, struct setup_breach *b)
{
	for (unsigned i = 0; i < c->count; i++)
		if (strcmp(c->certificate[i]->key, "RSA") != 0 && *c->certificate[i]->key)
			return say(b, CERTAINTY_POSSIBLE,
				   "%s has a key of kind %s, where RSA is documented", called(c, i),
				   c->certificate[i]->key);
	return false;
}

/* All suffixes, and all names, in a row. */
static char *joined(const char *const *list, unsigned count)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < count; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : "", list[i]);
	return g_string_free(text, FALSE);
}

static bool has_other_suffix(const struct setup_case *c, struct setup_breach *b)
{
	if (!c->count || !c->suffix_count ||
	    setup_fit(leaf_of(c), c->suffix, c->suffix_count, NULL) != SUFFIX_FITS_NOT)
		return false;
	g_autofree char *suffixes = joined(c->suffix, c->suffix_count);

	return say(b, CERTAINTY_CERTAIN, "it is for %s, but the device's suffix is %s",
		   leaf_of(c)->common_name, suffixes);
}

/* By the last labels alone, which older firmware does not compare. */
static bool has_suffix_by_labels(const struct setup_case *c, struct setup_breach *b)
{
	const char *name = "";

	if (!c->count || !c->suffix_count || !c->firmware || c->firmware >= FIRMWARE_4_1 ||
	    setup_fit(leaf_of(c), c->suffix, c->suffix_count, &name) != SUFFIX_FITS_LABELS)
		return false;
	if (c->firmware >= FIRMWARE_2_6 &&
	    (g_str_has_suffix(name, ".com") || g_str_has_suffix(name, ".net")))
		return false;
	return say(b, CERTAINTY_LIKELY,
		   "%s and the device's suffix agree in their last labels alone, which firmware "
		   "before 4.1 does not take",
		   name);
}

static const struct rule {
	const char *row;
	bool (*is_broken)(const struct setup_case *c, struct setup_breach *b);
} rules[] = {
	{"AMT-L09", is_missing},
	{"AMT-L09", is_alone},
	{"AMT-L09", is_unordered},
	{"AMT-L09", has_a_hole},
	{"AMT-L07", lacks_root},
	{"AMT-L07", has_other_certificates},
	{"AMT-L06", has_unlisted_root},
	{"AMT-L05", lacks_setup_usage},
	{"AMT-L05", lacks_server_usage},
	{"AMT-L11", is_out_of_date},
	{"AMT-L08", has_old_hash},
	{"AMT-L08", has_short_key},
	{"AMT-L08", has_long_key},
	{"AMT-L08", is_long},
	{"AMT-L08", is_mixed},
	{"AMT-L08", has_new_hash},
	{"AMT-L08", has_other_key},
	{"AMT-P01", has_other_suffix},
	{"AMT-P01", has_suffix_by_labels},
};

bool setup_judge(const struct setup_case *c, const char *row, struct setup_breach *breach)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		if ((row && strcmp(row, rules[i].row) != 0) || !rules[i].is_broken(c, breach))
			continue;
		breach->row = rules[i].row;
		return true;
	}
	return false;
}

unsigned setup_breaches(const struct setup_case *c)
{
	unsigned n = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		struct setup_breach breach = {0};

		n += rules[i].is_broken(c, &breach);
		g_free(breach.says);
	}
	return n;
}
