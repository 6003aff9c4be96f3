/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_files_show.c - what the files of setup certificates hold, a line a topic.
 *
 * A file that cannot be read is shown with the reason: to show is not to use.
 */
#include "setup_files.h"
#include "setup_files_check.h"

static void add_part(GString *line, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_part(GString *line, const char *format, ...)
{
	va_list arguments;

	if (line->len)
		g_string_append(line, ", ");
	va_start(arguments, format);
	g_string_append_vprintf(line, format, arguments);
	va_end(arguments);
}

static void add_date(GString *line, int64_t time)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time / INT64_C(1000000000));
	g_autofree char *text = date ? g_date_time_format(date, "%Y-%m-%d %H:%M:%S UTC") : NULL;

	g_string_append(line, text ? text : "an unknown time");
}

static void tell_names(GString *line, const struct site_chain *chain)
{
	const struct certificate_facts *leaf = chain->certificate[0];

	add_part(line, "CN %s", *leaf->common_name ? leaf->common_name : "(none)");
	for (unsigned i = 0; i < leaf->dns_name_count; i++)
		add_part(line, "DNS %s", leaf->dns_names[i]);
}

static void tell_usage(GString *line, const struct site_chain *chain)
{
	const struct certificate_facts *leaf = chain->certificate[0];
	bool usage = certificate_has_usage(leaf, CERTIFICATE_AMT_SETUP);
	bool unit = certificate_has_unit(leaf, CERTIFICATE_SETUP_UNIT);

	if (usage)
		add_part(line, "AMT setup (%s)", CERTIFICATE_AMT_SETUP);
	if (unit)
		add_part(line, "OU %s", CERTIFICATE_SETUP_UNIT);
	if (!usage && !unit)
		add_part(line, "not for AMT setup");
	add_part(line, certificate_is_for_servers(leaf) ? "server authentication"
							: "not for server authentication");
}

static void tell_dates(GString *line, const struct site_chain *chain)
{
	add_date(line, chain->certificate[0]->not_before);
	g_string_append(line, " to ");
	add_date(line, chain->certificate[0]->not_after);
}

static void tell_chain(GString *line, const struct site_chain *chain)
{
	const struct certificate_chain *way = &chain->way;

	add_part(line, "%u certificate%s", chain->count, chain->count == 1 ? "" : "s");
	add_part(line, way->has_root ? "up to the root" : "no root");
	if (!way->ordered)
		add_part(line, "out of order");
	if (way->beside)
		add_part(line, "%u beside the chain", way->beside);
}

static void tell_issuers(GString *line, const struct site_chain *chain)
{
	g_string_append(line, chain->certificate[chain->way.top]->issuer);
}

static void tell_algorithms(GString *line, const struct site_chain *chain)
{
	for (unsigned i = 0; i < chain->count; i++)
		add_part(line, "%s %u %s", chain->certificate[i]->key,
			 chain->certificate[i]->key_bits, chain->certificate[i]->signature);
}

static void tell_key(GString *line, const struct site_chain *chain)
{
	g_string_append(line, !chain->has_key     ? "not exported"
			      : !chain->key_opens ? "there, does not open"
			      : !chain->key_fits  ? "there, of another certificate"
						  : "there");
}

static const struct {
	const char *name;
	void (*tell)(GString *line, const struct site_chain *chain);
} topics[] = {
	{"names", tell_names},     {"usage", tell_usage},  {"valid", tell_dates},
	{"chain", tell_chain},     {"root", tell_issuers}, {"keys", tell_algorithms},
	{"private key", tell_key},
};

static void print_line(const char *name, const char *text, FILE *out)
{
	g_autofree char *shown = text_printable(text);

	fprintf(out, "  %-11s  %s\n", name, shown);
}

static void print_chain(const struct site_chain *chain, FILE *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(topics); i++) {
		g_autoptr(GString) line = g_string_new(NULL);

		topics[i].tell(line, chain);
		print_line(topics[i].name, line->str, out);
	}
}

static void print_file(GHashTable *files, const char *folder, const struct record *record,
		       FILE *out)
{
	const char *file = record->value[column_named(SITE_CERTIFICATE, "file")];
	const char *password = record->value[column_named(SITE_CERTIFICATE, "password_file")];
	g_autofree char *name = text_printable(file);
	g_autoptr(GError) why = NULL;
	const struct site_chain *chain =
		setup_files_read(files, folder, file, password ? password : "", &why);

	fprintf(out, "\n%s\n", name);
	if (chain)
		print_chain(chain, out);
	else
		print_line("unreadable", why->message, out);
}

void setup_files_show(const struct records *records, const char *path, FILE *out)
{
	g_autofree char *folder = setup_files_folder(path);
	GHashTable *files = setup_files_new();

	for (unsigned i = 0; i < records->rows[SITE_CERTIFICATE]->len; i++) {
		const struct record *record = records_at(records, SITE_CERTIFICATE, i);

		if (record->value[column_named(SITE_CERTIFICATE, "file")])
			print_file(files, folder, record, out);
	}
	g_hash_table_unref(files);
}
