/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suite.h - what every Check suite of the tree shares: one way to run, one way to skip. */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Runs |suite| and gives the exit status of the program. */
static inline int suite_run(Suite *suite)
{
	SRunner *runner = srunner_create(suite);

	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);

	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/*
 * Is the shared material at hand? Tests that use it return when not; the
 * notice says what was skipped. |path| is relative to that folder.
 */
static inline bool shared_has(const char *path)
{
	char whole[1024];

	snprintf(whole, sizeof whole, "%s/%s", SHARED_DIR, path);
	if (access(whole, R_OK) == 0)
		return true;
	fprintf(stderr, "skipped: %s is not here\n", whole);
	return false;
}

#endif
