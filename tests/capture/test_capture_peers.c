/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_capture_peers.c - what libpcap and tshark read of the same files.
 *
 * Bytes, times and lengths must be libpcap's as far as it reads; the number of
 * frames must be that of whichever of the two reads more. Where one of them
 * differs and the format's specification decides against it, the file stands
 * in DISAGREE with the reason.
 */
#include "suite.h"

#include <inttypes.h>
#include <pcap.h>

#include "capture.h"

struct peers {
	GHashTable *disagree; /* file -> what may differ: "frames", "bytes" ... */
	unsigned compared;
	unsigned failed;
};

static GHashTable *read_disagree(void)
{
	GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	char *text, **lines;

	ck_assert(g_file_get_contents(SOURCE_DIR "/tests/capture/DISAGREE", &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		char **column = g_strsplit(*line, "\t", 3);

		if (**line != '#' && g_strv_length(column) == 3)
			g_hash_table_insert(table, g_strdup(column[0]), g_strdup(column[1]));
		g_strfreev(column);
	}
	g_strfreev(lines);
	g_free(text);
	return table;
}

static bool may_differ(const struct peers *peers, const char *path, const char *what)
{
	char *name = g_path_get_basename(path);
	const char *allowed = g_hash_table_lookup(peers->disagree, name);

	g_free(name);
	return allowed && strstr(allowed, what);
}

static void differs(struct peers *peers, const char *path, const char *what, uint64_t frame)
{
	if (may_differ(peers, path, what))
		return;
	fprintf(stderr, "%s: %s of frame %" PRIu64 " differ\n", path, what, frame);
	peers->failed++;
}

static void compare_frame(struct peers *peers, const char *path, const struct frame *frame,
			  const struct pcap_pkthdr *header, const uint8_t *data)
{
	int64_t time = header->ts.tv_sec * INT64_C(1000000000) + header->ts.tv_usec;

	if (!bytes_equal(frame->bytes, bytes_of(data, header->caplen)))
		differs(peers, path, "bytes", frame->number);
	if (frame->original_length != header->len)
		differs(peers, path, "lengths", frame->number);
	if (frame->time != time)
		differs(peers, path, "times", frame->number);
}

/* Compares frame by frame as far as libpcap reads; the number of its frames, -1 if none. */
static int64_t compare_with_libpcap(struct peers *peers, const char *path)
{
	char why[PCAP_ERRBUF_SIZE];
	pcap_t *theirs =
		pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, why);
	struct capture *ours = capture_open(path, NULL);
	struct pcap_pkthdr *header;
	const uint8_t *data;
	struct frame frame;
	int64_t frames = 0;
	int status = -1;

	while (theirs && (status = pcap_next_ex(theirs, &header, &data)) == 1) {
		if (!ours || !capture_next(ours, &frame)) {
			differs(peers, path, "frames", (uint64_t)frames + 1);
			break;
		}
		compare_frame(peers, path, &frame, header, data);
		frames++;
	}
	if (status == PCAP_ERROR_BREAK && capture_next(ours, &frame))
		differs(peers, path, "frames", frame.number);
	if (theirs)
		pcap_close(theirs);
	capture_close(ours);
	return theirs ? frames : -1;
}

static uint64_t count_ours(const char *path)
{
	struct capture *c = capture_open(path, NULL);
	struct frame frame;

	if (!c)
		return 0;
	while (capture_next(c, &frame))
		;
	uint64_t frames = capture_summary(c)->frames;

	capture_close(c);
	return frames;
}

static void compare_file(struct peers *peers, const char *path, int64_t tshark)
{
	int64_t libpcap = compare_with_libpcap(peers, path);
	uint64_t want = (uint64_t)MAX(MAX(tshark, libpcap), 0), got = count_ours(path);

	peers->compared++;
	if (got == want || may_differ(peers, path, "frames"))
		return;
	fprintf(stderr, "%s: %" PRIu64 " frames, tshark reads %" PRId64 ", libpcap %" PRId64 "\n",
		path, got, tshark, libpcap);
	peers->failed++;
}

static void compare_folder(struct peers *peers, const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir))) {
		char *path = g_build_filename(folder, name, NULL);

		if (g_str_has_suffix(name, ".pcapng"))
			compare_file(peers, path, -1);
		g_free(path);
	}
	g_dir_close(dir);
}

START_TEST(peers_read_the_same_of_real_captures)
{
	struct peers peers = {.disagree = read_disagree()};

	if (!shared_has("captures/lab-ok.pcapng"))
		return;
	compare_folder(&peers, SHARED_DIR "/captures");
	ck_assert_uint_gt(peers.compared, 0);
	ck_assert_uint_eq(peers.failed, 0);
	g_hash_table_destroy(peers.disagree);
}
END_TEST

/* INDEX.tsv: category, file, repository, path, licence, tshark's number of packets ... */
enum {
	COLUMN_CATEGORY,
	COLUMN_FILE,
	COLUMN_TSHARK = 5,
};

START_TEST(peers_read_the_same_of_tortured_captures)
{
	struct peers peers = {.disagree = read_disagree()};
	char *text, **lines;

	if (!shared_has("torture/INDEX.tsv"))
		return;
	ck_assert(g_file_get_contents(SHARED_DIR "/torture/INDEX.tsv", &text, NULL, NULL));
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines + 1; *line && **line; line++) {
		char **column = g_strsplit(*line, "\t", -1);
		char *path = g_build_filename(SHARED_DIR "/torture", column[COLUMN_CATEGORY],
					      column[COLUMN_FILE], NULL);

		compare_file(&peers, path, g_ascii_strtoll(column[COLUMN_TSHARK], NULL, 10));
		g_free(path);
		g_strfreev(column);
	}
	ck_assert_uint_gt(peers.compared, 100);
	ck_assert_uint_eq(peers.failed, 0);
	g_strfreev(lines);
	g_free(text);
	g_hash_table_destroy(peers.disagree);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("peers");
	TCase *t = tcase_create("peers");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, peers_read_the_same_of_real_captures);
	tcase_add_test(t, peers_read_the_same_of_tortured_captures);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
