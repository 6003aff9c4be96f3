/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * odbc_source.c - a connection string taken apart; see odbc_source.h.
 *
 * Its grammar is that of SQLDriverConnect: KEY=VALUE separated by ';', where
 * a value in braces may hold anything, with '}' written twice.
 */
#include "odbc_source.h"

#include <string.h>

#include "records.h"

#define PREFIX "odbc:"
#define STRUCK "***"
#define SHORT 4 /* a value of fewer letters than this is only hidden if it is a password */

struct attribute {
	char *key;   /* in lower case */
	char *raw;   /* the value as it stands */
	char *value; /* what it means */
};

static void attribute_clear(struct attribute *attribute)
{
	g_free(attribute->key);
	secret_free(attribute->raw);
	secret_free(attribute->value);
}

/* Where the value at |at| ends. */
static const char *value_end(const char *at)
{
	if (*at != '{')
		return at + strcspn(at, ";");
	for (at++; *at; at++)
		if (*at == '}' && *++at != '}')
			return at;
	return at;
}

static char *unbrace(const char *raw)
{
	size_t n = strlen(raw);
	char *value = g_malloc(n + 1), *to = value;

	if (*raw != '{') {
		memcpy(value, raw, n + 1);
		return value;
	}
	for (const char *from = raw + 1; *from; from++) {
		if (*from == '}' && *++from != '}')
			break;
		*to++ = *from;
	}
	*to = '\0';
	return value;
}

/* The next attribute at |*at|; false at the end. What has no '=' is a value without a key. */
static bool next_attribute(const char **at, struct attribute *attribute)
{
	*at += strspn(*at, "; \t\r\n");
	if (!**at)
		return false;
	size_t key = strcspn(*at, "=;");
	bool has_key = (*at)[key] == '=';
	const char *value = has_key ? *at + key + 1 : *at;

	value += strspn(value, " ");
	attribute->key = g_strstrip(g_ascii_strdown(*at, has_key ? (gssize)key : 0));
	*at = value_end(value);
	attribute->raw = g_strndup(value, (gsize)(*at - value));
	attribute->value = unbrace(attribute->raw);
	return true;
}

static const struct plain {
	const char *key;
	bool shown;
} plain[] = {
	{"dsn", true},        {"driver", true},    {"filedsn", true},  {"server", true},
	{"servername", true}, {"port", true},      {"database", true}, {"uid", false},
	{"user", false},      {"username", false},
};

static const struct plain *find_plain(const char *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
		if (strcmp(plain[i].key, key) == 0)
			return &plain[i];
	return NULL;
}

static bool is_password(const char *key)
{
	return strstr(key, "pwd") || strstr(key, "pass");
}

static void hide(struct odbc_source *source, const struct attribute *attribute)
{
	size_t n = strlen(attribute->value);

	if (n == 0 || find_plain(attribute->key) || (n < SHORT && !is_password(attribute->key)))
		return;
	g_ptr_array_add(source->secrets, g_strdup(attribute->value));
	if (strcmp(attribute->raw, attribute->value) != 0)
		g_ptr_array_add(source->secrets, g_strdup(attribute->raw));
}

static void show(GString *shown, const struct attribute *attribute)
{
	const struct plain *known = find_plain(attribute->key);

	if (!known || !known->shown)
		return;
	char *value = text_printable(attribute->raw);

	if (shown->len > strlen(PREFIX))
		g_string_append_c(shown, ';');
	g_string_append_printf(shown, "%s=%s", known->key, value);
	g_free(value);
}

/* The longest first, so that none is struck out in part only. */
static int longer_first(gconstpointer a, gconstpointer b)
{
	size_t x = strlen(*(const char *const *)a), y = strlen(*(const char *const *)b);

	return x < y ? 1 : x > y ? -1 : 0;
}

static void take_apart(struct odbc_source *source, const char *connection, GString *shown)
{
	struct attribute attribute;

	while (next_attribute(&connection, &attribute)) {
		hide(source, &attribute);
		if (shown)
			show(shown, &attribute);
		attribute_clear(&attribute);
	}
	g_ptr_array_sort(source->secrets, longer_first);
}

bool odbc_is_source(const char *text)
{
	return g_ascii_strncasecmp(text, PREFIX, strlen(PREFIX)) == 0;
}

static void drop_secret(gpointer secret)
{
	secret_free(secret);
}

struct odbc_source *odbc_source_new(const char *text)
{
	struct odbc_source *source = g_new0(struct odbc_source, 1);
	GString *shown = g_string_new(PREFIX);

	source->connection = g_strdup(text + strlen(PREFIX));
	source->secrets = g_ptr_array_new_with_free_func(drop_secret);
	take_apart(source, source->connection, shown);
	source->shown = g_string_free(shown, FALSE);
	return source;
}

void odbc_source_free(struct odbc_source *source)
{
	if (!source)
		return;
	secret_free(source->connection);
	g_free(source->shown);
	g_ptr_array_unref(source->secrets);
	g_free(source);
}

void odbc_source_hide(struct odbc_source *source, const char *connection)
{
	take_apart(source, connection, NULL);
}

/* A driver may cut its message short in the middle of a secret. */
static void strike_tail(GString *message, const char *secret)
{
	for (size_t n = strlen(secret); n-- > SHORT - 1;) {
		if (n > message->len || memcmp(message->str + message->len - n, secret, n) != 0)
			continue;
		g_string_truncate(message, message->len - n);
		g_string_append(message, STRUCK);
		return;
	}
}

char *odbc_source_scrub(const struct odbc_source *source, const char *message)
{
	GString *clean = g_string_new(message);

	for (unsigned i = 0; i < source->secrets->len; i++) {
		g_string_replace(clean, source->secrets->pdata[i], STRUCK, 0);
		strike_tail(clean, source->secrets->pdata[i]);
	}
	char *shown = text_printable(clean->str);

	explicit_bzero(clean->str, clean->allocated_len);
	g_string_free(clean, TRUE);
	return shown;
}
