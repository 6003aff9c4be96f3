/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mapping_pid.c - substitutes for PIDs, by one substitution of characters.
 *
 * So two PIDs keep their distance, and swapped neighbours stay swapped: a
 * mistyped key is still one. Only the check character is computed (pid.h),
 * and takes the place of the character that would have collided with it.
 */
#include "mapping_parts.h"

static const char characters[KEY_CHARACTERS + 1] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* Other characters say nothing but what kind they are of. */
static uint8_t substitute(const struct mapping *m, uint8_t c)
{
	const char *at = c ? strchr(characters, c) : NULL;

	if (at)
		return (uint8_t)characters[m->key[at - characters]];
	if (g_ascii_islower(c))
		return (uint8_t)g_ascii_tolower(characters[10 + m->key[c - 'a'] % 26]);
	return c == 0 ? 0 : c < ' ' ? 1 : c > '~' ? 0xff : '-';
}

/* The character with which |pid|'s check holds. */
static uint8_t check_of(const uint8_t pid[PID_LENGTH])
{
	uint8_t whole[PID_LENGTH];

	memcpy(whole, pid, PID_LENGTH);
	for (unsigned i = 0; i < KEY_CHARACTERS; i++) {
		whole[PID_LENGTH - 1] = (uint8_t)characters[i];
		if (pid_check_holds(bytes_of(whole, PID_LENGTH)))
			break;
	}
	return whole[PID_LENGTH - 1];
}

void mapping_pid(struct mapping *m, const uint8_t pid[PID_LENGTH], uint8_t out[PID_LENGTH])
{
	uint8_t last = pid[PID_LENGTH - 1], fitting;

	if (mapping_keeps(m, KEEP_PIDS)) {
		memmove(out, pid, PID_LENGTH);
		return;
	}
	fitting = check_of(pid);
	for (unsigned i = 0; i < PID_LENGTH; i++)
		out[i] = substitute(m, pid[i]);
	if (!pid_is_well_formed(bytes_of(out, PID_LENGTH)))
		return;
	uint8_t check = check_of(out);

	if (last == fitting)
		out[PID_LENGTH - 1] = check;
	else if (out[PID_LENGTH - 1] == check)
		out[PID_LENGTH - 1] = substitute(m, fitting);
}
