/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_read.c - lines to sightings. A line is a row of |kinds|; a header opens
 * a section with captures and hash lists of its own numbers, and says how many
 * lines must follow, so that a file cut short is known.
 */
#include "json.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "json_cell.h"

#define HASHES_MOST 255 /* a hello's count has one byte */

struct reading {
	struct shared shared;
	FILE *in;
	char *line; /* SIGHTINGS_LINE_MAX */
	unsigned number;
	bool opened;          /* a header was read */
	GHashTable *captures; /* id + 1 -> index + 1 */
	uint64_t captures_due, sightings_due;
};

GQuark sightings_error_quark(void)
{
	return g_quark_from_static_string("amtrace-sightings");
}

/* Have all lines come that the header speaks of? */
static bool section_is_whole(struct reading *r)
{
	if (!r->captures_due && !r->sightings_due)
		return true;
	return wrong(&r->shared,
		     "cut short: %" PRIu64 " captures and %" PRIu64 " sightings are missing",
		     r->captures_due, r->sightings_due);
}

static bool read_header(struct reading *r, json_t *object)
{
	const char *schema = json_string_value(json_object_get(object, "schema"));

	if (!section_is_whole(r))
		return false;
	if (!schema || strcmp(schema, SIGHTINGS_SCHEMA) != 0)
		return wrong(&r->shared, "the schema is not " SIGHTINGS_SCHEMA);
	json_object_del(object, "schema");
	json_object_del(object, "tool");
	g_hash_table_remove_all(r->captures);
	g_hash_table_remove_all(r->shared.hashes);
	g_hash_table_remove_all(r->shared.certificates);
	r->opened = true;
	return take_number(&r->shared, object, "captures", G_MAXUINT - 1, &r->captures_due) &&
	       take_number(&r->shared, object, "sightings", INT64_MAX, &r->sightings_due);
}

/* An id that |table| does not have yet, as its key. */
static bool take_new_id(struct reading *r, json_t *object, GHashTable *table, gpointer *key)
{
	uint64_t id;

	if (!take_number(&r->shared, object, "id", G_MAXUINT - 1, &id))
		return false;
	*key = GUINT_TO_POINTER((guint)id + 1);
	return !g_hash_table_contains(table, *key) || wrong(&r->shared, "'id' is there twice");
}

static bool read_capture(struct reading *r, json_t *object)
{
	struct capture_facts facts = {0};
	gpointer key;

	if (!r->captures_due)
		return wrong(&r->shared, "more captures than the header says");
	if (!take_new_id(r, object, r->captures, &key) ||
	    !layout_read(&r->shared, &layout_capture, &facts, object))
		return false;
	unsigned index = sightings_add_capture(r->shared.sightings, &facts);

	g_hash_table_insert(r->captures, key, GUINT_TO_POINTER(index + 1));
	r->captures_due--;
	return true;
}

static bool read_hash_list(struct reading *r, json_t *list, struct seen_hashes *hashes)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *object = json_array_get(list, i);

		if (!json_is_object(object))
			return wrong(&r->shared, "a hash is not an object");
		if (!layout_read(&r->shared, &layout_hash, &hashes->hash[hashes->n++], object) ||
		    !nothing_is_left(&r->shared, object))
			return false;
	}
	return true;
}

static bool read_hashes(struct reading *r, json_t *object)
{
	json_t *list = json_object_get(object, "hashes");
	size_t n = json_array_size(list);
	gpointer key;

	if (n < 1 || n > HASHES_MOST)
		return wrong(&r->shared, "'hashes' is not a list of 1 to %d", HASHES_MOST);
	if (!take_new_id(r, object, r->shared.hashes, &key))
		return false;
	g_autofree struct seen_hashes *hashes =
		g_malloc0(sizeof *hashes + n * sizeof hashes->hash[0]);

	if (!read_hash_list(r, list, hashes))
		return false;
	json_object_del(object, "hashes");
	g_hash_table_insert(r->shared.hashes, key,
			    (gpointer)sightings_intern_hashes(r->shared.sightings, hashes));
	return true;
}

static bool read_certificate(struct reading *r, json_t *object)
{
	struct certificate_facts facts = {0};
	gpointer key;

	if (!take_new_id(r, object, r->shared.certificates, &key) ||
	    !layout_read(&r->shared, &layout_certificate, &facts, object))
		return false;
	g_hash_table_insert(r->shared.certificates, key,
			    (gpointer)sightings_intern_certificate(r->shared.sightings, &facts));
	return true;
}

