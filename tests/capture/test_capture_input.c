/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_capture_input.c - arguments, folders, vantages; rings; what is refused and how. */
#include "suite.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "input.h"
#include "make.h"

static char *root;

static char *path_of(const char *name)
{
	return g_build_filename(root, name, NULL);
}

static void write_bytes(const char *name, struct bytes bytes)
{
	char *path = path_of(name);

	ck_assert(g_file_set_contents(path, (const char *)bytes.p, (gssize)bytes.n, NULL));
	g_free(path);
}

/* A capture of one frame that holds |text|. */
static void write_capture(const char *name, const char *text)
{
	struct file f = file_new(false);

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 1);
	pcap_record(&f, 1, 0, text, (uint32_t)strlen(text), 0);
	write_bytes(name, file_bytes(&f));
	file_free(&f);
}

static void make_folder(const char *name)
{
	char *path = path_of(name);

	ck_assert_int_eq(g_mkdir(path, 0700), 0);
	g_free(path);
}

static void set_up(void)
{
	root = g_dir_make_tmp("amtrace-XXXXXX", NULL);
	ck_assert_ptr_nonnull(root);
}

static void remove_tree(void)
{
	char *command = g_strdup_printf("rm -rf '%s'", root);

	ck_assert_int_eq(system(command), 0);
	g_free(command);
	g_free(root);
}

/* The names that |arguments| (relative to the root) give, joined by spaces; |error| otherwise. */
static char *names_of(const char *const *arguments, GError **error)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	GString *names = g_string_new(NULL);

	for (; *arguments; arguments++)
		g_ptr_array_add(paths, path_of(*arguments));
	g_ptr_array_add(paths, NULL);
	GPtrArray *inputs = input_list((const char *const *)paths->pdata, error);

	for (guint i = 0; inputs && i < inputs->len; i++) {
		const struct input *input = g_ptr_array_index(inputs, i);

		g_string_append_printf(names, "%s%s:%d", i ? " " : "", input->name,
				       (int)input->vantage);
	}
	g_ptr_array_free(paths, TRUE);
	if (inputs)
		g_ptr_array_free(inputs, TRUE);
	return g_string_free(names, FALSE);
}

static void names_are(const char *const *arguments, const char *want)
{
	GError *error = NULL;
	char *names = names_of(arguments, &error);

	ck_assert_msg(!error, "%s", error ? error->message : "");
	ck_assert_str_eq(names, want);
	g_free(names);
}

#define NAMES_ARE(want, ...) names_are((const char *const[]){__VA_ARGS__, NULL}, want)

START_TEST(input_folder_gives_its_captures_by_name)
{
	make_folder("f");
	make_folder("f/b");
	make_folder("f/.hidden");
	write_capture("f/z.txt", "x"); /* no name is trusted */
	write_capture("f/B.pcap", "x");
	write_capture("f/b/a.pcap", "x");
	write_capture("f/b-.pcap", "x");
	write_capture("f/.hidden/a.pcap", "x");
	write_capture("f/.a.pcap", "x");
	write_bytes("f/notes.pcap", bytes_of("no capture", 10));
	write_bytes("f/empty.pcap", bytes_of("", 0));
	write_bytes("f/netmon.cap", bytes_of("GMBU\0\2\0\0", 8)); /* refused later, by its name */
	NAMES_ARE("B.pcap:0 b-.pcap:0 b/a.pcap:0 netmon.cap:0 z.txt:0", "f");
	NAMES_ARE("B.pcap:2 b-.pcap:2 b/a.pcap:2 netmon.cap:2 z.txt:2", "f@server");
	NAMES_ARE("B.pcap:0 b-.pcap:0 b/a.pcap:0 netmon.cap:0 z.txt:0", "f/");
}
END_TEST

START_TEST(input_links_are_followed_once)
{
	char *f = path_of("f"), *loop = path_of("f/g/loop"), *again = path_of("f/g/again.pcap");
	char *dangling = path_of("f/dangling");

	make_folder("f");
	make_folder("f/g");
	write_capture("f/a.pcap", "x");
	ck_assert_int_eq(symlink(f, loop), 0);
	ck_assert_int_eq(symlink("../a.pcap", again), 0);
	ck_assert_int_eq(symlink("nowhere", dangling), 0);
	NAMES_ARE("a.pcap:0", "f");
	g_free(f);
	g_free(loop);
	g_free(again);
	g_free(dangling);
}
END_TEST

