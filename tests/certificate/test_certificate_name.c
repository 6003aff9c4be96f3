/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_certificate_name.c - the suffix rules. Examples after Intel's forum
 * (a.intel.com and b.intel.com fit a certificate of intel.com).
 */
#include <glib.h>

#include "../suite.h"
#include "certificate.h"

static const struct {
	const char *suffix, *name;
	enum certificate_fit fit;
} rows[] = {
	{"example.com", "sca.example.com", CERTIFICATE_FITS_SUFFIX},
	{"example.com", "example.com", CERTIFICATE_FITS_SUFFIX},
	{"Example.COM.", "sca.example.com", CERTIFICATE_FITS_SUFFIX},
	{"example.com", "*.example.com", CERTIFICATE_FITS_SUFFIX},
	{"ample.com", "sca.example.com", CERTIFICATE_FITS_NOT},
	{"", "sca.example.com", CERTIFICATE_FITS_NOT},
	{"example.com", "", CERTIFICATE_FITS_NOT},
	/* com counts two labels */
	{"a.intel.com", "sca.b.intel.com", CERTIFICATE_FITS_LABELS},
	{"a.intel.com", "intel.com", CERTIFICATE_FITS_LABELS},
	{"a.other.com", "sca.intel.com", CERTIFICATE_FITS_NOT},
	{"com", "sca.intel.com", CERTIFICATE_FITS_SUFFIX},
	/* uk three */
	{"a.example.co.uk", "sca.b.example.co.uk", CERTIFICATE_FITS_LABELS},
	{"a.other.co.uk", "sca.example.co.uk", CERTIFICATE_FITS_NOT},
	{"co.uk", "x.co.uk", CERTIFICATE_FITS_SUFFIX},
	/* a domain of one's own none: the whole suffix or nothing */
	{"a.example.test", "sca.b.example.test", CERTIFICATE_FITS_NOT},
	{"corp.local", "sca.corp.local", CERTIFICATE_FITS_SUFFIX},
	{"a.corp.local", "sca.corp.local", CERTIFICATE_FITS_NOT},
	{"local", "local", CERTIFICATE_FITS_SUFFIX},
	{".", ".", CERTIFICATE_FITS_NOT},
};

START_TEST(certificate_name_fits_by_suffix_or_labels)
{
	ck_assert_msg(certificate_name_fits(rows[_i].suffix, rows[_i].name) == rows[_i].fit,
		      "%s in %s", rows[_i].suffix, rows[_i].name);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("certificate_name");
	TCase *tests = tcase_create("certificate_name");

	tcase_add_loop_test(tests, certificate_name_fits_by_suffix_or_labels, 0,
			    G_N_ELEMENTS(rows));
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
