/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * reproduction_write.c - the folder of a case, made beside its place and then renamed.
 *
 * The page in words is the text report of the case itself, so that it says
 * nothing that the case does not show.
 */
#include <errno.h>
#include <glib/gstdio.h>
#include <pcap/pcap.h>
#include <unistd.h>

#include "answers.h"
#include "ladder.h"
#include "oracle.h"
#include "report.h"
#include "reproduce.h"
#include "write.h"

static bool fail(GError **error, const char *path)
{
	g_set_error(error, CASE_ERROR, CASE_ERROR_WRITE, "%s: %s", path, g_strerror(errno));
	return false;
}

/* Writes one file of |folder| by |write|, and to the disk. */
static bool write_file(const char *folder, const char *name, const struct reproduction *r,
		       bool (*write)(FILE *out, const struct reproduction *r, unsigned i),
		       unsigned i, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	FILE *out = fopen(path, "wxe");
	bool written;

	if (!out)
		return fail(error, path);
	written = write(out, r, i) && fflush(out) == 0 && fsync(fileno(out)) == 0;
	written = fclose(out) == 0 && written;
	return written || fail(error, path);
}

static bool write_capture(FILE *out, const struct reproduction *r, unsigned i)
{
	return frames_write(r->frames, NULL, i, out);
}

static json_t *versions(void)
{
	json_t *versions = json_object();

	json_object_set_new(versions, "amtrace", json_string(AMTRACE_VERSION));
	json_object_set_new(versions, "libpcap", json_string(pcap_lib_version()));
	json_object_set_new(versions, "report", json_string(REPORT_SCHEMA));
	return versions;
}

static bool write_expect(FILE *out, const struct reproduction *r, unsigned i)
{
	json_t *root = case_describe(r->frames->captures, &r->look, r->records, &r->whom,
				     json_incref(r->said));

	(void)i;
	json_object_set_new(root, "versions", versions());
	json_object_set_new(root, "anonymised", json_boolean(r->keep == 0));
	g_autofree char *text = case_text(root);

	json_decref(root);
	return fputs(text, out) >= 0;
}

static bool write_answers(FILE *out, const struct reproduction *r, unsigned i)
{
	g_autofree char *text = case_text(r->answers);

	(void)i;
	return fputs(text, out) >= 0;
}

/* By enum keep, in the order of its bits. */
static const char *const kept_words[] = {
	"addresses", "MACs", "UUIDs", "PIDs", "names",
};

static void put_names(FILE *out, const struct reproduction *r, bool kept)
{
	const char *before = "";

	for (unsigned i = 0; i < G_N_ELEMENTS(kept_words); i++)
		if (((r->keep >> i) & 1) == kept) {
			fprintf(out, "%s%s", before, kept_words[i]);
			before = ", ";
		}
}

static void put_what_was_done(FILE *out, const struct reproduction *r)
{
	fprintf(out,
		"Of %u frames that concern provisioning %u are left: without any of them the case\n"
		"would say something else. ",
		r->frames_before, r->frames->list->len);
	if (r->keep == 0)
		fputs("Everything that names somebody was replaced, consistently: ", out);
	else
		fputs("Replaced, consistently: ", out);
	put_names(out, r, false);
	if (r->keep) {
		fputs(". Kept as they were: ", out);
		put_names(out, r, true);
	}
	fputs(".\nBytes that are encrypted or not understood are zeros, certificates are made anew, "
	      "and\nkeys and passwords are never part of a case. Times, ports, lengths and hashes "
	      "of roots\nthat are not in the captures are the original's.\n",
	      out);
}

static void put_answers(FILE *out, const struct reproduction *r)
{
	if (r->answers)
		fputs("\nWhat the device answered when it was called back is in " CASE_ANSWERS
		      ": which call, and what\ncame of it. `amtrace replay` gives the same answers "
		      "to a live server, by TLS where\n--site has a PPS for the PID of the hello.\n",
		      out);
}

static void put_lost(FILE *out, const struct reproduction *r)
{
	if (!r->lost->len)
		return;
	fputs("\nThe original captures said something else:\n\n", out);
	for (guint i = 0; i < r->lost->len; i++)
		fprintf(out, "- %s\n", (const char *)r->lost->pdata[i]);
}

