/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_report.c - what holds for every report, and its parts. */
#include "suite.h"

#include <string.h>

#include "escape.h"
#include "page.h"
#include "report.h"
#include "sample.h"
#include "time_text.h"

static const char *const samples[] = {"empty", "pid", "site", "setup", "hostile"};

/* The report of a sample; free() it. */
static char *report_of(const char *name, const char *format, struct report_options options)
{
	struct sample sample = sample_new(name);
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	ck_assert(report_format_find(format)->write(out, sample.diagnosis, &options));
	fclose(out);
	sample_free(&sample);
	return text;
}

static void assert_text_has(const char *name, const char *words)
{
	char *text = report_of(name, "text", (struct report_options){0});

	ck_assert_msg(strstr(text, words), "the report of %s lacks: %s", name, words);
	free(text);
}

static size_t longest_line(const char *text)
{
	size_t longest = 0;

	while (*text) {
		size_t n = strcspn(text, "\n");

		longest = n > longest ? n : longest;
		text += n + (text[n] == '\n');
	}
	return longest;
}

static bool is_printable_ascii(const char *text)
{
	for (; *text; text++)
		if (*text != '\n' && (*text < 0x20 || *text > 0x7e))
			return false;
	return true;
}

static void assert_time(int64_t time, unsigned digits, const char *expected)
{
	char text[TIME_TEXT];

	ck_assert_str_eq(time_text(time, digits, text), expected);
}

static void assert_escaped(const char *text, const char *expected)
{
	char *shown = escape_ascii(text);

	ck_assert_str_eq(shown, expected);
	g_free(shown);
}

/* 1782316800 is 2026-06-24T16:00:00Z: date -u -d @1782316800. */
START_TEST(time_has_the_precision_of_the_capture)
{
	int64_t time = INT64_C(1782316800) * NANOSECONDS + 123456789;

	assert_time(time, 0, "2026-06-24T16:00:00Z");
	assert_time(time, 3, "2026-06-24T16:00:00.123Z");
	assert_time(time, 6, "2026-06-24T16:00:00.123456Z");
	assert_time(time, 9, "2026-06-24T16:00:00.123456789Z");
	assert_time(time, 200, "2026-06-24T16:00:00.123456789Z");
}
END_TEST

/* The range of 64-bit nanoseconds: 1677-09-21T00:12:43.145224192 to 2262-04-11T23:47:16.854775807. */
START_TEST(time_holds_at_both_ends)
{
	assert_time(-1, 9, "1969-12-31T23:59:59.999999999Z");
	assert_time(INT64_MIN, 9, "1677-09-21T00:12:43.145224192Z");
	assert_time(INT64_MAX, 9, "2262-04-11T23:47:16.854775807Z");
}
END_TEST

START_TEST(escape_leaves_printable_ascii_alone)
{
	assert_escaped("pc-1.example.test \"~\\", "pc-1.example.test \"~\\");
	assert_escaped(NULL, "");
}
END_TEST

START_TEST(escape_names_what_a_terminal_would_obey)
{
	assert_escaped("\033[2J", "\\x1b[2J");
	assert_escaped("a\r\nb\177", "a\\x0d\\x0ab\\x7f");
	assert_escaped("\302\233", "\\u{9b}");
	assert_escaped("\342\200\256", "\\u{202e}");
	assert_escaped("caf\303\251", "caf\\u{e9}");
}
END_TEST

/* RFC 3629: no lone continuation, no overlong form, no surrogate, nothing cut short. */
START_TEST(escape_names_bytes_that_are_no_utf8)
{
	assert_escaped("\233", "\\x9b");
	assert_escaped("\300\200", "\\xc0\\x80");
	assert_escaped("\355\240\200", "\\xed\\xa0\\x80");
	assert_escaped("\342\200", "\\xe2\\x80");
}
END_TEST

START_TEST(page_breaks_between_words)
{
	char *text = NULL;
	size_t n = 0;
	struct page page = {.out = open_memstream(&text, &n), .width = 30};

	page_row(&page, 2, PAINT_NONE, "Cause", 10, "the key was never imported at all");
	fclose(page.out);
	ck_assert_str_eq(text, "  Cause   the key was never\n"
			       "          imported at all\n");
	free(text);
}
END_TEST

START_TEST(text_lines_keep_to_the_width)
{
	struct report_options options = {.verbose = true, .width = 80};

	char *text = report_of(samples[_i], "text", options);

	ck_assert_uint_le(longest_line(text), 80);
	free(text);
}
END_TEST

START_TEST(text_is_printable_ascii)
{
	char *text = report_of(samples[_i], "text", (struct report_options){.verbose = true});

	ck_assert(is_printable_ascii(text));
	free(text);
}
END_TEST

START_TEST(json_is_printable_ascii)
{
	char *text = report_of(samples[_i], "json", (struct report_options){.show_pids = true});

	ck_assert(is_printable_ascii(text));
	free(text);
}
END_TEST

/* Takes the colours out again: what is left must be the report without them. */
static void strip_colors(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (*text == '\033')
			text += strcspn(text, "m");
		else
			*to++ = *text;
	}
	*to = '\0';
}

