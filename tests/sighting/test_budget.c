/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_budget.c - strangers are bounded, hosts that stand out have room of their own. */
#include "budget.h"
#include "suite.h"

#define MANY 2000000u

static struct address host(uint32_t number)
{
	return address_v4(
		(uint8_t[]){100, (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number});
}

static unsigned take_strangers(struct budget *budget, enum budget_kind kind, size_t text)
{
	unsigned kept = 0;

	for (uint32_t i = 0; i < MANY; i++) {
		struct address stranger = host(i);

		kept += budget_take(budget, kind, &stranger, text);
	}
	return kept;
}

START_TEST(budget_bounds_every_kind_and_counts_what_goes_beyond)
{
	for (enum budget_kind kind = 0; kind < BUDGET_KINDS; kind++) {
		struct budget *budget = budget_new();
		unsigned kept = take_strangers(budget, kind, 0);

		ck_assert_uint_ge(kept, 16 * 1024);
		ck_assert_uint_le(kept, 256 * 1024);
		ck_assert_uint_eq(kept + budget_left_out(budget, kind), MANY);
		budget_free(budget);
	}
}
END_TEST

START_TEST(budget_keeps_room_for_who_stands_out)
{
	struct budget *budget = budget_new();
	struct address device = address_v4((uint8_t[]){10, 0, 0, 1});

	budget_stand_out(budget, &device);
	take_strangers(budget, BUDGET_HELLO, 0);
	ck_assert(budget_take(budget, BUDGET_HELLO, &device, 0));
	budget_free(budget);
}
END_TEST

START_TEST(budget_bounds_texts_apart_from_their_number)
{
	struct budget *budget = budget_new();
	struct address device = address_v4((uint8_t[]){10, 0, 0, 1});

	budget_stand_out(budget, &device);
	ck_assert_uint_eq(take_strangers(budget, BUDGET_NAME, 8192), BUDGET_TEXT / 8192);
	ck_assert(budget_take(budget, BUDGET_NAME, &device, 8192));
	ck_assert(!budget_take(budget, BUDGET_NAME, &device, BUDGET_TEXT));
	budget_free(budget);
}
END_TEST

START_TEST(budget_says_how_many_were_left_out)
{
	struct budget *budget = budget_new();

	ck_assert_ptr_null(budget_sentence(budget, BUDGET_REFUSED));
	unsigned kept = take_strangers(budget, BUDGET_REFUSED, 0);
	char *wanted = g_strdup_printf("%u refused connections were left out: memory is bounded, "
				       "and %u others were kept",
				       MANY - kept, kept);
	char *sentence = budget_sentence(budget, BUDGET_REFUSED);

	ck_assert_str_eq(sentence, wanted);
	g_free(wanted);
	g_free(sentence);
	budget_free(budget);
}
END_TEST

START_TEST(budget_is_not_fooled_by_addresses_of_nobody)
{
	struct budget *budget = budget_new();
	struct address none = {{0}}, broadcast = address_v4((uint8_t[]){255, 255, 255, 255});

	budget_stand_out(budget, &none);
	budget_stand_out(budget, &broadcast);
	take_strangers(budget, BUDGET_SILENT, 0);
	ck_assert(!budget_take(budget, BUDGET_SILENT, &none, 0));
	ck_assert(!budget_take(budget, BUDGET_SILENT, &broadcast, 0));
	budget_free(budget);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("budget");
	TCase *t = tcase_create("budget");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, budget_bounds_every_kind_and_counts_what_goes_beyond);
	tcase_add_test(t, budget_keeps_room_for_who_stands_out);
	tcase_add_test(t, budget_bounds_texts_apart_from_their_number);
	tcase_add_test(t, budget_says_how_many_were_left_out);
	tcase_add_test(t, budget_is_not_fooled_by_addresses_of_nobody);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
