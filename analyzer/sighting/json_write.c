/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_write.c - values to JSON, and sightings to lines: the header, captures,
 * and each sighting in the order of time. A list of root hashes has a line
 * before the first hello that sent it, for many machines send the same; and so
 * has a certificate.
 */
#include "json.h"

#include <string.h>

#include "json_cell.h"

#define LINE_FLAGS (JSON_ENSURE_ASCII | JSON_COMPACT)

static json_t *write_hex(const uint8_t *bytes, size_t n)
{
	g_autoptr(GString) hex = g_string_new(NULL);

	for (size_t i = 0; i < n; i++)
		g_string_append_printf(hex, "%02x", bytes[i]);
	return json_string(hex->str);
}

static json_t *write_text(const char *text)
{
	size_t n = strlen(text);

	if (g_utf8_validate(text, (gssize)n, NULL))
		return json_string_nocheck(text);
	return json_pack("{s:o}", "bytes", write_hex((const uint8_t *)text, n));
}

static json_t *write_number(uint64_t number)
{
	char digits[24];

	if (number <= INT64_MAX)
		return json_integer((json_int_t)number);
	g_snprintf(digits, sizeof digits, "%" G_GUINT64_FORMAT, number);
	return json_string(digits);
}

static json_t *write_address(const struct address *address)
{
	char text[ADDRESS_TEXT];

	return json_string(address_text(address, text));
}

static json_t *write_mac(const struct mac *mac)
{
	char text[MAC_TEXT];

	return json_string(mac_text(mac, text));
}

static json_t *write_uuid(const struct uuid *uuid)
{
	char text[UUID_TEXT];

	return json_string(uuid_text(uuid, text));
}

/* The length stands before the value in the same struct. */
static json_t *write_digest(const uint8_t *value)
{
	const struct seen_hash *hash =
		(const struct seen_hash *)(value - offsetof(struct seen_hash, value));

	return write_hex(value, MIN(hash->length, sizeof hash->value));
}

static json_t *write_hashes(struct shared *shared, const struct seen_hashes *hashes)
{
	gpointer number = g_hash_table_lookup(shared->numbers, hashes);

	return json_integer(GPOINTER_TO_UINT(number) - 1);
}

static json_t *write_certificate(struct shared *shared, const struct certificate_facts *facts)
{
	gpointer number = g_hash_table_lookup(shared->certificate_numbers, facts);

	return json_integer(GPOINTER_TO_UINT(number) - 1);
}

static json_t *write_value(struct shared *shared, const struct row *row, const void *value)
{
	switch (row->cell) {
	case CELL_FLAG:
		return json_boolean(*(const bool *)value);
	case CELL_U8:
		return write_number(*(const uint8_t *)value);
	case CELL_U16:
		return write_number(*(const uint16_t *)value);
	case CELL_U32:
		return write_number(*(const uint32_t *)value);
	case CELL_U64:
		return write_number(*(const uint64_t *)value);
	case CELL_TIME:
		return json_integer(*(const int64_t *)value);
	case CELL_WORD:
		return json_string(row->words[*(const uint32_t *)value]);
	case CELL_ADDRESS:
		return write_address(value);
	case CELL_MAC:
		return write_mac(value);
	case CELL_UUID:
		return write_uuid(value);
	case CELL_PID:
		return json_string(value);
	case CELL_TEXT:
		return write_text(*(const char *const *)value);
	case CELL_DIGEST:
		return write_digest(value);
	case CELL_HASHES:
		return write_hashes(shared, *(const struct seen_hashes *const *)value);
	case CELL_BYTES:
		return write_hex(value, row_size(row));
	case CELL_CERTIFICATE:
		return write_certificate(shared, *(const struct certificate_facts *const *)value);
	case CELL_OBJECT:
		return layout_write(shared, row->of, value, json_object());
	}
	g_assert_not_reached();
}

static json_t *write_array(struct shared *shared, const struct row *row, const uint8_t *values,
			   unsigned n)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(array, write_value(shared, row, values + i * row_size(row)));
	return array;
}

/* What stands behind a pointer, or in a list, is there even if it is zero. */
static bool is_absent(const struct row *row, const void *values, unsigned n)
{
	if (n == 0 || row->most || row->apart || row->required)
		return n == 0;
	const uint8_t *bytes = values;

	for (size_t i = 0; i < row_size(row); i++)
		if (bytes[i])
			return false;
	return true;
}

static void write_row(struct shared *shared, const struct row *row, const void *base,
		      json_t *object)
{
	unsigned n;
	const void *values = row_values(row, base, &n);

	if (is_absent(row, values, n))
		return;
	json_object_set_new(object, row->name,
			    row->most ? write_array(shared, row, values, n)
				      : write_value(shared, row, values));
}

json_t *layout_write(struct shared *shared, const struct layout *layout, const void *base,
		     json_t *object)
{
	for (const struct row *row = layout->rows; row->name; row++)
		write_row(shared, row, base, object);
	return object;
}

