/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_uuid.c - byte order of a UUID; values from SMBIOS 2.6, 7.2.1 and RFC 4122. */
#include "suite.h"
#include "uuid.h"

/* SMBIOS 7.2.1 gives these bytes for the text below. */
static const struct uuid smbios_example = {{0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88,
					    0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff}};
#define SMBIOS_TEXT "00112233-4455-6677-8899-aabbccddeeff"

START_TEST(uuid_text_turns_the_first_three_groups)
{
	char text[UUID_TEXT];

	ck_assert_str_eq(uuid_text(&smbios_example, text), SMBIOS_TEXT);
}
END_TEST

START_TEST(uuid_parse_takes_the_usual_spellings)
{
	static const char *const spelling[] = {
		SMBIOS_TEXT,
		"00112233-4455-6677-8899-AABBCCDDEEFF",
		"{00112233-4455-6677-8899-aabbccddeeff}",
		"00112233445566778899aabbccddeeff",
		"{00112233445566778899AABBCCDDEEFF}",
	};
	struct uuid u;

	ck_assert(uuid_parse(&u, spelling[_i]));
	ck_assert(uuid_equal(&u, &smbios_example));
}
END_TEST

START_TEST(uuid_parse_refuses_what_is_no_uuid)
{
	static const char *const wrong[] = {
		"",
		"{",
		"{}",
		"-",
		"00112233-4455-6677-8899-aabbccddeef",
		"00112233-4455-6677-8899-aabbccddeefff",
		"0011223-34455-6677-8899-aabbccddeeff",
		"00112233-44556677-8899-aabbccddeeff",
		"{00112233-4455-6677-8899-aabbccddeeff",
		"00112233-4455-6677-8899-aabbccddeeff}",
		"0011223g-4455-6677-8899-aabbccddeeff",
		" 00112233-4455-6677-8899-aabbccddeeff",
	};
	struct uuid u = smbios_example;

	ck_assert(!uuid_parse(&u, wrong[_i]));
	ck_assert(uuid_is_blank(&u));
}
END_TEST

START_TEST(uuid_swapped_twice_is_the_same)
{
	struct uuid once = uuid_swapped(&smbios_example);
	struct uuid twice = uuid_swapped(&once);
	char text[UUID_TEXT];

	ck_assert_str_eq(uuid_text(&once, text), "33221100-5544-7766-8899-aabbccddeeff");
	ck_assert(uuid_equal(&twice, &smbios_example));
}
END_TEST

START_TEST(uuid_of_one_value_only_is_blank)
{
	struct uuid u;

	memset(u.b, 0, sizeof u.b);
	ck_assert(uuid_is_blank(&u));
	memset(u.b, 0xff, sizeof u.b);
	ck_assert(uuid_is_blank(&u));
	u.b[15] = 0xfe;
	ck_assert(!uuid_is_blank(&u));
	memset(u.b, 0x11, sizeof u.b);
	ck_assert(!uuid_is_blank(&u));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("uuid");
	TCase *tc = tcase_create("uuid");

	tcase_add_test(tc, uuid_text_turns_the_first_three_groups);
	tcase_add_loop_test(tc, uuid_parse_takes_the_usual_spellings, 0, 5);
	tcase_add_loop_test(tc, uuid_parse_refuses_what_is_no_uuid, 0, 12);
	tcase_add_test(tc, uuid_swapped_twice_is_the_same);
	tcase_add_test(tc, uuid_of_one_value_only_is_blank);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
