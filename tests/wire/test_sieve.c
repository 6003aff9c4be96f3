/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_sieve.c - other people's frames are refused, and nothing else ever is.
 *
 * What is of use is what packet_decode() makes of the frame; it is asked for
 * every frame that is made here and for every frame of the shared captures.
 */
#include "capture.h"
#include "frames.h"
#include "fuzz/sieve_property.h"
#include "input.h"

#define FRAMES 200000

static struct sieve opened(void)
{
	struct sieve sieve;

	sieve_open(&sieve);
	sieve_want(&sieve, 9971);
	return sieve;
}

static bool passes(const char *hex)
{
	struct sieve sieve = opened();
	struct octets frame = octets(hex);

	return sieve_passes(&sieve, LINK_ETHERNET, octets_view(&frame));
}

#define V4(protocol, ports) \
	"4500 0028 0001 4000 40" protocol "0000 0a000001 0a000002" ports "0000000000000000"
#define V6(protocol, ports) "60000000 0014" protocol "40" IPV6_ADDRESSES ports "0000000000000000"
#define OTHERS "01bb c350" /* 443, 50000 */

START_TEST(sieve_refuses_what_nobody_wants)
{
	ck_assert(!passes(MACS "0800" V4("06", OTHERS)));
	ck_assert(!passes(MACS "0800" V4("11", OTHERS)));
	ck_assert(!passes(MACS "86dd" V6("06", OTHERS)));
	ck_assert(!passes(MACS "86dd" V6("11", OTHERS)));
	ck_assert(!passes(MACS "8100 0007 0800" V4("06", OTHERS)));
	ck_assert(!passes(MACS "88a8 0007 8100 0008 86dd" V6("06", OTHERS)));
}
END_TEST

START_TEST(sieve_passes_wanted_ports_in_both_directions)
{
	ck_assert(passes(MACS "0800" V4("06", "26f3 c350"))); /* 9971 */
	ck_assert(passes(MACS "0800" V4("06", "c350 26f3")));
	ck_assert(passes(MACS "8100 0007 86dd" V6("06", "c350 26f3")));
	ck_assert(passes(MACS "0800" V4("11", "c350 0035"))); /* DNS */
	ck_assert(passes(MACS "0800" V4("11", "0044 0043"))); /* DHCP */
	ck_assert(passes(MACS "86dd" V6("11", "0222 0223"))); /* DHCPv6 */
	ck_assert(passes(MACS "0800" V4("11", "c350 12b5"))); /* VXLAN */
}
END_TEST

START_TEST(sieve_passes_what_is_unusual)
{
	ck_assert(passes(MACS "0806" V4("06", OTHERS))); /* ARP */
	ck_assert(passes(MACS "0800" V4("01", OTHERS))); /* ICMP */
	ck_assert(passes(MACS "0800" V4("2f", OTHERS))); /* GRE */
	ck_assert(passes(MACS "86dd" V6("2c", OTHERS))); /* fragment */
	ck_assert(passes(MACS "8100 0001 8100 0002 8100 0003 0800" V4("06", OTHERS)));
	ck_assert(passes(MACS "0800 4500 0028 0001 2000 40 06 0000 0a000001 0a000002" OTHERS));
	ck_assert(passes(MACS "0800 4500 0028 0001 0001 40 06 0000 0a000001 0a000002" OTHERS));
	ck_assert(passes(MACS
			 "0800 4600 002c 0001 4000 40 06 0000 0a000001 0a000002 01010101" OTHERS));
	ck_assert(passes(MACS "0800 4500"));
	ck_assert(passes(""));
}
END_TEST

START_TEST(sieve_passes_every_other_link_type)
{
	struct sieve sieve = opened();
	struct octets frame = octets(MACS "0800" V4("06", OTHERS));

	ck_assert(sieve_passes(&sieve, LINK_RAW, octets_view(&frame)));
	ck_assert(sieve_passes(&sieve, LINK_LINUX_SLL, octets_view(&frame)));
}
END_TEST