static bool read_sighting(struct reading *r, json_t *object, enum sighting_kind kind)
{
	struct sighting sighting = {.kind = kind};
	gpointer index;

	if (!r->sightings_due)
		return wrong(&r->shared, "more sightings than the header says");
	if (!layout_read(&r->shared, &layout_sighting, &sighting, object))
		return false;
	if (sighting.capture == G_MAXUINT ||
	    !g_hash_table_lookup_extended(r->captures, GUINT_TO_POINTER(sighting.capture + 1), NULL,
					  &index))
		return wrong(&r->shared, "'capture' is not the id of a capture before");
	sighting.capture = GPOINTER_TO_UINT(index) - 1;
	sighting_set_value(&sighting, sightings_room(r->shared.sightings, layout_of[kind]->size));
	if (!layout_read(&r->shared, layout_of[kind], sighting_value(&sighting), object))
		return false;
	sightings_add(r->shared.sightings, &sighting);
	r->sightings_due--;
	return true;
}

static bool read_kind(struct reading *r, json_t *object, const char *type)
{
	if (strcmp(type, "header") == 0)
		return read_header(r, object);
	if (!r->opened)
		return wrong(&r->shared, "no header; 'amtrace observe' writes one");
	if (strcmp(type, layout_capture.type) == 0)
		return read_capture(r, object);
	if (strcmp(type, "hashes") == 0)
		return read_hashes(r, object);
	if (strcmp(type, layout_certificate.type) == 0)
		return read_certificate(r, object);
	for (enum sighting_kind kind = 0; kind < SIGHTING_KINDS; kind++)
		if (strcmp(type, layout_of[kind]->type) == 0)
			return read_sighting(r, object, kind);
	return wrong(&r->shared, "type '%s' is not known", type);
}

static bool read_object(struct reading *r, json_t *object)
{
	json_t *type = json_incref(json_object_get(object, "type"));
	bool good = false;

	json_object_del(object, "type");
	if (!json_is_object(object))
		wrong(&r->shared, "no JSON object");
	else if (!json_is_string(type))
		wrong(&r->shared, "no 'type'");
	else
		good = read_kind(r, object, json_string_value(type)) &&
		       nothing_is_left(&r->shared, object);
	json_decref(type);
	return good;
}

static bool read_line(struct reading *r, size_t n)
{
	json_error_t error;
	json_t *object = json_loadb(r->line, n, JSON_REJECT_DUPLICATES, &error);

	if (!object)
		return wrong(&r->shared, "no JSON object%s: %s",
			     r->opened ? "" : " as 'amtrace observe' writes them", error.text);
	bool good = read_object(r, object);

	json_decref(object);
	return good;
}

/* Bytes of the next line without its end; 0 at the end of the file. A line is never empty. */
static size_t next_line(struct reading *r)
{
	size_t n = 0;
	int c;

	while (n < SIGHTINGS_LINE_MAX && (c = getc_unlocked(r->in)) != EOF && c != '\n')
		r->line[n++] = (char)c;
	return n;
}

static bool read_lines(struct reading *r)
{
	size_t n;

	for (r->number = 1; (n = next_line(r)) || !feof(r->in); r->number++) {
		if (ferror(r->in))
			return wrong(&r->shared, "%s", g_strerror(errno));
		if (n == SIGHTINGS_LINE_MAX)
			return wrong(&r->shared, "longer than %d bytes", SIGHTINGS_LINE_MAX);
		if (!read_line(r, n))
			return false;
	}
	if (!r->opened)
		return wrong(&r->shared, "nothing is in it");
	return section_is_whole(r);
}

/* Only what a line says has a line. */
static void tell(const struct reading *r, GError **error)
{
	if (ferror(r->in))
		g_set_error(error, SIGHTINGS_ERROR, SIGHTINGS_ERROR_READ, "%s", r->shared.wrong);
	else
		g_set_error(error, SIGHTINGS_ERROR, SIGHTINGS_ERROR_FORMAT, "%u: %s", r->number,
			    r->shared.wrong);
}

bool sightings_read(struct sightings *sightings, FILE *in, GError **error)
{
	struct reading r = {
		.in = in,
		.line = g_malloc(SIGHTINGS_LINE_MAX),
		.captures = g_hash_table_new(NULL, NULL),
		.shared = {.sightings = sightings,
			   .hashes = g_hash_table_new(NULL, NULL),
			   .certificates = g_hash_table_new(NULL, NULL)},
	};
	struct sightings_mark before = sightings_mark(sightings);
	bool good = read_lines(&r);

	if (!good) {
		sightings_back_to(sightings, before);
		tell(&r, error);
	}
	g_hash_table_destroy(r.shared.hashes);
	g_hash_table_destroy(r.shared.certificates);
	g_hash_table_destroy(r.captures);
	g_free(r.line);
	return good;
}
