/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setup_files_write.c - from PEM, DER or PFX to PEM; see setup_files_write.h. */
#include "setup_files_write.h"

#include "certificate.h"
#include "certificate_remake.h"

/* The columns that name files, and that says what of them is not written. */
struct columns {
	unsigned file, password, has_key;
};

static struct columns columns(void)
{
	return (struct columns){
		.file = (unsigned)column_named(SITE_CERTIFICATE, "file"),
		.password = (unsigned)column_named(SITE_CERTIFICATE, "password_file"),
		.has_key = (unsigned)column_named(SITE_CERTIFICATE, "has_private_key"),
	};
}

static char *read_beside(const char *folder, const char *name, gsize *n)
{
	g_autofree char *path = name ? g_build_filename(folder, name, NULL) : NULL;
	char *content = NULL;

	if (!name || strchr(name, '/') || !g_file_get_contents(path, &content, n, NULL))
		return NULL;
	return content;
}

/* Secret, both: the file may hold a key. */
static struct certificate_file *read_file(const struct record *record, const char *folder)
{
	const struct columns c = columns();
	gsize n = 0, password_length = 0;
	char *content = read_beside(folder, record->value[c.file], &n);
	char *password = read_beside(folder, record->value[c.password], &password_length);
	struct certificate_file *file;

	if (password)
		password[strcspn(password, "\r\n")] = '\0';
	file = content ? certificate_file_read(content, n, password, NULL) : NULL;
	if (content)
		explicit_bzero(content, n);
	if (password)
		explicit_bzero(password, password_length);
	g_free(content);
	g_free(password);
	return file;
}

static void append_pem(GString *pem, const uint8_t *der, size_t n)
{
	enum {
		LINE = 64
	};
	g_autofree char *text = g_base64_encode(der, n);

	g_string_append(pem, "-----BEGIN CERTIFICATE-----\n");
	for (size_t at = 0; at < strlen(text); at += LINE)
		g_string_append_printf(pem, "%.*s\n", LINE, text + at);
	g_string_append(pem, "-----END CERTIFICATE-----\n");
}

static GBytes *der_of(const struct certificate_file *file, guint i)
{
	return ((const struct certificate *)file->certificates->pdata[i])->der;
}

/* The leaf first, for without a key nothing else says which one it is. */
static bool remake_all(GString *pem, const struct certificate_file *file, struct mapping *m)
{
	for (guint i = 0; i < file->certificates->len; i++) {
		guint which = i == 0 ? file->leaf : i <= file->leaf ? i - 1 : i;
		gsize n;
		const uint8_t *old = g_bytes_get_data(der_of(file, which), &n);
		g_autofree uint8_t *der = g_memdup2(old, n);

		if (!certificate_remake(mapping_certificates(m), der, n))
			return false;
		append_pem(pem, der, n);
	}
	return pem->len > 0;
}

static void note_all(const struct certificate_file *file, struct mapping *m)
{
	for (guint i = 0; i < file->certificates->len; i++) {
		gsize n;
		const uint8_t *der = g_bytes_get_data(der_of(file, i), &n);

		remaking_note(mapping_certificates(m), bytes_of(der, n));
	}
}

static bool write_file(const struct record *mapped, const struct certificate_file *file,
		       const char *out, struct mapping *m)
{
	g_autofree char *path = g_build_filename(out, mapped->value[columns().file], NULL);
	GString *pem = g_string_new(NULL);
	bool written;

	note_all(file, m);
	written = remake_all(pem, file, m) &&
		  g_file_set_contents(path, pem->str, (gssize)pem->len, NULL);
	g_string_free(pem, TRUE);
	return written;
}

static void write_row(const struct record *record, const char *folder, struct records *mapped,
		      struct record *new, const char *out, struct mapping *m)
{
	const struct columns c = columns();
	struct certificate_file *file = read_file(record, folder);

	if (!file || !write_file(new, file, out, m))
		record_set(mapped, SITE_CERTIFICATE, new, c.file, NULL);
	record_set(mapped, SITE_CERTIFICATE, new, c.password, NULL);
	if (file && !record->value[c.has_key])
		record_set(mapped, SITE_CERTIFICATE, new, c.has_key, file->has_key ? "1" : "0");
	certificate_file_free(file);
}

void setup_files_write(const struct records *records, const char *folder, struct records *mapped,
		       const char *out, struct mapping *m)
{
	const GPtrArray *rows = records->rows[SITE_CERTIFICATE];

	for (guint i = 0; i < rows->len; i++)
		if (records_at(records, SITE_CERTIFICATE, i)->value[columns().file])
			write_row(records_at(records, SITE_CERTIFICATE, i), folder, mapped,
				  mapped->rows[SITE_CERTIFICATE]->pdata[i], out, m);
}