#define DELETE 0x7f /* the one control character that jansson writes as it is */

static int put_ascii(const char *text, size_t n, void *out)
{
	const char *delete;

	while ((delete = memchr(text, DELETE, n))) {
		size_t before = (size_t)(delete - text);

		if (fwrite(text, 1, before, out) != before || fputs("\\u007f", out) == EOF)
			return -1;
		text += before + 1;
		n -= before + 1;
	}
	return fwrite(text, 1, n, out) == n ? 0 : -1;
}

static bool put(FILE *out, json_t *object)
{
	bool written = json_dump_callback(object, put_ascii, out, LINE_FLAGS) == 0 &&
		       fputc('\n', out) != EOF;

	json_decref(object);
	return written;
}

static bool put_header(FILE *out, unsigned captures, size_t count)
{
	return put(out, json_pack("{s:s, s:s, s:{s:s, s:s}, s:I, s:I}", "type", "header", "schema",
				  SIGHTINGS_SCHEMA, "tool", "name", "amtrace", "version",
				  AMTRACE_VERSION, "captures", (json_int_t)captures, "sightings",
				  (json_int_t)count));
}

static bool put_capture(FILE *out, struct shared *shared, unsigned i)
{
	json_t *object = json_pack("{s:s, s:I}", "type", layout_capture.type, "id", (json_int_t)i);

	return put(out, layout_write(shared, &layout_capture,
				     sightings_capture(shared->sightings, i), object));
}

static bool put_hashes(FILE *out, struct shared *shared, const struct seen_hashes *hashes)
{
	unsigned number = g_hash_table_size(shared->numbers);
	json_t *array = json_array();

	g_hash_table_insert(shared->numbers, (gpointer)hashes, GUINT_TO_POINTER(number + 1));
	for (unsigned i = 0; i < hashes->n; i++)
		json_array_append_new(
			array, layout_write(shared, &layout_hash, &hashes->hash[i], json_object()));
	return put(out, json_pack("{s:s, s:I, s:o}", "type", "hashes", "id", (json_int_t)number,
				  "hashes", array));
}

static const struct seen_hashes *hashes_of(const struct sighting *sighting)
{
	if (sighting->kind != SIGHTING_CONNECTION || !sighting->connection->hello)
		return NULL;
	return sighting->connection->hello->hashes;
}

static bool put_certificate(FILE *out, struct shared *shared, const struct certificate_facts *facts)
{
	unsigned number = g_hash_table_size(shared->certificate_numbers);
	json_t *object =
		json_pack("{s:s, s:I}", "type", layout_certificate.type, "id", (json_int_t)number);

	g_hash_table_insert(shared->certificate_numbers, (gpointer)facts,
			    GUINT_TO_POINTER(number + 1));
	return put(out, layout_write(shared, &layout_certificate, facts, object));
}

static bool put_certificates(FILE *out, struct shared *shared, const struct sighting *sighting)
{
	const struct seen_session *session =
		sighting->kind == SIGHTING_CONNECTION ? sighting->connection->session : NULL;
	bool written = true;

	for (unsigned side = 0; session && side < 2; side++) {
		const struct seen_chain *chain = &session->chain[side];

		for (unsigned i = 0; i < chain->certificate_count && written; i++)
			if (!g_hash_table_contains(shared->certificate_numbers,
						   chain->certificate[i]))
				written = put_certificate(out, shared, chain->certificate[i]);
	}
	return written;
}

static bool put_sighting(FILE *out, struct shared *shared, const struct sighting *sighting)
{
	const struct layout *layout = layout_of[sighting->kind];
	const struct seen_hashes *hashes = hashes_of(sighting);

	if (hashes && !g_hash_table_contains(shared->numbers, hashes) &&
	    !put_hashes(out, shared, hashes))
		return false;
	if (!put_certificates(out, shared, sighting))
		return false;
	json_t *object = json_pack("{s:s}", "type", layout->type);

	layout_write(shared, &layout_sighting, sighting, object);
	return put(out, layout_write(shared, layout, sighting_value(sighting), object));
}

bool sightings_write(FILE *out, struct sightings *sightings)
{
	struct shared shared = {.sightings = sightings};
	unsigned captures = sightings_captures(sightings);
	size_t count;

	sightings_sort(sightings);
	const struct sighting *list = sightings_list(sightings, &count);
	bool written = put_header(out, captures, count);

	shared.numbers = g_hash_table_new(NULL, NULL);
	shared.certificate_numbers = g_hash_table_new(NULL, NULL);
	for (unsigned i = 0; i < captures && written; i++)
		written = put_capture(out, &shared, i);
	for (size_t i = 0; i < count && written; i++)
		written = put_sighting(out, &shared, &list[i]);
	g_hash_table_destroy(shared.numbers);
	g_hash_table_destroy(shared.certificate_numbers);
	return written && fflush(out) == 0;
}