/* Writes what the case says, as its readers will see it. */
static bool write_thought(FILE *out, const struct reproduction *r,
			  bool (*write)(FILE *out, const struct reproduction *r,
					const struct diagnosis *diagnosis))
{
	struct site *site = site_of(r->records, NULL, r->folder, NULL);
	struct oracle oracle = {
		.frames = r->frames, .site = site, .look = r->look, .whom = r->whom};
	struct sightings *sightings;
	struct diagnosis *diagnosis = oracle_thinks(&oracle, NULL, &sightings);
	bool written = write(out, r, diagnosis);

	diagnosis_free(diagnosis);
	sightings_free(sightings);
	site_free(site);
	return written;
}

static bool put_report(FILE *out, const struct reproduction *r, const struct diagnosis *diagnosis)
{
	const struct report_options options = {.width = 80, .verbose = true};

	(void)r;
	return report_format_find("text")->write(out, diagnosis, &options);
}

static bool put_ladder(FILE *out, const struct reproduction *r, const struct diagnosis *diagnosis)
{
	int device = whom_find(diagnosis, &r->whom);

	if (device < 0)
		return fputs("nothing was seen of it\n", out) >= 0;
	struct ladder *ladder = ladder_of(diagnosis, (unsigned)device, false);
	bool written = ladder_write_text(out, ladder, NULL);

	ladder_free(ladder);
	return written;
}

static bool write_ladder(FILE *out, const struct reproduction *r, unsigned i)
{
	(void)i;
	return write_thought(out, r, put_ladder);
}

static bool write_page(FILE *out, const struct reproduction *r, unsigned i)
{
	(void)i;
	fputs("# A case for amtrace\n\n"
	      "    amtrace check .        does it still say what is expected?\n"
	      "    amtrace analyze",
	      out);
	if (r->records)
		fputs(" --site " CASE_RECORDS, out);
	fputs(" capture-*.pcap\n\n", out);
	put_what_was_done(out, r);
	put_answers(out, r);
	put_lost(out, r);
	fputs("\n```\n", out);
	bool written = write_thought(out, r, put_report);

	return fputs("```\n", out) >= 0 && written;
}

/* The certificates that are left in the records. */
static bool copy_certificates(const struct reproduction *r, const char *folder, GError **error)
{
	const GPtrArray *rows = r->records->rows[SITE_CERTIFICATE];
	unsigned column = (unsigned)column_named(SITE_CERTIFICATE, "file");

	for (guint i = 0; i < rows->len; i++) {
		const char *name = records_at(r->records, SITE_CERTIFICATE, i)->value[column];
		g_autofree char *from = name ? g_build_filename(r->folder, name, NULL) : NULL;
		g_autofree char *to = name ? g_build_filename(folder, name, NULL) : NULL;
		g_autofree char *content = NULL;
		gsize n;

		if (name && (!g_file_get_contents(from, &content, &n, error) ||
			     !g_file_set_contents(to, content, (gssize)n, error)))
			return false;
	}
	return true;
}

static bool write_records(const struct reproduction *r, const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, CASE_RECORDS, NULL);

	return !r->records || (write_folder(path, r->records, r->records->has, error) &&
			       copy_certificates(r, path, error));
}

static bool write_captures(const struct reproduction *r, const char *folder, GError **error)
{
	for (guint i = 0; i < r->frames->captures->len; i++) {
		g_autofree char *name = case_capture_name(i);

		if (!write_file(folder, name, r, write_capture, i, error))
			return false;
	}
	return true;
}

void remove_folder(const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			remove_folder(path);
		else
			g_unlink(path);
	}
	if (dir)
		g_dir_close(dir);
	g_rmdir(folder);
}

static bool fill(const struct reproduction *r, const char *folder, GError **error)
{
	return write_captures(r, folder, error) && write_records(r, folder, error) &&
	       (!r->answers || write_file(folder, CASE_ANSWERS, r, write_answers, 0, error)) &&
	       write_file(folder, "README.md", r, write_page, 0, error) &&
	       write_file(folder, "ladder.txt", r, write_ladder, 0, error) &&
	       write_file(folder, CASE_EXPECT, r, write_expect, 0, error);
}

bool reproduction_write(const struct reproduction *r, const char *folder, GError **error)
{
	g_autofree char *place = g_canonicalize_filename(folder, NULL);
	g_autofree char *parent = g_path_get_dirname(place);
	g_autofree char *beside = g_build_filename(parent, ".amtrace-XXXXXX", NULL);

	if (!g_mkdtemp_full(beside, 0777))
		return fail(error, parent);
	bool written = fill(r, beside, error);

	if (written && g_rename(beside, place) != 0)
		written = fail(error, folder);
	if (!written)
		remove_folder(beside);
	return written;
}
