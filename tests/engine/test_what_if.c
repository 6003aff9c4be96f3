/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_what_if.c - one refusal after the other removed, and in which order changes are listed. */
#include "thinking.h"

/* "SET -> STEP: DEVICES" a change, then "beyond: DEVICES". */
static char *what_if_text(const struct diagnosis *d)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < d->what_if->changes->len; i++) {
		const struct what_if_change *change = d->what_if->changes->pdata[i];
		g_autofree char *set = joined(&change->tried), *then = fate(&change->tried);

		g_string_append_printf(text, "%s -> %s: %u\n", set, then, change->helps->len);
	}
	g_string_append_printf(text, "beyond: %u\n", d->what_if->beyond_records->len);
	return g_string_free(text, FALSE);
}

static void check_what_if(const char *story, const char *const *records, const char *expected)
{
	struct sightings *sightings = history_tell(story);
	struct site *site = load(records, NULL);
	struct diagnosis *d = think(sightings, site);
	g_autofree char *text = what_if_text(d);

	ck_assert_str_eq(text, expected);
	diagnosis_free(d);
	site_free(site);
	sightings_free(sightings);
}

#define RECORDS(...)              \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

/* Key, timeout, name, profile: each refusal comes to light when the one before it is gone. */
START_TEST(what_if_goes_from_refusal_to_refusal)
{
	check_what_if(HELLO,
		      RECORDS("pid_map+pid=ZZZZZZZZ", "configuration.props_script_timeout=0",
			      NO_DNS, "oob_capability+resource_guid=" GUID1 ",uuid=" UUID1,
			      "location+resource_guid=" GUID2 ",fqdn=x.test",
			      "profile+name=hq,match=*.hq.test"),
		      KEY " -> name/AMT-F09: 1\n" TIMEOUT " -> name/AMT-F02: 1\n"
			  "location+resource_guid=00000000-0000-0000-0000-0000000000a1,"
			  "fqdn=unknown.invalid -> profile/AMT-F13: 1\n"
			  "profile+name=unknown,match=unknown.invalid -> callback: 1\n"
			  "beyond: 0\n");
}
END_TEST

/* The timeout helps three devices, each key one; nobody's record helps the one without DNS. */
START_TEST(what_if_puts_first_what_helps_most)
{
	check_what_if("cover 0 300; hello 2 0 pid " PID "; @2 hello 3 0 pid AMT0001N; "
		      "@3 hello 4 0 pid KEYS7Q2Y; @4 ask 5 provisionserver.example.test nx",
		      RECORDS("pid_map+pid=KEYS7Q2Y", "configuration.props_script_timeout=0"),
		      TIMEOUT " -> name: 3\n" KEY " -> name/AMT-F09: 1\n"
			      "pid_map+pid=AMT0001N -> name/AMT-F09: 1\nbeyond: 1\n");
}
END_TEST

/* A device that was served, and one that is still waiting, need nothing. */
START_TEST(what_if_leaves_alone_who_is_not_stopped)
{
	check_what_if(HELLO "; call 3 ok", RECORDS(KEY, TIMEOUT, NAMED), "beyond: 0\n");
	check_what_if("cover 0 3; hello 2 0 pid " PID, RECORDS(KEY), "beyond: 0\n");
}
END_TEST

START_TEST(pid_is_masked_in_changes_unless_asked_for)
{
	struct sightings *sightings = history_tell(HELLO);
	struct site *site = load(RECORDS("pid_map+pid=" PID ",used=1,uuid=" OTHER_UUID), NULL);
	struct diagnosis *d =
		diagnose(sightings, site, &(struct diagnose_options){.what_if = true});
	const struct what_if_change *change = d->what_if->changes->pdata[0];

	ck_assert_str_eq(finding_of(d, "AMT-K02")->verified->set->pdata[0],
			 "pid_map[pid=0000****].used=0,uuid=");
	ck_assert_str_eq(change->tried.set->pdata[0], "pid_map[pid=0000****].used=0,uuid=");
	diagnosis_free(d);
	site_free(site);
	sightings_free(sightings);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("what_if");
	TCase *tcase = tcase_create("what_if");

	tcase_add_test(tcase, what_if_goes_from_refusal_to_refusal);
	tcase_add_test(tcase, what_if_puts_first_what_helps_most);
	tcase_add_test(tcase, what_if_leaves_alone_who_is_not_stopped);
	tcase_add_test(tcase, pid_is_masked_in_changes_unless_asked_for);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