START_TEST(text_says_the_same_without_colour)
{
	char *plain = report_of(samples[_i], "text", (struct report_options){0});
	char *colored = report_of(samples[_i], "text", (struct report_options){.color = true});

	strip_colors(colored);
	ck_assert_str_eq(colored, plain);
	free(colored);
	free(plain);
}
END_TEST

START_TEST(pid_is_masked_unless_asked_for)
{
	static const char *const formats[] = {"text", "json"};
	struct report_options masked = {.verbose = true};
	struct report_options shown = {.verbose = true, .show_pids = true};

	char *without = report_of("pid", formats[_i], masked);
	char *with = report_of("pid", formats[_i], shown);

	ck_assert_ptr_null(strstr(without, "LABP0001"));
	ck_assert_ptr_nonnull(strstr(without, "LABP****"));
	ck_assert_ptr_nonnull(strstr(with, "LABP0001"));
	free(with);
	free(without);
}
END_TEST

START_TEST(text_begins_with_the_verdict)
{
	char *text = report_of("pid", "text", (struct report_options){0});

	ck_assert(g_str_has_prefix(text, "One device was seen and it did not get provisioned: "));
	free(text);
}
END_TEST

START_TEST(text_names_the_frame_and_bytes_of_evidence)
{
	assert_text_has("pid", "a.pcapng frame 57, bytes 78-85: PID in the hello");
}
END_TEST

START_TEST(text_counts_the_notes_that_it_leaves_out)
{
	char *text = report_of("site", "text", (struct report_options){0});

	ck_assert_ptr_null(strstr(text, "AMT-N08 note"));
	assert_text_has("site", "1 note left out; --verbose shows it.");
	free(text);
}
END_TEST

START_TEST(text_counts_the_devices_that_a_finding_leaves_out)
{
	assert_text_has("site", "6 (10.0.0.6) and 32 more\n");
}
END_TEST

START_TEST(text_ends_with_what_would_decide)
{
	char *text = report_of("site", "text", (struct report_options){0});
	const char *end = strstr(text, "\nNot decided; this would decide it\n");

	ck_assert_ptr_nonnull(end);
	ck_assert_str_eq(end, "\nNot decided; this would decide it\n"
			      "  - the table pid_map of the site's records (for AMT-K01, AMT-N08)\n"
			      "  - a capture at the client's switch (for AMT-N08)\n");
	free(text);
}
END_TEST

START_TEST(full_device_is_an_error)
{
	static const char *const formats[] = {"text", "json"};
	struct sample sample = sample_new("site");
	FILE *full = fopen("/dev/full", "w");

	ck_assert(!report_format_find(formats[_i])
			   ->write(full, sample.diagnosis, &(struct report_options){0}));
	fclose(full);
	sample_free(&sample);
}
END_TEST

START_TEST(report_lays_certificates_side_by_side)
{
	static const char *const words[] = {
		"example.test (DHCP)",
		"Sent      CN sca.example.test, DNS sca.example.test, DNS *.example.test (does",
		"Owned     sca.example.test (without its key): CN sca.example.test",
		"b (with its key): CN sca.example.test",
		"Roots     3: Go Daddy Root CA - G2, 2 of no known CA",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		assert_text_has("setup", words[i]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report");
	TCase *parts = tcase_create("parts"), *whole = tcase_create("whole");

	tcase_add_test(parts, report_lays_certificates_side_by_side);
	tcase_add_test(parts, time_has_the_precision_of_the_capture);
	tcase_add_test(parts, time_holds_at_both_ends);
	tcase_add_test(parts, escape_leaves_printable_ascii_alone);
	tcase_add_test(parts, escape_names_what_a_terminal_would_obey);
	tcase_add_test(parts, escape_names_bytes_that_are_no_utf8);
	tcase_add_test(parts, page_breaks_between_words);
	tcase_add_loop_test(whole, text_lines_keep_to_the_width, 0, G_N_ELEMENTS(samples));
	tcase_add_loop_test(whole, text_is_printable_ascii, 0, G_N_ELEMENTS(samples));
	tcase_add_loop_test(whole, json_is_printable_ascii, 0, G_N_ELEMENTS(samples));
	tcase_add_loop_test(whole, text_says_the_same_without_colour, 0, G_N_ELEMENTS(samples));
	tcase_add_loop_test(whole, pid_is_masked_unless_asked_for, 0, 2);
	tcase_add_test(whole, text_begins_with_the_verdict);
	tcase_add_test(whole, text_names_the_frame_and_bytes_of_evidence);
	tcase_add_test(whole, text_counts_the_notes_that_it_leaves_out);
	tcase_add_test(whole, text_counts_the_devices_that_a_finding_leaves_out);
	tcase_add_test(whole, text_ends_with_what_would_decide);
	tcase_add_loop_test(whole, full_device_is_an_error, 0, 2);
	suite_add_tcase(suite, parts);
	suite_add_tcase(suite, whole);
	return suite_run(suite);
}
