/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shown.c - a record's value as people may see it; see shown.h.
 *
 * The server's configuration may hold passwords, whose settings are known by
 * their names only: a value behind such a name shows if it is a number or a
 * switch.
 */
#include "shown.h"

static const char there[] = "(there)";

static bool is_secret_setting(const struct record *record)
{
	static const char *const words[] = {"password", "passphrase", "secret", "pps"};
	const char *value = record->value[1];
	char *name = value_canonical(KIND_WORD, record->value[0] ? record->value[0] : "");
	bool is = false, on;

	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
		is = is || strstr(name, words[i]);
	g_free(name);
	return is && value && !switch_parse(&on, value) && value[strspn(value, "0123456789")];
}

static bool is_secret(enum site_table table, unsigned column, const struct record *record)
{
	if (tables[table].column[column].kind == KIND_SECRET)
		return true;
	return table == SITE_CONFIGURATION && column == 1 && is_secret_setting(record);
}

/* The first four characters, whatever the length. */
static char *masked(const char *text)
{
	char pid[PID_TEXT], shown[PID_TEXT];

	key_text(pid, sizeof pid, text);
	return g_strdup(pid_masked(pid, shown));
}

char *value_shown(enum site_table table, unsigned column, const struct record *record,
		  bool show_pids)
{
	const char *value = record->value[column];

	if (!value)
		return g_strdup("");
	if (is_secret(table, column, record))
		return g_strdup(there);
	if (tables[table].column[column].kind == KIND_PID && !show_pids)
		return masked(value);
	return text_printable(value);
}
