/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_files.c - see setup_files.h.
 *
 * The leaf comes first, whatever the order of the file; how its issuers hang
 * together is looked at from there.
 */
#include "setup_files.h"

#include <string.h>

#include "certificate.h"
#include "file.h"

struct kept {
	struct site_chain chain;
	struct certificate_file *file;
	const struct certificate_facts **facts;
};

static void kept_free(gpointer p)
{
	struct kept *kept = p;

	certificate_file_free(kept->file);
	g_free(kept->facts);
	g_free(kept);
}

char *setup_files_folder(const char *path)
{
	if (!path)
		return g_strdup(".");
	return g_file_test(path, G_FILE_TEST_IS_DIR) ? g_strdup(path) : g_path_get_dirname(path);
}

GHashTable *setup_files_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, kept_free);
}

static char *key_of(const char *file, const char *password_file)
{
	return g_strconcat(file, "\n", password_file, NULL);
}

const struct site_chain *setup_files_find(GHashTable *files, const char *file,
					  const char *password_file)
{
	g_autofree char *key = key_of(file, password_file);
	const struct kept *kept = g_hash_table_lookup(files, key);

	return kept ? &kept->chain : NULL;
}

static bool read_beside(struct file *file, const char *folder, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	if (!strchr(name, '/'))
		return file_read(file, path, error);
	g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD, "%s: must lie beside the records", name);
	return false;
}

/* The first line; without it nothing of the file's bytes is a password. */
static const char *password_in(struct file *file)
{
	file->p[strcspn((char *)file->p, "\r\n")] = 0;
	return (const char *)file->p;
}

static void explain(GError **error, GError *why, const char *folder, const char *name,
		    const char *password_file)
{
	bool locked = g_error_matches(why, CERTIFICATE_ERROR, CERTIFICATE_ERROR_PASSWORD);
	g_autofree char *path = g_build_filename(folder, name, NULL);

	if (!locked)
		g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD, "%s: holds %s", path,
			    why->message);
	else if (*password_file)
		g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD,
			    "%s: does not open with the password in %s", path, password_file);
	else
		g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD,
			    "%s: needs a password: name the file that holds it in password_file",
			    path);
	g_error_free(why);
}

/* |password| NULL: none. */
static struct certificate_file *read_certificates(const char *folder, const char *name,
						  const char *password, const char *password_file,
						  GError **error)
{
	struct certificate_file *certificates;
	GError *why = NULL;
	struct file file;

	if (!read_beside(&file, folder, name, error))
		return NULL;
	certificates = certificate_file_read(file.p, file.n, password, &why);
	file_free(&file);
	if (!certificates)
		explain(error, why, folder, name, password_file);
	return certificates;
}

static struct certificate_file *open_certificates(const char *folder, const char *name,
						  const char *password_file, GError **error)
{
	struct certificate_file *certificates;
	struct file password;

	if (!*password_file)
		return read_certificates(folder, name, NULL, password_file, error);
	if (!read_beside(&password, folder, password_file, error))
		return NULL;
	certificates =
		read_certificates(folder, name, password_in(&password), password_file, error);
	file_free(&password);
	return certificates;
}

/* The leaf first; the others keep their order. */
static struct kept *keep(struct certificate_file *file)
{
	struct kept *kept = g_new0(struct kept, 1);
	GPtrArray *all = file->certificates;
	gpointer leaf = all->pdata[file->leaf];

	memmove(all->pdata + 1, all->pdata, file->leaf * sizeof *all->pdata);
	all->pdata[0] = leaf;
	kept->file = file;
	kept->facts = g_new(const struct certificate_facts *, all->len);
	for (unsigned i = 0; i < all->len; i++)
		kept->facts[i] = &((const struct certificate *)all->pdata[i])->facts;
	kept->chain = (struct site_chain){
		.certificate = kept->facts,
		.count = all->len,
		.way = certificate_chain_of((struct certificate *const *)all->pdata, all->len),
		.has_key = file->has_key,
		.key_opens = file->key_opens,
		.key_fits = file->key_fits,
	};
	kept->chain.way.ordered = kept->chain.way.ordered && file->leaf == 0;
	return kept;
}

const struct site_chain *setup_files_read(GHashTable *files, const char *folder, const char *file,
					  const char *password_file, GError **error)
{
	const struct site_chain *known = setup_files_find(files, file, password_file);

	if (known)
		return known;
	struct certificate_file *read = open_certificates(folder, file, password_file, error);

	if (!read)
		return NULL;
	struct kept *kept = keep(read);

	g_hash_table_insert(files, key_of(file, password_file), kept);
	return &kept->chain;
}
