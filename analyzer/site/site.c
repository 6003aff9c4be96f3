/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * site.c - from rows of text to typed rows, and looking them up.
 *
 * Which column goes where is said by tables[]; only the look-ups know their
 * tables by name.
 */
#include "site.h"

#include "change.h"
#include "policy.h"
#include "read.h"
#include "setup_files.h"
#include "typed.h"

#define CHUNK 65536

G_DEFINE_QUARK(site - error - quark, site_error)

struct rows *rows_of(struct site *site, enum site_table table)
{
	return (struct rows *)(void *)((char *)site + tables[table].rows);
}

static bool fail(const struct records *records, enum site_table table, const struct record *record,
		 const char *column, const char *wrong, GError **error)
{
	char *where = records_where(records, table, record);

	g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD, "%s: %s %s", where, column, wrong);
	g_free(where);
	return false;
}

bool row_read(struct site *site, enum site_table table, const struct record *record, char *row,
	      GError **error)
{
	const struct table *t = &tables[table];

	for (unsigned c = 0; c < t->n; c++) {
		const struct column *column = &t->column[c];
		const char *text = record->value[c];
		const char *wrong = text ? value_problem(column->kind, text) : NULL;

		if (wrong)
			return fail(site->private->records, table, record, column->name, wrong,
				    error);
		if (text && column->has != NOWHERE)
			*(bool *)(row + column->has) = true;
		if (column->at == NOWHERE)
			continue;
		if (text)
			value_read(column->kind, row + column->at, text, site->private->texts);
		else
			value_absent(column->kind, row + column->at);
	}
	return true;
}

static bool read_rows(struct site *site, enum site_table table, GError **error)
{
	const struct records *records = site->private->records;
	struct rows *rows = rows_of(site, table);

	rows->n = records->rows[table]->len;
	rows->row = g_malloc0_n(rows->n, tables[table].row_size);
	for (unsigned i = 0; i < rows->n; i++)
		if (!row_read(site, table, records_at(records, table, i),
			      rows->row + i * tables[table].row_size, error))
			return false;
	return true;
}

/* A setting that we know must have a value that we know; the rest is the server's business. */
static bool read_setting(struct site *site, const struct record *record, GError **error)
{
	const char *name = record->value[0], *value = record->value[1];
	const struct setting *setting = name ? setting_named(name) : NULL;

	if (!name || !value)
		return true;
	if (setting && !setting_value(setting, value)) {
		char *wrong = g_strdup_printf("must be %s", setting->values);

		fail(site->private->records, SITE_CONFIGURATION, record, setting->name, wrong,
		     error);
		g_free(wrong);
		return false;
	}
	g_hash_table_replace(site->private->configuration, value_canonical(KIND_WORD, name),
			     (gpointer)value);
	return true;
}

static struct known_setting know_text(const char *text)
{
	struct known_setting known = {.text = text};
	gint64 number;

	if (!text)
		return known;
	known.is_switch = switch_parse(&known.on, text);
	known.is_number = g_ascii_string_to_signed(text, 10, INT64_MIN, INT64_MAX, &number, NULL);
	known.number = known.is_number ? number : 0;
	return known;
}

/* Read once: what is asked for many times a device is no text by then. */
static struct known_setting know_setting(const struct site *site, const struct setting *setting)
{
	const char *given = site_configuration(site, setting->name);
	struct known_setting known = know_text(given ? given : setting->fallback);

	if (setting->fallback)
		known.policy = given ? setting_value(setting, given) : setting->fallback;
	return known;
}

bool settings_read(struct site *site, GError **error)
{
	const GPtrArray *rows = site->private->records->rows[SITE_CONFIGURATION];

	for (unsigned i = 0; i < rows->len; i++)
		if (!read_setting(site, g_ptr_array_index(rows, i), error))
			return false;
	for (size_t i = 0; i < setting_count; i++)
		site->private->known[i] = know_setting(site, &settings[i]);
	return true;
}

/* A blank UUID names no machine. */
static char *uuid_key(const struct uuid *uuid)
{
	return uuid_is_blank(uuid) ? NULL : g_memdup2(uuid, sizeof *uuid);
}

static char *dns_key(const char *name, const char *type)
{
	return g_strconcat(name, "\n", type, NULL);
}

