/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_files_check.c - what is wrong with the setup certificates of the
 * records.
 *
 * Only what holds on every day and for every device: dates, root hashes and
 * suffixes are compared where a capture says with what. Rows of rules, each a
 * predicate over what the file holds.
 */
#include "setup_files_check.h"

#include "setup_files.h"
#include "site_edit.h"

struct looking {
	const struct records *records;
	const struct record *record;
	const struct site_chain *chain;
};

static const char *text_of(const struct looking *in, const char *column)
{
	const char *text = in->record->value[column_named(SITE_CERTIFICATE, column)];

	return text ? text : "";
}

static const struct certificate_facts *leaf(const struct looking *in)
{
	return in->chain->certificate[0];
}

static bool lacks_key(const struct looking *in)
{
	return !in->chain->has_key;
}

static bool has_locked_key(const struct looking *in)
{
	return in->chain->has_key && !in->chain->key_opens;
}

static bool has_other_key(const struct looking *in)
{
	return in->chain->key_opens && !in->chain->key_fits;
}

static bool lacks_setup_usage(const struct looking *in)
{
	return !certificate_is_for_setup(leaf(in));
}

static bool lacks_server_usage(const struct looking *in)
{
	return !certificate_is_for_servers(leaf(in));
}

static bool lacks_root(const struct looking *in)
{
	return !in->chain->way.has_root;
}

static bool has_strangers(const struct looking *in)
{
	return in->chain->way.beside > 0;
}

static bool lacks_name(const struct looking *in)
{
	return !*leaf(in)->common_name;
}

static const struct rule {
	bool (*broken)(const struct looking *in);
	bool warning;
	const char *what;
} rules[] = {
	{lacks_key, true, "holds no private key: it was not exported with the certificate"},
	{has_locked_key, true, "holds a private key that does not open: is password_file right?"},
	{has_other_key, false, "holds a private key that belongs to another certificate"},
	{lacks_setup_usage, false,
	 "is no setup certificate: neither usage " CERTIFICATE_AMT_SETUP
	 " nor OU " CERTIFICATE_SETUP_UNIT},
	{lacks_server_usage, false, "is not for server authentication"},
	{lacks_name, true, "has no CN for a device's suffix to be compared with"},
	{lacks_root, true, "does not lead to a root: its chain is not whole"},
	{has_strangers, true, "holds certificates that are not of its chain"},
};

static void say(const struct looking *in, GPtrArray *problems, bool warning, const char *what)
{
	problem_add(problems, warning, records_where(in->records, SITE_CERTIFICATE, in->record),
		    "file \"%.80s\" %s", text_of(in, "file"), what);
}

static void check_chain(const struct looking *in, GPtrArray *problems)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		if (rules[i].broken(in))
			say(in, problems, rules[i].warning, rules[i].what);
}

static void check_record(struct looking *in, GHashTable *files, const char *folder,
			 GPtrArray *problems)
{
	GError *why = NULL;

	in->chain = setup_files_read(files, folder, text_of(in, "file"),
				     text_of(in, "password_file"), &why);
	if (in->chain) {
		check_chain(in, problems);
		return;
	}
	problem_add(problems, false, records_where(in->records, SITE_CERTIFICATE, in->record),
		    "file %s", why->message);
	g_error_free(why);
}

void setup_files_check(const struct records *records, const char *path, GPtrArray *problems)
{
	g_autofree char *folder = setup_files_folder(path);
	GHashTable *files = setup_files_new();

	for (unsigned i = 0; i < records->rows[SITE_CERTIFICATE]->len; i++) {
		struct looking in = {.records = records,
				     .record = records_at(records, SITE_CERTIFICATE, i)};

		if (*text_of(&in, "file"))
			check_record(&in, files, folder, problems);
	}
	g_hash_table_unref(files);
}
