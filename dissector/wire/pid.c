/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pid.c - what can be known of a PID or PPS from its characters.
 *
 * The check is a plain sum: it does not see swapped characters, so that a PID
 * whose check holds may still be mistyped. Format and sum: Intel AMT
 * Implementation and Reference Guide, pidppschecksum.htm.
 */
#include "pid.h"

#define CHECK_MODULUS 36
#define PPS_GROUP 4 /* three characters and their check */

/* By value, not by locale: isalnum() knows other letters. */
static bool is_key_character(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

static bool all_key_characters(struct bytes text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!is_key_character(text.p[i]))
			return false;
	return true;
}

/* Is the last character of |group| the check of those before it? */
static bool group_holds(struct bytes group)
{
	static const char digit[CHECK_MODULUS + 1] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	unsigned sum = 0;

	for (size_t i = 0; i + 1 < group.n; i++)
		sum += group.p[i];
	return group.p[group.n - 1] == (uint8_t)digit[sum % CHECK_MODULUS];
}

bool pid_is_well_formed(struct bytes pid)
{
	return pid.n == PID_LENGTH && all_key_characters(pid);
}

bool pid_check_holds(struct bytes pid)
{
	return pid_is_well_formed(pid) && group_holds(pid);
}

bool pps_check_holds(struct bytes pps)
{
	if (pps.n != PPS_LENGTH || !all_key_characters(pps))
		return false;
	for (size_t at = 0; at < PPS_LENGTH; at += PPS_GROUP)
		if (!group_holds(bytes_of(pps.p + at, PPS_GROUP)))
			return false;
	return true;
}

const char *pid_masked(const char pid[PID_TEXT], char text[PID_TEXT])
{
	bool ended = false;

	for (unsigned i = 0; i < PID_LENGTH; i++) {
		ended = ended || i >= PID_SHOWN || pid[i] == '\0';
		text[i] = ended ? '*' : pid[i];
		if (text[i] < ' ' || text[i] > '~')
			text[i] = '?';
	}
	text[PID_LENGTH] = '\0';
	return text;
}

unsigned pid_distance(const char a[PID_TEXT], const char b[PID_TEXT])
{
	unsigned distance = 0;

	for (unsigned i = 0; i < PID_LENGTH; i++) {
		if (a[i] == b[i])
			continue;
		distance++;
		if (i + 1 < PID_LENGTH && a[i] == b[i + 1] && a[i + 1] == b[i])
			i++;
	}
	return distance;
}
