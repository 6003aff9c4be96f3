/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * value.c - one reader a kind; see value.h.
 *
 * A reader with |texts| NULL only looks: the check of the records and their
 * loading cannot disagree.
 */
#include "value.h"

#include "address.h"
#include "moment.h"
#include "pid.h"
#include "uuid.h"

typedef bool (*value_reader)(void *into, const char *text, GStringChunk *texts);

static void keep(void *into, const char *text, GStringChunk *texts)
{
	if (texts)
		*(const char **)into = g_string_chunk_insert_const(texts, text);
}

static bool read_text(void *into, const char *text, GStringChunk *texts)
{
	keep(into, text, texts);
	return true;
}

static bool read_name(void *into, const char *text, GStringChunk *texts)
{
	char *name = g_ascii_strdown(text, -1);
	size_t n = strlen(name);

	if (n && name[n - 1] == '.')
		name[n - 1] = '\0';
	keep(into, name, texts);
	g_free(name);
	return true;
}

static bool read_guid(void *into, const char *text, GStringChunk *texts)
{
	char name[UUID_TEXT];
	struct uuid uuid;

	if (!uuid_parse(&uuid, text))
		return false;
	keep(into, uuid_text(&uuid, name), texts);
	return true;
}

static bool read_secret(void *into G_GNUC_UNUSED, const char *text G_GNUC_UNUSED,
			GStringChunk *texts G_GNUC_UNUSED)
{
	return true;
}

/* Terminals obey control characters; C1 ones and those that turn the writing direction too. */
char *text_printable(const char *text)
{
	char *valid = g_utf8_make_valid(text, -1);
	GString *shown = g_string_new(NULL);

	for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		g_string_append_unichar(shown, g_unichar_isprint(c) ? c : '?');
	}
	g_free(valid);
	return g_string_free(shown, FALSE);
}

size_t key_text(char *key, size_t size, const char *text)
{
	size_t n = 0;

	for (; *text; text++) {
		if (*text == '-' || *text == ' ')
			continue;
		if (n + 1 < size)
			key[n] = g_ascii_toupper(*text);
		n++;
	}
	key[MIN(n, size - 1)] = '\0';
	return n;
}

static bool read_pid(void *into, const char *text, GStringChunk *texts G_GNUC_UNUSED)
{
	return key_text(into, PID_TEXT, text) == PID_LENGTH;
}

bool switch_parse(bool *on, const char *text)
{
	static const char *const words[] = {"0", "1", "false", "true", "no", "yes", "off", "on"};

	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(text, words[i]) == 0) {
			*on = i % 2;
			return true;
		}
	return false;
}

static bool read_switch(void *into, const char *text, GStringChunk *texts G_GNUC_UNUSED)
{
	return switch_parse(into, text);
}

static bool read_uuid(void *into, const char *text, GStringChunk *texts G_GNUC_UNUSED)
{
	return uuid_parse(into, text);
}

static bool read_address(void *into, const char *text, GStringChunk *texts G_GNUC_UNUSED)
{
	return address_parse(into, text);
}

static bool read_mac(void *into, const char *text, GStringChunk *texts G_GNUC_UNUSED)
{
	return mac_parse(into, text);
}

static bool read_port(void *into, const char *text, GStringChunk *texts G_GNUC_UNUSED)
{
	guint64 port;

	if (!g_ascii_string_to_unsigned(text, 10, 1, UINT16_MAX, &port, NULL))
		return false;
	*(uint16_t *)into = (uint16_t)port;
	return true;
}

/* The point in time of |text|, also of a date alone, when |zone| says what no offset means. */
static GDateTime *point_in_time(const char *text, GTimeZone *zone)
{
	GDateTime *point = g_date_time_new_from_iso8601(text, zone);

	if (point || strchr(text, ':'))
		return point;
	char *whole = g_strconcat(text, "T00:00:00", NULL);

	point = g_date_time_new_from_iso8601(whole, zone);
	g_free(whole);
	return point;
}