char *row_key(const struct site *site, enum site_table table, unsigned row)
{
	switch (table) {
	case SITE_PID_MAP:
		return g_strdup(site->pids.row[row].pid);
	case SITE_LOCATION:
		return g_strdup(site->locations.row[row].resource_guid);
	case SITE_DNS:
		return dns_key(site->dns.row[row].name, site->dns.row[row].type);
	case SITE_SYSTEMS:
		return uuid_key(&site->systems.row[row].uuid);
	case SITE_DEVICE:
		return uuid_key(&site->devices.row[row].uuid);
	case SITE_OOB_CAPABILITY:
		return uuid_key(&site->capabilities.row[row].uuid);
	default:
		return NULL;
	}
}

static void index_table(struct site *site, enum site_table table)
{
	for (unsigned i = 0; i < rows_of(site, table)->n; i++) {
		char *key = row_key(site, table, i);

		if (key)
			index_add(site->private->index[table], key, i);
		g_free(key);
	}
}

static void index_all(struct site *site)
{
	for (unsigned t = 0; t < SITE_TABLES; t++)
		if (site->private->index[t])
			index_table(site, t);
}

static struct site *site_new(void)
{
	struct site *site = g_new0(struct site, 1);
	struct site_private *private = g_new0(struct site_private, 1);

	site->private = private;
	private->records = records_new();
	private->texts = g_string_chunk_new(CHUNK);
	private->index[SITE_PID_MAP] = index_of_texts();
	private->index[SITE_LOCATION] = index_of_texts();
	private->index[SITE_DNS] = index_of_texts();
	private->index[SITE_SYSTEMS] = index_of_uuids();
	private->index[SITE_DEVICE] = index_of_uuids();
	private->index[SITE_OOB_CAPABILITY] = index_of_uuids();
	private->certificates = setup_files_new();
	private->configuration = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return site;
}

void site_free(struct site *site)
{
	if (!site)
		return;
	struct site_private *private = site->private;

	g_hash_table_unref(private->configuration);
	g_hash_table_unref(private->certificates);
	for (unsigned t = 0; t < SITE_TABLES; t++) {
		index_free(private->index[t]);
		if (tables[t].rows != NOWHERE)
			g_free(rows_of(site, t)->row);
	}
	g_string_chunk_free(private->texts);
	records_free(private->records);
	g_free(private);
	g_free(site);
}

static bool make_changes(struct records *records, const char *const *changes, GError **error)
{
	for (; changes && *changes; changes++)
		if (!change_make(records, *changes, error))
			return false;
	return true;
}

static bool read_typed(struct site *site, GError **error)
{
	for (unsigned t = 0; t < SITE_TABLES; t++) {
		site->has[t] = site->private->records->has[t];
		if (tables[t].rows != NOWHERE && !read_rows(site, t, error))
			return false;
	}
	return settings_read(site, error);
}

static bool read_certificate(struct site *site, const char *folder, size_t row, GError **error)
{
	const struct site_certificate *certificate = &site->certificates.row[row];
	const struct records *records = site->private->records;
	GError *why = NULL;

	if (!*certificate->file ||
	    setup_files_read(site->private->certificates, folder, certificate->file,
			     certificate->password_file, &why))
		return true;
	fail(records, SITE_CERTIFICATE, records_at(records, SITE_CERTIFICATE, (unsigned)row),
	     "file", why->message, error);
	g_error_free(why);
	return false;
}

static bool read_certificates(struct site *site, const char *path, GError **error)
{
	g_autofree char *folder = setup_files_folder(path);

	for (size_t i = 0; i < site->certificates.n; i++)
		if (!read_certificate(site, folder, i, error))
			return false;
	return true;
}

struct site *site_load(const char *path, const char *const *changes, GError **error)
{
	struct site *site = site_new();
	struct records *records = site->private->records;

	if ((path && !records_read(records, path, NULL, error)) ||
	    !make_changes(records, changes, error) || !read_typed(site, error) ||
	    !read_certificates(site, path, error)) {
		site_free(site);
		return NULL;
	}
	index_all(site);
	return site;
}

struct site *site_from_records(struct records *records, const char *folder, GError **error)
{
	struct site *site = site_new();

