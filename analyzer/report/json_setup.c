/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_setup.c - a setup certificate in question, for programs. */
#include "json_setup.h"

#include "json_words.h"
#include "names.h"
#include "setup_comparison.h"
#include "time_text.h"

static json_t *suffix_json(const struct setup_suffix *suffix)
{
	json_t *object = json_object();

	json_object_set_new(object, "suffix", string(suffix->text));
	json_object_set_new(object, "source", string(setup_suffix_sources[suffix->source]));
	return object;
}

static json_t *hex(const uint8_t *bytes, unsigned n)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < n; i++)
		g_string_append_printf(text, "%02x", bytes[i]);
	json_t *value = json_string(text->str);

	g_string_free(text, TRUE);
	return value;
}

static json_t *names_json(const struct certificate_facts *leaf)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < leaf->dns_name_count; i++)
		json_array_append_new(array, string(leaf->dns_names[i]));
	return array;
}

/* Beyond what can be counted is no date. */
static void set_time(json_t *object, const char *key, int64_t time)
{
	char text[TIME_TEXT];

	if (time < TIME_FAR && time > -TIME_FAR)
		json_object_set_new(object, key, json_string(time_text(time, 0, text)));
}

/* What stands in no hello that is whole is not compared, and so absent. */
static void set_root(json_t *object, const struct setup_side *side)
{
	static const char *const listings[] = {
		[SETUP_ROOT_UNKNOWN] = NULL,
		[SETUP_ROOT_LISTED] = "yes",
		[SETUP_ROOT_NOT_LISTED] = "no",
		[SETUP_ROOT_PERHAPS_NOT] = "perhaps",
	};

	if (!side->root)
		return;
	json_object_set_new(object, "root", string(side->root->subject));
	json_object_set_new(object, "root_sha256", hex(side->root->sha256, CERTIFICATE_SHA256));
	if (listings[side->listed])
		json_object_set_new(object, "root_offered", json_string(listings[side->listed]));
}

static json_t *side_json(const struct setup_comparison *c, const struct setup_side *side)
{
	json_t *object = json_object();

	if (side->label) {
		json_object_set_new(object, "label", string(side->label));
		json_object_set_new(object, "private_key", json_boolean(side->has_key));
	}
	if (*side->leaf->common_name)
		json_object_set_new(object, "common_name", string(side->leaf->common_name));
	json_object_set_new(object, "dns_names", names_json(side->leaf));
	if (c->suffix_known)
		json_object_set_new(object, "fits_suffix",
				    json_boolean(side->fit != SUFFIX_FITS_NOT));
	set_time(object, "not_before", side->leaf->not_before);
	set_time(object, "not_after", side->leaf->not_after);
	json_object_set_new(object, "certificates", json_integer(side->count));
	set_root(object, side);
	return object;
}

static json_t *root_json(const struct seen_hash *hash)
{
	json_t *object = json_object();
	const char *algorithm = name_of(NAMES_HASH_ALGORITHM, hash->algorithm);
	const char *ca = setup_offered_name(hash);

	if (algorithm)
		json_object_set_new(object, "algorithm", json_string(algorithm));
	json_object_set_new(object, "hash", hex(hash->value, hash->length));
	if (ca)
		json_object_set_new(object, "name", string(ca));
	return object;
}

static json_t *suffixes_json(const struct setup_comparison *c)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < c->suffix_count; i++)
		json_array_append_new(array, suffix_json(&c->suffix[i]));
	return array;
}

static json_t *roots_json(const struct seen_hashes *offered)
{
	json_t *array = json_array();

	for (unsigned i = 0; offered && i < offered->n; i++)
		json_array_append_new(array, root_json(&offered->hash[i]));
	return array;
}

json_t *json_setup(const struct diagnosis *diagnosis, const struct device *device)
{
	struct setup_comparison *c = setup_comparison_of(diagnosis, device);

	if (!c)
		return NULL;
	json_t *object = json_object(), *owned = json_array();

	json_object_set_new(object, "suffixes", suffixes_json(c));
	for (unsigned i = 0; i < c->sides->len; i++) {
		const struct setup_side *side = &g_array_index(c->sides, struct setup_side, i);

		if (side->label)
			json_array_append_new(owned, side_json(c, side));
		else
			json_object_set_new(object, "sent", side_json(c, side));
	}
	json_object_set_new(object, "owned", owned);
	json_object_set_new(object, "roots_offered", roots_json(c->offered));
	setup_comparison_free(c);
	return object;
}
