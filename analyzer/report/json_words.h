/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_words.h - the few words in which the writers make JSON.
 *
 * Text is made valid UTF-8 on its way in. Static, so that lists of keys read
 * short; keys are the caller's own and never come from a capture.
 */
#ifndef REPORT_JSON_WORDS_H
#define REPORT_JSON_WORDS_H

#include <stdint.h>

#include <glib.h>
#include <jansson.h>

#include "escape.h"

static inline json_t *string(const char *text)
{
	g_autofree char *valid = escape_utf8(text);

	return json_string_nocheck(valid);
}

/* Unknown is absent: NULL and "" are not written. */
static inline void set_string(json_t *object, const char *key, const char *text)
{
	if (text && *text)
		json_object_set_new(object, key, string(text));
}

static inline void set_integer(json_t *object, const char *key, uint64_t value)
{
	json_object_set_new(object, key, json_integer((json_int_t)value));
}

static inline void set_strings(json_t *object, const char *key, const GPtrArray *texts)
{
	json_t *array = json_array();

	for (guint i = 0; i < texts->len; i++)
		json_array_append_new(array, string(texts->pdata[i]));
	json_object_set_new(object, key, array);
}

#endif
