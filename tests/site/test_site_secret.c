/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_site_secret.c - after site_free() no copy of a PPS is left in memory.
 *
 * The records are made by another process, so that only loading can have left
 * one; the PPS never stands whole in this program, but in two halves. Where a
 * sanitizer keeps its own memory besides ours the search would be endless.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/wait.h>

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

static const struct {
	const char *name;
	void (*make)(const char *path);
} forms[] = {
	{"site.db", make_database},
	{"pid_map.csv", make_csv},
	{"csti_pid_map.csv", make_utf16},
};

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

/* How often the PPS stands in |n| bytes; each unit of its text is |unit| bytes wide. */
static unsigned count_in(const uint8_t *p, size_t n, unsigned unit)
{
	unsigned found = 0;

	for (size_t i = 0; i + 2 * HALF * unit <= n; i++) {
		unsigned k = 0;

		while (k < 2 * HALF &&
		       p[i + k * unit] == (uint8_t)(k < HALF ? FIRST[k] : SECOND[k - HALF]))
			k++;
		found += k == 2 * HALF;
	}
	return found;
}

/* Reads through the kernel: pages may be there that we cannot touch. */
static unsigned count_in_mapping(int memory, uint64_t start, uint64_t end)
{
	size_t n = (size_t)(end - start);
	uint8_t *copy = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned found = 0;

	ck_assert(copy != MAP_FAILED);
	if (pread(memory, copy, n, (off_t)start) == (ssize_t)n)
		found = count_in(copy, n, 1) + count_in(copy, n, 2);
	munmap(copy, n);
	return found;
}

/* How often the PPS stands in what this process can write. */
static unsigned count_in_process(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY);
	uint64_t start, end;
	char mode[8], line[512];
	unsigned found = 0;

	ck_assert(maps && memory >= 0);
	while (fgets(line, sizeof line, maps))
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &start, &end, mode) == 3 &&
		    mode[1] == 'w')
			found += count_in_mapping(memory, start, end);
	fclose(maps);
	close(memory);
	return found;
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
	tcase_add_loop_test(all, pps_is_gone_after_free, 0, G_N_ELEMENTS(forms));
#endif
	return suite_run(suite);
}