	records_free(site->private->records);
	site->private->records = records;
	if (!read_typed(site, error) || !read_certificates(site, folder, error)) {
		site_free(site);
		return NULL;
	}
	index_all(site);
	return site;
}

const char *site_configuration(const struct site *site, const char *name)
{
	char *word = value_canonical(KIND_WORD, name);
	const char *value = g_hash_table_lookup(site->private->configuration, word);

	g_free(word);
	return value;
}

static struct known_setting known_setting(const struct site *site, const char *name)
{
	const struct setting *setting = setting_named(name);

	return setting ? site->private->known[setting - settings]
		       : know_text(site_configuration(site, name));
}

const char *site_policy(const struct site *site, const char *name)
{
	return known_setting(site, name).policy;
}

bool site_number(const struct site *site, const char *name, int64_t *value)
{
	struct known_setting known = known_setting(site, name);

	if (known.is_number)
		*value = known.number;
	return known.is_number;
}

bool site_switch(const struct site *site, const char *name, bool *value)
{
	struct known_setting known = known_setting(site, name);

	if (known.is_switch)
		*value = known.on;
	return known.is_switch;
}

bool site_pps(const struct site *site, const char *pid, char pps[PPS_LENGTH + 1])
{
	char key[PID_TEXT];
	unsigned row;

	if (key_text(key, sizeof key, pid) != PID_LENGTH ||
	    !index_find(site->private->index[SITE_PID_MAP], key, 0, &row))
		return false;
	int column = column_named(SITE_PID_MAP, "pps");
	const char *text = records_at(site->private->records, SITE_PID_MAP, row)->value[column];

	return text && key_text(pps, PPS_LENGTH + 1, text) == PPS_LENGTH;
}

const struct site_pid *site_find_pid(const struct site *site, const char pid[PID_TEXT])
{
	unsigned row;

	return index_find(site->private->index[SITE_PID_MAP], pid, 0, &row) ? &site->pids.row[row]
									    : NULL;
}

const struct site_system *site_find_system(const struct site *site, const struct uuid *uuid,
					   bool *swapped)
{
	unsigned row;
	bool found = index_find_uuid(site->private->index[SITE_SYSTEMS], uuid, 0, swapped, &row);

	return found ? &site->systems.row[row] : NULL;
}

const struct site_device *site_find_device(const struct site *site, const struct uuid *uuid,
					   bool *swapped)
{
	unsigned row;
	bool found = index_find_uuid(site->private->index[SITE_DEVICE], uuid, 0, swapped, &row);

	return found ? &site->devices.row[row] : NULL;
}

const struct site_capability *site_find_capability(const struct site *site, const struct uuid *uuid,
						   unsigned nth, bool *swapped)
{
	unsigned row;
	bool found = index_find_uuid(site->private->index[SITE_OOB_CAPABILITY], uuid, nth, swapped,
				     &row);

	return found ? &site->capabilities.row[row] : NULL;
}

const struct site_location *site_find_location(const struct site *site, const char *resource_guid,
					       unsigned nth)
{
	char *key = value_canonical(KIND_GUID, resource_guid);
	unsigned row;
	bool found = *key && index_find(site->private->index[SITE_LOCATION], key, nth, &row);

	g_free(key);
	return found ? &site->locations.row[row] : NULL;
}

const struct site_chain *site_certificate_chain(const struct site *site,
						const struct site_certificate *row)
{
	return setup_files_find(site->private->certificates, row->file, row->password_file);
}

bool site_certificate_has_key(const struct site *site, const struct site_certificate *row)
{
	const struct site_chain *chain = site_certificate_chain(site, row);

	return row->key_given ? row->has_private_key : chain && chain->has_key;
}

const struct site_dns *site_find_dns(const struct site *site, const char *name, const char *type,
				     unsigned nth)
{
	char *own_name = value_canonical(KIND_NAME, name);
	char *own_type = value_canonical(KIND_NAME, type);
	char *key = dns_key(own_name, own_type);
	unsigned row;
	bool found = index_find(site->private->index[SITE_DNS], key, nth, &row);

	g_free(own_name);
	g_free(own_type);
	g_free(key);
	return found ? &site->dns.row[row] : NULL;
}
