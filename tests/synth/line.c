/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line.c - a scenario's line taken apart.
 *
 * Options that nobody asks for are refused: a mistyped key would otherwise
 * make a capture that shows something else than its author believes.
 */
#include "line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS_PER_SECOND 1e9

void line_fail(const struct line *line, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s:%u: ", line->file, line->number);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(EXIT_FAILURE);
}

/* A word is an option if a name of letters stands before its first '='. */
static bool is_option(const char *word)
{
	size_t letters = strspn(word, "abcdefghijklmnopqrstuvwxyz");

	return letters > 0 && word[letters] == '=';
}

static void take_word(struct line *line, const char *word)
{
	if (!is_option(word)) {
		g_ptr_array_add(line->words, g_strdup(word));
		return;
	}
	const char *equals = strchr(word, '=');
	char *key = g_strndup(word, (gsize)(equals - word));

	if (!g_hash_table_insert(line->options, key, g_strdup(equals + 1)))
		line_fail(line, "an option is given twice: %s", word);
}

struct line *line_new(const char *file, unsigned number, const char *text)
{
	struct line *line = g_new0(struct line, 1);
	char **words = NULL;
	int count = 0;

	line->file = file;
	line->number = number;
	line->words = g_ptr_array_new_with_free_func(g_free);
	line->options = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if (!g_shell_parse_argv(text, &count, &words, NULL))
		line_fail(line, "quotes do not match: %s", text);
	for (int i = 0; i < count; i++)
		take_word(line, words[i]);
	g_strfreev(words);
	return line;
}

void line_free(struct line *line)
{
	g_ptr_array_unref(line->words);
	g_hash_table_unref(line->options);
	g_free(line);
}

const char *line_word_or_null(const struct line *line, unsigned i)
{
	return i < line->words->len ? g_ptr_array_index(line->words, i) : NULL;
}

const char *line_word(const struct line *line, unsigned i)
{
	const char *word = line_word_or_null(line, i);

	if (!word)
		line_fail(line, "word %u is missing", i + 1);
	return word;
}

/* Interned, so that the value outlives its place among the options. */
const char *line_option(struct line *line, const char *key, const char *otherwise)
{
	const char *value = g_intern_string(g_hash_table_lookup(line->options, key));

	g_hash_table_remove(line->options, key);
	return value ? value : otherwise;
}

uint64_t line_count(const struct line *line, const char *text)
{
	char *end;
	uint64_t value = g_ascii_strtoull(text, &end, 0);

	if (end == text || *end)
		line_fail(line, "not a number: %s", text);
	return value;
}

uint64_t line_number(struct line *line, const char *key, uint64_t otherwise)
{
	const char *text = line_option(line, key, NULL);

	return text ? line_count(line, text) : otherwise;
}

int64_t line_time(const struct line *line, const char *text)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = {{"", 1}, {"s", 1}, {"ms", 1e-3}, {"us", 1e-6}, {"m", 60}, {"h", 3600}};
	char *end;
	double value = g_ascii_strtod(text, &end);

	for (size_t i = 0; i < G_N_ELEMENTS(units) && end != text; i++)
		if (!strcmp(end, units[i].name))
			return (int64_t)(value * units[i].seconds * NS_PER_SECOND + 0.5);
	line_fail(line, "not a time: %s", text);
}

int64_t line_span(struct line *line, const char *key, int64_t otherwise)
{
	const char *text = line_option(line, key, NULL);

	return text ? line_time(line, text) : otherwise;
}

void line_all_read(const struct line *line)
{
	GHashTableIter i;
	gpointer key;

	g_hash_table_iter_init(&i, line->options);
	if (g_hash_table_iter_next(&i, &key, NULL))
		line_fail(line, "this verb has no option %s=", (const char *)key);
}

static void put_hex(const struct line *line, GByteArray *bytes, const char *text)
{
	size_t n = strlen(text);

	if (n % 2)
		line_fail(line, "half a byte: %s", text);
	for (size_t i = 0; i < n; i += 2) {
		int high = g_ascii_xdigit_value(text[i]), low = g_ascii_xdigit_value(text[i + 1]);

		if (high < 0 || low < 0)
			line_fail(line, "not hexadecimal: %s", text);
		uint8_t byte = (uint8_t)(high << 4 | low);

		g_byte_array_append(bytes, &byte, 1);
	}
}

GByteArray *line_bytes(const struct line *line, const char *text)
{
	GByteArray *bytes = g_byte_array_new();

	if (g_str_has_prefix(text, "hex:")) {
		put_hex(line, bytes, text + strlen("hex:"));
	} else if (g_str_has_prefix(text, "text:")) {
		char *plain = g_strcompress(text + strlen("text:"));

		g_byte_array_append(bytes, (uint8_t *)plain, (guint)strlen(plain));
		g_free(plain);
	} else {
		line_fail(line, "bytes begin with hex: or text:, not %s", text);
	}
	return bytes;
}
