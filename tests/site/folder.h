/* SPDX-License-Identifier: GPL-2.0-or-later */
/* folder.h - a folder of records that lasts as long as one test. */
#ifndef TESTS_SITE_FOLDER_H
#define TESTS_SITE_FOLDER_H

#include <glib.h>
#include <glib/gstdio.h>

#include "site.h"
#include "suite.h"

#define UUID_A "44454c4c-4c00-1036-8050-b4c04f4e3132"
/* The same with the first three groups turned round. */
#define UUID_A_SWAPPED "4c4c4544-004c-3610-8050-b4c04f4e3132"
#define UUID_B "11223344-5566-7788-99aa-bbccddeeff00"
#define GUID_A "{0FA40DA6-8A3D-4D9A-9B0A-AA5AD0F2C5D1}"
/* Intel's published pair. */
#define PID_INTEL "0000037M"
#define PPS_INTEL "NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ"

static char *folder;

static inline void folder_make(void)
{
	folder = g_dir_make_tmp("amtrace-site-XXXXXX", NULL);
	ck_assert_ptr_nonnull(folder);
}

static inline void folder_remove(void)
{
	GDir *dir = g_dir_open(folder, 0, NULL);

	for (const char *name; dir && (name = g_dir_read_name(dir));) {
		char *path = g_build_filename(folder, name, NULL);

		g_remove(path);
		g_free(path);
	}
	if (dir)
		g_dir_close(dir);
	g_rmdir(folder);
	g_free(folder);
}

/* A path in the folder; lasts until the program ends. */
static inline const char *folder_path(const char *name)
{
	char *path = g_build_filename(folder, name, NULL);
	const char *kept = g_intern_string(path);

	g_free(path);
	return kept;
}

static inline const char *folder_write_n(const char *name, const void *content, size_t n)
{
	ck_assert(g_file_set_contents(folder_path(name), content, (gssize)n, NULL));
	return folder_path(name);
}

static inline const char *folder_write(const char *name, const char *content)
{
	return folder_write_n(name, content, strlen(content));
}

/* Loads what must load. */
static inline struct site *load(const char *path, const char *const *changes)
{
	GError *error = NULL;
	struct site *site = site_load(path, changes, &error);

	ck_assert_msg(site != NULL, "%s", error ? error->message : "no error set");
	ck_assert_ptr_null(error);
	return site;
}

/* Loads what must not; the message must hold |part|. */
static inline void refuse(const char *path, const char *const *changes, enum site_error code,
			  const char *part)
{
	GError *error = NULL;
	struct site *site = site_load(path, changes, &error);

	ck_assert_msg(site == NULL, "loaded, though: %s", part);
	ck_assert_ptr_nonnull(error);
	ck_assert_msg(g_error_matches(error, SITE_ERROR, (int)code), "other code: %s",
		      error->message);
	ck_assert_msg(strstr(error->message, part) != NULL, "%s does not say: %s", error->message,
		      part);
	ck_assert_msg(strchr(error->message, '\n') == NULL, "not one line: %s", error->message);
	g_error_free(error);
}

static inline Suite *folder_suite(const char *name, TCase **all)
{
	Suite *suite = suite_create(name);

	*all = tcase_create("all");
	tcase_add_checked_fixture(*all, folder_make, folder_remove);
	tcase_set_timeout(*all, 60);
	suite_add_tcase(suite, *all);
	return suite;
}

#endif