START_TEST(input_vantage_is_cut_off_unless_a_file_has_the_name)
{
	write_capture("a.pcap", "x");
	write_capture("b@client", "x");
	NAMES_ARE("a.pcap:1 a.pcap:2 a.pcap:3 a.pcap:0", "a.pcap@client", "a.pcap@server",
		  "a.pcap@between", "a.pcap");
	NAMES_ARE("b@client:0 b@client:2", "b@client", "b@client@server");
	NAMES_ARE("a.pcap@nowhere:0", "a.pcap@nowhere");
}
END_TEST

START_TEST(input_dash_is_standard_input)
{
	GPtrArray *inputs = input_list((const char *const[]){"-", "-@client", NULL}, NULL);
	const struct input *plain = g_ptr_array_index(inputs, 0);
	const struct input *client = g_ptr_array_index(inputs, 1);

	ck_assert_str_eq(plain->path, "-");
	ck_assert_str_eq(client->path, "-");
	ck_assert_int_eq(client->vantage, INPUT_VANTAGE_CLIENT);
	g_ptr_array_free(inputs, TRUE);
}
END_TEST

START_TEST(input_folder_without_a_capture_is_an_error)
{
	GError *error = NULL;

	make_folder("f");
	write_bytes("f/notes", bytes_of("text", 4));
	g_free(names_of((const char *const[]){"f", NULL}, &error));
	ck_assert_ptr_nonnull(error);
	ck_assert(strstr(error->message, "no capture"));
	g_error_free(error);
}
END_TEST

START_TEST(ring_is_one_capture)
{
	char *paths[] = {path_of("1"), path_of("2"), path_of("3"), path_of("4"), NULL};

	write_capture("1", "one");
	write_bytes("2", bytes_of("no capture", 10));
	write_capture("4", "four"); /* there is no 3 */
	struct capture *c = capture_open_ring((const char *const *)paths, NULL);
	struct frame one = next_is(c, "one"), four = next_is(c, "four"), none;

	ck_assert_uint_eq(one.file, 0);
	ck_assert_uint_eq(one.number, 1);
	ck_assert_uint_eq(four.file, 3);
	ck_assert_uint_eq(four.number, 1);
	ck_assert(!capture_next(c, &none));
	ck_assert_uint_eq(capture_summary(c)->frames, 2);
	ck_assert_uint_eq(capture_summary(c)->bytes, 24 + 16 + 3 + 24 + 16 + 4);
	ck_assert_int_eq(capture_summary(c)->first, 1000000000);
	ck_assert_uint_eq(capture_summary(c)->problems->len, 2);
	ck_assert(g_str_has_prefix(g_ptr_array_index(capture_summary(c)->problems, 0), "2: text"));
	ck_assert(!capture_summary(c)->complete);
	capture_close(c);
	for (int i = 0; paths[i]; i++)
		g_free(paths[i]);
}
END_TEST

/* The keys of the first piece are there when the next piece goes on with its connections. */
START_TEST(ring_keeps_the_secrets_of_its_pieces)
{
	char *paths[] = {path_of("1"), path_of("2"), NULL};

	for (int i = 0; paths[i]; i++) {
		struct file f = file_new(false);

		section(&f);
		guint start = block_start(&f, 10);

		put32(&f, 0x544c534b);
		put32(&f, 4);
		put(&f, i ? "two\n" : "one\n", 4);
		block_end(&f, start);
		interface_block(&f, 1, 0, -1, 0);
		packet_block(&f, 0, 1, "x");
		write_bytes(i ? "2" : "1", file_bytes(&f));
		file_free(&f);
	}
	struct capture *c = capture_open_ring((const char *const *)paths, NULL);

	next_is(c, "x");
	ck_assert(bytes_equal(capture_secrets(c), bytes_of("one\n", 4)));
	next_is(c, "x");
	ck_assert(bytes_equal(capture_secrets(c), bytes_of("one\ntwo\n", 8)));
	ck_assert_ptr_null(ends_with(c));
	ck_assert(capture_summary(c)->complete);
	capture_close(c);
	for (int i = 0; paths[i]; i++)
		g_free(paths[i]);
}
END_TEST

START_TEST(ring_of_nothing_is_an_error)
{
	char *paths[] = {path_of("1"), NULL};
	GError *error = NULL;

	ck_assert_ptr_null(capture_open_ring((const char *const *)paths, &error));
	ck_assert(g_error_matches(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN));
	g_error_free(error);
	g_free(paths[0]);
}
END_TEST

