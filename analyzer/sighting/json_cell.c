/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_cell.c - JSON to values, checked one by one. Every field is taken out
 * of its object, so that one which nobody knows is what remains.
 */
#include "json_cell.h"

#include <stdarg.h>
#include <string.h>

#include "numbers.h"

bool wrong(struct shared *shared, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_vsnprintf(shared->wrong, sizeof shared->wrong, format, arguments);
	va_end(arguments);
	return false;
}

/* |name|'s value, out of |object|; NULL without. Given back with json_decref(). */
static json_t *take(json_t *object, const char *name)
{
	json_t *value = json_incref(json_object_get(object, name));

	json_object_del(object, name);
	return value;
}

static bool read_flag(json_t *value, bool *flag)
{
	*flag = json_is_true(value);
	return json_is_boolean(value);
}

/* Numbers above INT64_MAX, and only they, come as digits. */
static bool read_number(json_t *value, uint64_t most, uint64_t *number)
{
	if (json_is_integer(value) && json_integer_value(value) >= 0)
		*number = (uint64_t)json_integer_value(value);
	else if (!json_is_string(value) ||
		 !g_ascii_string_to_unsigned(json_string_value(value), 10, (guint64)INT64_MAX + 1,
					     UINT64_MAX, number, NULL))
		return false;
	return *number <= most;
}

/* |size| is that of the number at |at|. */
static bool read_sized(json_t *value, uint64_t limit, size_t size, void *at)
{
	uint64_t number, most = UINT64_MAX >> (64 - 8 * size);

	if (!read_number(value, limit ? limit : most, &number))
		return false;
	if (size == sizeof(uint8_t))
		*(uint8_t *)at = (uint8_t)number;
	else if (size == sizeof(uint16_t))
		*(uint16_t *)at = (uint16_t)number;
	else if (size == sizeof(uint32_t))
		*(uint32_t *)at = (uint32_t)number;
	else
		*(uint64_t *)at = number;
	return true;
}

static bool read_time(json_t *value, int64_t *time)
{
	*time = time_within_reach(json_integer_value(value));
	return json_is_integer(value);
}

static bool read_word(json_t *value, const char *const *words, uint32_t *index)
{
	for (*index = 0; json_is_string(value) && words[*index]; ++*index)
		if (strcmp(words[*index], json_string_value(value)) == 0)
			return true;
	return false;
}

static bool read_pid(json_t *value, char pid[PID_TEXT])
{
	if (json_string_length(value) != PID_LENGTH)
		return false;
	memcpy(pid, json_string_value(value), PID_LENGTH);
	for (size_t i = 0; i < PID_LENGTH; i++)
		if (!g_ascii_isgraph(pid[i]))
			return false;
	return true;
}

/* At most |room| bytes; gives how many, or -1. */
static int read_hex(json_t *value, uint8_t *bytes, size_t room)
{
	size_t n = json_string_length(value);
	const char *hex = json_string_value(value);

	if (!hex || n % 2 || n / 2 > room)
		return -1;
	for (size_t i = 0; i < n; i += 2) {
		int high = g_ascii_xdigit_value(hex[i]), low = g_ascii_xdigit_value(hex[i + 1]);

		if (high < 0 || low < 0)
			return -1;
		bytes[i / 2] = (uint8_t)(high << 4 | low);
	}
	return (int)(n / 2);
}

static bool read_bytes(struct shared *shared, json_t *object, const char **text)
{
	json_t *hex = json_object_get(object, "bytes");
	size_t room = json_string_length(hex) / 2;
	g_autofree uint8_t *bytes = g_malloc0(room + 1);
	bool whole = json_object_size(object) == 1 && read_hex(hex, bytes, room) == (int)room &&
		     !memchr(bytes, 0, room);

	if (whole)
		*text = sightings_intern(shared->sightings, (const char *)bytes);
	return whole;
}

static bool read_text(struct shared *shared, json_t *value, const char **text)
{
	if (json_is_object(value))
		return read_bytes(shared, value, text);
	*text = sightings_intern(shared->sightings, json_string_value(value));
	return json_is_string(value);
}

/* The length came before the value in the same struct: rows are read in their order. */
static bool read_digest(json_t *value, uint8_t *at)
{
	const struct seen_hash *hash =
		(const struct seen_hash *)(at - offsetof(struct seen_hash, value));

	return read_hex(value, at, sizeof hash->value) ==
	       (int)MIN(hash->length, sizeof hash->value);
}

static bool read_hashes(struct shared *shared, json_t *value, const struct seen_hashes **hashes)
{
	uint64_t number;

	if (!read_number(value, G_MAXUINT - 1, &number))
		return false;
	*hashes = g_hash_table_lookup(shared->hashes, GUINT_TO_POINTER((guint)number + 1));
	return *hashes;
}

static bool read_certificate(struct shared *shared, json_t *value,
			     const struct certificate_facts **facts)
{
	uint64_t number;

	if (!read_number(value, G_MAXUINT - 1, &number))
		return false;
	*facts = g_hash_table_lookup(shared->certificates, GUINT_TO_POINTER((guint)number + 1));
	return *facts;
}

