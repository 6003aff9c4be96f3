/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * value.h - what may stand in a column, and how its text becomes a value.
 *
 * A kind is a row: its reader and what to say when the text does not fit.
 */
#ifndef SITE_VALUE_H
#define SITE_VALUE_H

#include <glib.h>
#include <stdbool.h>

enum kind {
	KIND_TEXT,    /* as it stands */
	KIND_WORD,    /* a setting's name: only letters and digits count, no case */
	KIND_NAME,    /* of DNS: lower case, without the dot at the end */
	KIND_FQDN,    /* a host's whole name; kept as it stands */
	KIND_PID,     /* eight characters, dashes do not count */
	KIND_SECRET,  /* the PPS: never in a typed row */
	KIND_SWITCH,  /* off when not given */
	KIND_ABILITY, /* a switch that is on when not given */
	KIND_UUID,
	KIND_GUID, /* text in lower case without braces */
	KIND_ADDRESS,
	KIND_MAC,
	KIND_PORT,
	KIND_TIME, /* ISO 8601; without an offset it is taken for UTC */
};

/* What is wrong with |text| as a |kind|, or NULL when it can be read. */
const char *value_problem(enum kind kind, const char *text);

/*
 * Reads |text| into |into|, a member of a typed row; strings go to |texts|.
 * The text has no value_problem().
 */
void value_read(enum kind kind, void *into, const char *text, GStringChunk *texts);

/* What |into| holds when the value is not given. Zero needs no writing. */
void value_absent(enum kind kind, void *into);

/* The one spelling of |text| that equal values share. Free with g_free(). */
char *value_canonical(enum kind kind, const char *text);

/* 1/0, true/false, yes/no, on/off, any case. */
bool switch_parse(bool *on, const char *text);

/* Nanoseconds since 1970 UTC; |has_offset| may be NULL. */
bool time_parse(gint64 *time, const char *text, bool *has_offset);

/*
 * |text| for a terminal and a message of one line: a '?' stands for what is
 * not UTF-8 and for control characters. Free with g_free().
 */
char *text_printable(const char *text);

/* |text| without its dashes and blanks, in upper case, cut to |size|; gives the whole length. */
size_t key_text(char *key, size_t size, const char *text);

#endif