/* The first bytes, and a word that the user needs. */
static const struct {
	const char *start;
	size_t n;
	const char *word;
} foreigners[] = {
	{"", 0, "empty"},
	{"snoop\0\0\0\0\0\0\2", 12, "editcap"},
	{"GMBU\1\2\3\4", 8, "Network Monitor 2"},
	{"RTSS\1\2\3\4", 8, "Network Monitor 1"},
	{"btsnoop\0\0\0\0\1", 12, "Bluetooth"},
	{"iptrace 2.0\0", 12, "iptrace"},
	{"\3757zXZ\0\0\4", 8, "xz -d"},
	{"BZh91AY&SY", 10, "bzip2 -d"},
	{"PK\3\4\24\0", 6, "unzip"},
	{"7z\xbc\xaf\x27\x1c\0\4", 8, "7z x"},
	{"\x02\x21\x4c\x18\0\0", 6, "lz4 -d"},
	{"0000  ff ff ff\n", 15, "text2pcap"},
	{"\xff\xfe\xfd\xfc\xfb", 5, "neither pcap nor pcapng"},
	{"\xa1", 1, "neither pcap nor pcapng"},
	{"\xd4\xc3\xb2\xa1\2\0\4\0", 8, "cut short"},
	{"\n\r\r\n\0\0\0\0", 8, "cut short"},
};

START_TEST(foreign_file_is_refused_with_advice)
{
	struct bytes start = bytes_of(foreigners[_i].start, foreigners[_i].n);
	GError *error = NULL;

	ck_assert_ptr_null(capture_open_bytes(start, &error));
	ck_assert(g_error_matches(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT));
	ck_assert_msg(strstr(error->message, foreigners[_i].word), "%s", error->message);
	g_error_free(error);
}
END_TEST

/* An event trace is known by its trace header behind the buffer header. */
START_TEST(event_trace_is_refused_with_advice)
{
	uint8_t etl[200] = {0, 0, 1};
	GError *error = NULL;

	memcpy(etl + 72, "\x02\x00\x02\xc0", 4);
	ck_assert_ptr_null(capture_open_bytes(bytes_of(etl, sizeof etl), &error));
	ck_assert(strstr(error->message, "etl2pcapng"));
	g_error_free(error);
}
END_TEST

START_TEST(what_is_no_file_is_refused)
{
	static const char *const paths[] = {"/", "/dev/zero", "/nowhere/at/all"};
	GError *error = NULL;

	ck_assert_ptr_null(capture_open(paths[_i], &error));
	ck_assert(g_error_matches(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN));
	g_error_free(error);
}
END_TEST

/* A pipe that gives its bytes one at a time. */
START_TEST(pipe_is_read_like_a_file)
{
	struct file f = file_new(false);
	int ends[2];

	pcap_header(&f, 0xa1b2c3d4, 2, 4, 1);
	pcap_record(&f, 1, 0, "hello", 5, 0);
	pcap_record(&f, 1, 0, "world", 5, 0);
	ck_assert_int_eq(pipe(ends), 0);
	if (fork() == 0) {
		for (guint i = 0; i < f.bytes->len; i++)
			if (write(ends[1], f.bytes->data + i, 1) != 1)
				_exit(1);
		_exit(0);
	}
	close(ends[1]);
	ck_assert_int_ge(dup2(ends[0], STDIN_FILENO), 0);
	struct capture *c = capture_open("-", NULL);

	next_is(c, "hello");
	next_is(c, "world");
	ck_assert_ptr_null(ends_with(c));
	capture_close(c);
	file_free(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("input");
	TCase *t = tcase_create("files"), *plain = tcase_create("plain");

	tcase_add_checked_fixture(t, set_up, remove_tree);
	tcase_add_test(t, input_folder_gives_its_captures_by_name);
	tcase_add_test(t, input_links_are_followed_once);
	tcase_add_test(t, input_vantage_is_cut_off_unless_a_file_has_the_name);
	tcase_add_test(t, input_folder_without_a_capture_is_an_error);
	tcase_add_test(t, ring_is_one_capture);
	tcase_add_test(t, ring_keeps_the_secrets_of_its_pieces);
	tcase_add_test(t, ring_of_nothing_is_an_error);
	tcase_add_test(plain, input_dash_is_standard_input);
	tcase_add_loop_test(plain, foreign_file_is_refused_with_advice, 0,
			    (int)G_N_ELEMENTS(foreigners));
	tcase_add_test(plain, event_trace_is_refused_with_advice);
	tcase_add_loop_test(plain, what_is_no_file_is_refused, 0, 3);
	tcase_add_test(plain, pipe_is_read_like_a_file);
	suite_add_tcase(suite, t);
	suite_add_tcase(suite, plain);
	return suite_run(suite);
}