static bool read_value(struct shared *shared, const struct row *row, void *at, json_t *value)
{
	const char *text = json_string_value(value);

	switch (row->cell) {
	case CELL_FLAG:
		return read_flag(value, at);
	case CELL_U8:
	case CELL_U16:
	case CELL_U32:
	case CELL_U64:
		return read_sized(value, row->limit, row_size(row), at);
	case CELL_TIME:
		return read_time(value, at);
	case CELL_WORD:
		return read_word(value, row->words, at);
	case CELL_ADDRESS:
		return text && address_parse(at, text);
	case CELL_MAC:
		return text && mac_parse(at, text);
	case CELL_UUID:
		return text && uuid_parse(at, text);
	case CELL_PID:
		return read_pid(value, at);
	case CELL_TEXT:
		return read_text(shared, value, at);
	case CELL_DIGEST:
		return read_digest(value, at);
	case CELL_HASHES:
		return read_hashes(shared, value, at);
	case CELL_BYTES:
		return read_hex(value, at, row_size(row)) == (int)row_size(row);
	case CELL_CERTIFICATE:
		return read_certificate(shared, value, at);
	case CELL_OBJECT:
		return json_is_object(value) && layout_read(shared, row->of, at, value) &&
		       nothing_is_left(shared, value);
	}
	g_assert_not_reached();
}

/* What a field had to be, to go behind "is not". */
static const char *wanted(enum cell cell)
{
	static const char *const words[] = {
		[CELL_FLAG] = "true or false",
		[CELL_U8] = "a number in its range",
		[CELL_U16] = "a number in its range",
		[CELL_U32] = "a number in its range",
		[CELL_U64] = "a number in its range",
		[CELL_TIME] = "a time in nanoseconds",
		[CELL_WORD] = "one of its words",
		[CELL_ADDRESS] = "an IP address",
		[CELL_MAC] = "a MAC address",
		[CELL_UUID] = "a UUID",
		[CELL_PID] = "a PID of eight printable characters",
		[CELL_TEXT] = "a text",
		[CELL_DIGEST] = "as many hexadecimal bytes as its length says",
		[CELL_HASHES] = "the id of a line of hashes before",
		[CELL_BYTES] = "so many hexadecimal bytes",
		[CELL_CERTIFICATE] = "the id of a certificate before",
		[CELL_OBJECT] = "an object",
	};

	return words[cell];
}

/* An object's own fields have said it more exactly. */
static bool wrong_value(struct shared *shared, const struct row *row)
{
	if (row->cell == CELL_OBJECT && *shared->wrong)
		return false;
	return wrong(shared, "'%s' is not %s", row->name, wanted(row->cell));
}

/* Where the values of |row| go: into the struct at |base|, or room of their own. */
static void *room_for(struct shared *shared, const struct row *row, void *base, size_t n)
{
	uint8_t *at = (uint8_t *)base + row->offset;

	if (row->apart)
		*(void **)(void *)at = sightings_room(shared->sightings, n * row_size(row));
	return row->apart ? *(void **)(void *)at : at;
}

static bool read_array(struct shared *shared, const struct row *row, void *base, json_t *array)
{
	size_t n = json_array_size(array);

	if (!json_is_array(array) || n > row->most)
		return wrong(shared, "'%s' is not a list of at most %u", row->name, row->most);
	uint8_t *at = room_for(shared, row, base, n);

	for (size_t i = 0; i < n; i++)
		if (!read_value(shared, row, at + i * row_size(row), json_array_get(array, i)))
			return wrong_value(shared, row);
	if (row->count != ROW_UNCOUNTED)
		*(unsigned *)(void *)((uint8_t *)base + row->count) = (unsigned)n;
	return true;
}

static bool read_row(struct shared *shared, const struct row *row, void *base, json_t *value)
{
	if (row->most)
		return read_array(shared, row, base, value);
	return read_value(shared, row, room_for(shared, row, base, 1), value) ||
	       wrong_value(shared, row);
}

bool layout_read(struct shared *shared, const struct layout *layout, void *base, json_t *object)
{
	for (const struct row *row = layout->rows; row->name; row++) {
		json_t *value = take(object, row->name);
		bool fits = value ? read_row(shared, row, base, value)
				  : !row->required || wrong(shared, "no '%s'", row->name);

		json_decref(value);
		if (!fits)
			return false;
	}
	return true;
}

bool take_number(struct shared *shared, json_t *object, const char *name, uint64_t most,
		 uint64_t *number)
{
	json_t *value = take(object, name);
	bool fits = value && read_number(value, most, number);

	json_decref(value);
	return fits || wrong(shared, "'%s' is not a number in its range", name);
}

bool nothing_is_left(struct shared *shared, json_t *object)
{
	const char *name = json_object_iter_key(json_object_iter(object));

	return !name || wrong(shared, "field '%s' is not known", name);
}
