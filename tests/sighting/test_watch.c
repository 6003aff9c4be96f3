/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_watch.c - what is watched, and that no capture can make it grow without end. */
#include "suite.h"
#include "watch.h"

static struct address address_number(unsigned i)
{
	return address_v4((const uint8_t[]){10, (uint8_t)(i >> 16), (uint8_t)(i >> 8), (uint8_t)i});
}

START_TEST(name_and_address_are_watched_from_their_adding_on)
{
	struct watch *watch = watch_new();
	struct address a = address_number(1), b = address_number(2);

	ck_assert(!watch_has_name(watch, "pc1.example.test"));
	ck_assert(!watch_has_address(watch, &a));
	watch_add_name(watch, "pc1.example.test");
	watch_add_address(watch, &a);
	ck_assert(watch_has_name(watch, "pc1.example.test"));
	ck_assert(watch_has_address(watch, &a));
	ck_assert(!watch_has_name(watch, "pc1"));
	ck_assert(!watch_has_address(watch, &b));
	watch_free(watch);
}
END_TEST

START_TEST(nothing_is_not_watched)
{
	struct watch *watch = watch_new();
	struct address none = {{0}};

	watch_add_name(watch, "");
	watch_add_address(watch, &none);
	ck_assert(!watch_has_name(watch, ""));
	ck_assert(!watch_has_address(watch, &none));
	ck_assert_uint_eq(watch_left_out(watch), 0);
	watch_free(watch);
}
END_TEST

START_TEST(what_finds_no_room_is_counted)
{
	struct watch *watch = watch_new();
	char name[16];

	for (unsigned i = 0; i <= WATCH_MAX; i++) {
		struct address a = address_number(i);

		g_snprintf(name, sizeof name, "pc%u", i);
		watch_add_name(watch, name);
		watch_add_address(watch, &a);
	}
	ck_assert_uint_eq(watch_left_out(watch), 2);
	ck_assert(!watch_has_name(watch, name));
	/* What is there already needs no room. */
	watch_add_name(watch, "pc0");
	ck_assert(watch_has_name(watch, "pc0"));
	ck_assert_uint_eq(watch_left_out(watch), 2);
	watch_free(watch);
}
END_TEST

static const struct {
	const char *name;
	bool is;
} names[] = {
	{"provisionserver", true},
	{"provisionserver.example.test", true},
	{"provisionserver.", true},
	{"provisionserver2.example.test", false},
	{"provisionserver-old", false},
	{"www.provisionserver.example.test", false},
	{"myprovisionserver", false},
	{"provision", false},
	{"", false},
};

START_TEST(only_the_first_label_counts)
{
	ck_assert_msg(name_is_provisionserver(names[_i].name) == names[_i].is, "%s",
		      names[_i].name);
}
END_TEST

START_TEST(addresses_that_are_equal_hash_alike)
{
	struct address a = address_number(77), b = address_number(77);

	ck_assert(address_equals(&a, &b));
	ck_assert_uint_eq(address_hash(&a), address_hash(&b));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("watch");
	TCase *c = tcase_create("watch");

	tcase_add_test(c, name_and_address_are_watched_from_their_adding_on);
	tcase_add_test(c, nothing_is_not_watched);
	tcase_add_test(c, what_finds_no_room_is_counted);
	tcase_add_loop_test(c, only_the_first_label_counts, 0, G_N_ELEMENTS(names));
	tcase_add_test(c, addresses_that_are_equal_hash_alike);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