bool time_parse(gint64 *time, const char *text, bool *has_offset)
{
	GTimeZone *utc = g_time_zone_new_utc();
	GDateTime *point = point_in_time(text, NULL);

	if (has_offset)
		*has_offset = point != NULL;
	if (!point)
		point = point_in_time(text, utc);
	g_time_zone_unref(utc);
	if (!point)
		return false;
	gint64 seconds = g_date_time_to_unix(point);
	int microseconds = g_date_time_get_microsecond(point);
	/* One second less than fits, so that the fraction does too. */
	bool fits = ABS(seconds) < INT64_MAX / NANOSECONDS - 1;

	g_date_time_unref(point);
	*time = fits ? seconds * NANOSECONDS + microseconds * INT64_C(1000) : 0;
	return fits;
}

static bool read_time(void *into, const char *text, GStringChunk *texts G_GNUC_UNUSED)
{
	return time_parse(into, text, NULL);
}

static const struct {
	value_reader read;
	const char *wrong;
} kinds[] = {
	[KIND_TEXT] = {read_text, ""},
	[KIND_WORD] = {read_text, ""},
	[KIND_NAME] = {read_name, ""},
	[KIND_FQDN] = {read_text, ""},
	[KIND_PID] = {read_pid, "is no PID: eight characters are wanted"},
	[KIND_SECRET] = {read_secret, ""},
	[KIND_SWITCH] = {read_switch, "is neither 0 nor 1"},
	[KIND_ABILITY] = {read_switch, "is neither 0 nor 1"},
	[KIND_UUID] = {read_uuid, "is no UUID"},
	[KIND_GUID] = {read_guid, "is no GUID"},
	[KIND_ADDRESS] = {read_address, "is no IP address"},
	[KIND_MAC] = {read_mac, "is no MAC address"},
	[KIND_PORT] = {read_port, "is no port from 1 to 65535"},
	[KIND_TIME] = {read_time, "is no ISO 8601 time"},
};

/* Room for whatever a reader that only looks may write. */
union scratch {
	char pid[PID_TEXT];
	bool on;
	struct uuid uuid;
	struct address address;
	struct mac mac;
	uint16_t port;
	gint64 time;
};

const char *value_problem(enum kind kind, const char *text)
{
	union scratch scratch;

	return kinds[kind].read(&scratch, text, NULL) ? NULL : kinds[kind].wrong;
}

void value_read(enum kind kind, void *into, const char *text, GStringChunk *texts)
{
	kinds[kind].read(into, text, texts);
}

void value_absent(enum kind kind, void *into)
{
	switch (kind) {
	case KIND_TEXT:
	case KIND_WORD:
	case KIND_NAME:
	case KIND_FQDN:
	case KIND_GUID:
		*(const char **)into = "";
		break;
	case KIND_ABILITY:
		*(bool *)into = true;
		break;
	default:
		break;
	}
}

static char *canonical_word(const char *text)
{
	GString *word = g_string_new(NULL);

	for (; *text; text++)
		if (g_ascii_isalnum(*text))
			g_string_append_c(word, g_ascii_tolower(*text));
	return g_string_free(word, FALSE);
}

char *value_canonical(enum kind kind, const char *text)
{
	union scratch scratch;
	char shown[MAX(ADDRESS_TEXT, UUID_TEXT)];

	if (value_problem(kind, text))
		return g_strdup(text);
	if (kind == KIND_WORD)
		return canonical_word(text);
	if (kind == KIND_NAME || kind == KIND_FQDN)
		return g_ascii_strdown(text,
				       g_str_has_suffix(text, ".") ? (gssize)strlen(text) - 1 : -1);
	if (kind == KIND_GUID)
		kind = KIND_UUID;
	value_read(kind, &scratch, text, NULL);
	switch (kind) {
	case KIND_PID:
		return g_strdup(scratch.pid);
	case KIND_UUID:
		return g_strdup(uuid_text(&scratch.uuid, shown));
	case KIND_ADDRESS:
		return g_strdup(address_text(&scratch.address, shown));
	case KIND_MAC:
		return g_strdup(mac_text(&scratch.mac, shown));
	case KIND_SWITCH:
	case KIND_ABILITY:
		return g_strdup(scratch.on ? "1" : "0");
	default:
		return g_strdup(text);
	}
}
