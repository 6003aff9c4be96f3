/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_site_secret.c - after site_free() no copy of a PPS is left in memory, and after
 * loading none of a certificate's password.
 *
 * The records are made by another process, so that only loading can have left
 * one; the PPS never stands whole in this program, but in two halves. Where a
 * sanitizer keeps its own memory besides ours the search would be endless.
 */
#include <sqlite3.h>
#include <sys/wait.h>

#include "../memory.h"
#include "folder.h"
#include "trial.h"

#define HALF 16
#define FIRST "QKXDG5DARRNBE9Y0"
#define SECOND "WIJL7LFLVJED69XZ"

static void make_database(const char *path)
{
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db,
			 "CREATE TABLE pid_map (pid, pps);"
			 "INSERT INTO pid_map VALUES ('0000037M', '" FIRST SECOND "');",
			 NULL, NULL, NULL) != SQLITE_OK)
		_exit(1);
	sqlite3_close(db);
}

static void make_csv(const char *path)
{
	char *text = g_strconcat("pid,pps\n0000037M,", FIRST, SECOND, "\n", NULL);

	if (!g_file_set_contents(path, text, -1, NULL))
		_exit(1);
}

static void make_utf16(const char *path)
{
	char *text = g_strconcat("\xEF\xBB\xBFpid,pps\n0000037M,", FIRST, SECOND, "\n", NULL);
	gsize n;
	char *wide = g_convert(text, -1, "UTF-16LE", "UTF-8", NULL, &n, NULL);

	if (!wide || !g_file_set_contents(path, wide, (gssize)n, NULL))
		_exit(1);
}

/* A key and its certificate, in a PFX and in a PEM that the same password opens. */
static void make_certificates(const char *path)
{
	g_autofree char *in = g_path_get_dirname(path);
	g_autofree char *command = g_strdup_printf(
		"cd '%s' && echo %s%s >password && { openssl req -x509 -newkey rsa:2048 -nodes "
		"-keyout key -subj /CN=x -out pem && openssl pkcs12 -export -inkey key -in pem "
		"-passout file:password -out pfx && openssl rsa -in key -aes128 -passout "
		"file:password -out locked && cat locked >>pem; } >/dev/null 2>&1",
		in, FIRST, SECOND);

	if (system(command) != 0 ||
	    !g_file_set_contents(path, "label,file,password_file\na,pfx,password\nb,pem,password\n",
				 -1, NULL))
		_exit(1);
}

static const struct {
	const char *name;
	void (*make)(const char *path);
} forms[] = {
	{"site.db", make_database},
	{"pid_map.csv", make_csv},
	{"csti_pid_map.csv", make_utf16},
	{"certificate.csv", make_certificates},
};

#define OF_KEYS 3 /* the first ones are forms of the key list */

static void make_elsewhere(unsigned form, const char *path)
{
	pid_t child = fork();
	int status;

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		forms[form].make(path);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}

static unsigned count_in_process(void)
{
	char pps[2 * HALF];

	memcpy(pps, FIRST, HALF);
	memcpy(pps + HALF, SECOND, HALF);
	struct wanted wanted = memory_wanted(pps, sizeof pps);

	return memory_count(&wanted, 1) + memory_count(&wanted, 2);
}

START_TEST(pps_is_gone_after_free)
{
	const char *path = folder_path(forms[_i].name);

	make_elsewhere((unsigned)_i, path);
	struct site *site = load(path, NULL);

	ck_assert(site->pids.row[0].has_pps);
	ck_assert_uint_eq(count_in_process(), 1);
	site_free(site);
	ck_assert_uint_eq(count_in_process(), 0);
}
END_TEST

START_TEST(password_of_a_certificate_is_gone_after_loading)
{
	const char *path = folder_path(forms[OF_KEYS].name);

	make_elsewhere(OF_KEYS, path);
	struct site *site = load(path, NULL);

	for (size_t i = 0; i < site->certificates.n; i++)
		ck_assert(site_certificate_chain(site, &site->certificates.row[i])->key_fits);
	ck_assert_uint_eq(count_in_process(), 0);
	site_free(site);
}
END_TEST

START_TEST(trial_has_no_copy_of_the_pps)
{
	const char *path = folder_path(forms[0].name);

	make_elsewhere(0, path);
	struct site *site = load(path, NULL);
	struct site_trial *trial = site_trial_new(site);
	g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(changes, g_strdup_printf("pid_map[pid=%s].label=tried,used=1",
						 site->pids.row[0].pid));
	const struct site *tried = site_trial_with(trial, changes);

	ck_assert(tried && tried->pids.row[0].used && tried->pids.row[0].has_pps);
	ck_assert_uint_eq(count_in_process(), 1);
	site_trial_free(trial);
	site_free(site);
	ck_assert_uint_eq(count_in_process(), 0);
}
END_TEST

int main(void)
{
	TCase *all;
	Suite *suite = folder_suite("site_secret", &all);

#ifdef __SANITIZE_ADDRESS__
	fprintf(stderr, "skipped: the sanitizer's memory cannot be searched\n");
#else
	tcase_add_test(all, trial_has_no_copy_of_the_pps);
	tcase_add_loop_test(all, pps_is_gone_after_free, 0, OF_KEYS);
	tcase_add_test(all, password_of_a_certificate_is_gone_after_loading);
#endif
	return suite_run(suite);
}
