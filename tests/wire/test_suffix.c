/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_suffix.c - the suffix rules. Examples after Intel's forum
 * (a.intel.com and b.intel.com fit a certificate of intel.com).
 */
#include "../suite.h"
#include "suffix.h"

static const struct {
	const char *suffix, *name;
	enum suffix_fit fit;
} rows[] = {
	{"example.com", "sca.example.com", SUFFIX_FITS},
	{"example.com", "example.com", SUFFIX_FITS},
	{"Example.COM.", "sca.example.com", SUFFIX_FITS},
	{"example.com", "*.example.com", SUFFIX_FITS},
	{"ample.com", "sca.example.com", SUFFIX_FITS_NOT},
	{"", "sca.example.com", SUFFIX_FITS_NOT},
	{"example.com", "", SUFFIX_FITS_NOT},
	/* com counts two labels */
	{"a.intel.com", "sca.b.intel.com", SUFFIX_FITS_LABELS},
	{"a.intel.com", "intel.com", SUFFIX_FITS_LABELS},
	{"a.other.com", "sca.intel.com", SUFFIX_FITS_NOT},
	{"com", "sca.intel.com", SUFFIX_FITS},
	/* uk three */
	{"a.example.co.uk", "sca.b.example.co.uk", SUFFIX_FITS_LABELS},
	{"a.other.co.uk", "sca.example.co.uk", SUFFIX_FITS_NOT},
	{"co.uk", "x.co.uk", SUFFIX_FITS},
	/* a domain of one's own none: the whole suffix or nothing */
	{"a.example.test", "sca.b.example.test", SUFFIX_FITS_NOT},
	{"corp.local", "sca.corp.local", SUFFIX_FITS},
	{"a.corp.local", "sca.corp.local", SUFFIX_FITS_NOT},
	{"local", "local", SUFFIX_FITS},
	{".", ".", SUFFIX_FITS_NOT},
};

START_TEST(suffix_fits_whole_or_by_labels)
{
	ck_assert_msg(suffix_fits(rows[_i].suffix, rows[_i].name) == rows[_i].fit, "%s in %s",
		      rows[_i].suffix, rows[_i].name);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("suffix");
	TCase *tests = tcase_create("suffix");

	tcase_add_loop_test(tests, suffix_fits_whole_or_by_labels, 0, sizeof rows / sizeof *rows);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
