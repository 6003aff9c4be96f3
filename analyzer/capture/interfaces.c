/* SPDX-License-Identifier: GPL-2.0-or-later */
/* interfaces.c - link types, clocks and drop counts of pcapng interfaces. */
#include "interfaces.h"

#include "option.h"

#define NANOSECONDS INT64_C(1000000000)
#define DESCRIPTION_FIXED 8 /* link type, reserved, snap length */

/* Option codes, draft-ietf-opsawg-pcapng. */
enum {
	IF_TSRESOL = 9,
	IF_TSOFFSET = 14,
	ISB_IFDROP = 5,
	ISB_OSDROP = 7,
};

void interfaces_open(struct interfaces *is)
{
	*is = (struct interfaces){.now = g_array_new(FALSE, FALSE, sizeof(struct interface))};
}

void interfaces_close(struct interfaces *is)
{
	g_array_free(is->now, TRUE);
}

static uint64_t dropped(const struct interface *i)
{
	return MAX(i->reported, i->noted);
}

uint64_t interfaces_dropped(const struct interfaces *is)
{
	uint64_t sum = is->dropped;

	for (guint i = 0; i < is->now->len; i++)
		sum = sum_u64(sum, dropped(&g_array_index(is->now, struct interface, i)));
	return sum;
}

void interfaces_restart(struct interfaces *is)
{
	is->dropped = interfaces_dropped(is);
	is->before += is->now->len;
	g_array_set_size(is->now, 0);
}

struct interface *interfaces_get(const struct interfaces *is, uint32_t id)
{
	return id < is->now->len ? &g_array_index(is->now, struct interface, id) : NULL;
}

static uint64_t power_of_ten(unsigned n)
{
	uint64_t power = 1;

	while (n--)
		power *= 10;
	return power;
}

#define TSRESOL_BINARY 0x80
#define POWER_OF_TEN_MAX 19 /* the largest that 64 bits hold */

/* if_tsresol: a negative power of ten, or with the top bit set, of two. */
static void set_resolution(struct interface *i, uint8_t resolution)
{
	unsigned power = resolution & ~TSRESOL_BINARY;

	if (resolution & TSRESOL_BINARY) {
		i->binary = (uint8_t)power;
		i->digits = (uint8_t)MIN(9, power * 30103 / 100000); /* log 2 */
		if (power)
			return;
	}
	i->binary = 0;
	i->digits = (uint8_t)MIN(9, power);
	i->multiply = power < 9 ? power_of_ten(9 - power) : 1;
	i->divide = power > 9 ? power_of_ten(MIN(power - 9, POWER_OF_TEN_MAX)) : 1;
	if (power > 9 + POWER_OF_TEN_MAX) /* all its ticks are less than a nanosecond */
		i->multiply = 0;
}

bool interfaces_add(struct interfaces *is, struct bytes body, bool swapped)
{
	struct interface i = {0};
	struct option option;

	if (is->now->len >= INTERFACES_MAX)
		return false;
	set_resolution(&i, 6);
	if (body.n >= DESCRIPTION_FIXED) {
		i.link_type = order16(body.p, swapped);
		i.snap_length = order32(body.p + 4, swapped);
		body = bytes_of(body.p + DESCRIPTION_FIXED, body.n - DESCRIPTION_FIXED);
	}
	while (option_next(&option, &body, swapped)) {
		if (option.code == IF_TSRESOL && option.value.n == 1)
			set_resolution(&i, *option.value.p);
		else if (option.code == IF_TSOFFSET && option.value.n == 8)
			i.offset = (int64_t)order64(option.value.p, swapped);
	}
	if (!i.binary && i.multiply && i.divide == 1 && !i.offset)
		i.plain = (uint64_t)INT64_MAX / i.multiply + 1;
	g_array_append_val(is->now, i);
	return true;
}

void interface_report(struct interface *i, struct bytes options, bool swapped)
{
	struct option option;
	uint64_t sum = 0;

	while (option_next(&option, &options, swapped))
		if ((option.code == ISB_IFDROP || option.code == ISB_OSDROP) && option.value.n == 8)
			sum = sum_u64(sum, order64(option.value.p, swapped));
	i->reported = MAX(i->reported, sum);
}

static int64_t saturated(int64_t ns, int64_t seconds)
{
	int64_t offset, sum;

	if (__builtin_mul_overflow(seconds, NANOSECONDS, &offset) ||
	    __builtin_add_overflow(ns, offset, &sum))
		return seconds < 0 ? INT64_MIN : INT64_MAX;
	return sum;
}

int64_t interface_time_of(const struct interface *i, uint64_t ticks)
{
	uint64_t ns;

	if (i->binary) {
		/* At most 2^64 * 10^9: 94 bits. */
		unsigned __int128 wide = (unsigned __int128)ticks * NANOSECONDS >> i->binary;

		ns = wide > INT64_MAX ? INT64_MAX : (uint64_t)wide;
	} else if (__builtin_mul_overflow(ticks, i->multiply, &ns)) {
		ns = INT64_MAX;
	} else if (G_UNLIKELY(i->divide > 1)) {
		ns /= i->divide;
	}
	return saturated((int64_t)MIN(ns, (uint64_t)INT64_MAX), i->offset);
}