static uint32_t next_random(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static const char *const links[] = {
	MACS,
	MACS "8100 0007",
	MACS "88a8 0001 8100 0002",
	MACS "9100 0001 8100 0002",
	MACS "8100 0001 8100 0002 8100 0003",
};

static const char *const packets[] = {
	"0800" V4("06", OTHERS),      "0800" V4("11", OTHERS),      "86dd" V6("06", OTHERS),
	"86dd" V6("11", OTHERS),      "0800" V4("06", "26f3 c350"), "86dd" V6("11", "c350 0035"),
	"0800" V4("11", "c350 12b5"), "0800" V4("01", OTHERS),
};

#define LINKS (sizeof links / sizeof links[0])
#define PACKETS (sizeof packets / sizeof packets[0])

/* Every packet behind every link. */
static void make_frames(struct octets frames[LINKS * PACKETS])
{
	char hex[1024];

	for (size_t i = 0; i < LINKS * PACKETS; i++) {
		snprintf(hex, sizeof hex, "%s%s", links[i / PACKETS], packets[i % PACKETS]);
		frames[i] = octets(hex);
	}
}

/* Mostly all stays in order; sometimes a byte or the length does not. */
static void damage(struct octets *frame, uint32_t *random)
{
	for (unsigned n = next_random(random) % 4; n; n--)
		frame->b[next_random(random) % frame->n] = (uint8_t)next_random(random);
	if (next_random(random) % 8 == 0)
		frame->n = next_random(random) % frame->n;
}

START_TEST(sieve_never_refuses_what_is_of_use)
{
	static struct octets frames[LINKS * PACKETS];
	struct sieve sieve = opened();
	uint32_t random = 1;
	unsigned refused = 0;

	make_frames(frames);
	for (unsigned i = 0; i < FRAMES; i++) {
		struct octets frame = frames[i % (LINKS * PACKETS)];

		damage(&frame, &random);
		struct bytes view = octets_view(&frame);

		ck_assert_msg(sieve_is_right(&sieve, LINK_ETHERNET, view, (uint32_t)view.n),
			      "frame %u", i);
		refused += !sieve_passes(&sieve, LINK_ETHERNET, view);
	}
	ck_assert_uint_gt(refused, FRAMES / 10);
}
END_TEST

static uint64_t sift(const char *path, const struct sieve *sieve)
{
	struct capture *capture = capture_open(path, NULL);
	struct frame frame;
	uint64_t frames = 0;

	for (; capture && capture_next(capture, &frame); frames++)
		ck_assert_msg(
			sieve_is_right(sieve, frame.link_type, frame.bytes, frame.original_length),
			"%s: frame %lu", path, (unsigned long)frame.number);
	capture_close(capture);
	return frames;
}

START_TEST(sieve_never_refuses_what_is_of_use_in_real_captures)
{
	const char *const folders[] = {SHARED_DIR "/torture", SHARED_DIR "/captures", NULL};
	struct sieve sieve = opened();
	uint64_t frames = 0;

	if (!shared_has("torture") || !shared_has("captures"))
		return;
	GPtrArray *inputs = input_list(folders, NULL);

	ck_assert_ptr_nonnull(inputs);
	for (guint i = 0; i < inputs->len; i++)
		frames += sift(((struct input *)inputs->pdata[i])->path, &sieve);
	ck_assert_uint_gt(frames, 1000);
	g_ptr_array_free(inputs, TRUE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sieve");
	TCase *t = tcase_create("sieve");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, sieve_refuses_what_nobody_wants);
	tcase_add_test(t, sieve_passes_wanted_ports_in_both_directions);
	tcase_add_test(t, sieve_passes_what_is_unusual);
	tcase_add_test(t, sieve_passes_every_other_link_type);
	tcase_add_test(t, sieve_never_refuses_what_is_of_use);
	tcase_add_test(t, sieve_never_refuses_what_is_of_use_in_real_captures);
	suite_add_tcase(suite, t);
	return suite_run(suite);
}
