/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policy.c - the settings as data; see policy.h. */
#include "policy.h"

#include <stdint.h>
#include <string.h>

#include "schedule.h"
#include "site_edit.h"
#include "value.h"

const char SETTING_NUMBER[] = "a whole number from 0";
const char SETTING_SWITCH[] = "0 or 1";
const char SETTING_SCHEDULE[] = "COUNTxMINUTES,...";

/* clang-format off */
const struct setting settings[] = {
	{"used_pid", "same-uuid", "same-uuid|refuse|accept",
	 "a PID marked as used: accepted from its own UUID, never, or always"},
	{"duplicate_hello", "by-uuid", "by-uuid|by-address|none",
	 "what makes two hellos the same device's"},
	{"contact_before_name", "no", "no|yes",
	 "whether the server may call back before the device's name is known"},
	{"server", "scs", "scs|meshcentral|generic",
	 "which server's habits apply"},
	{"admin_credentials", "any", "any|required",
	 "whether a device must have its MEBx password set before it says hello"},
	{"hello_window", "6", SETTING_NUMBER,
	 "for how many hours a device sends hellos"},
	{"hello_schedule", SCHEDULE_DEFAULT, SETTING_SCHEDULE,
	 "how often a device says hello again, COUNTxMINUTES"},
	{"props_script_timeout", NULL, SETTING_NUMBER,
	 "seconds that the properties script may take; 0: it never starts"},
	{"allow_remote_configuration", NULL, SETTING_SWITCH,
	 "whether the server serves hellos with certificate hashes"},
	{"use_dns_ip_resolution", NULL, SETTING_SWITCH,
	 "whether the server asks DNS for a device's name"},
	{"one_time_password_required", NULL, SETTING_SWITCH,
	 "whether the server asks the device for a one-time password"},
};
/* clang-format on */
const size_t setting_count = G_N_ELEMENTS(settings);

_Static_assert(G_N_ELEMENTS(settings) <= SETTINGS_MAX, "room for what is known of each setting");

/* The next character that counts, in lower case; '\0' at the end. */
static char next_that_counts(const char **text)
{
	while (**text && !g_ascii_isalnum(**text))
		++*text;
	return **text ? g_ascii_tolower(*(*text)++) : '\0';
}

static bool is_same_word(const char *a, const char *b)
{
	char c;

	do {
		c = next_that_counts(&a);
		if (c != next_that_counts(&b))
			return false;
	} while (c);
	return true;
}

/* The engine asks many times a device, with the very name: that costs one comparison. */
const struct setting *setting_named(const char *name)
{
	for (size_t i = 0; i < setting_count; i++)
		if (settings[i].name[0] == name[0] && strcmp(settings[i].name, name) == 0)
			return &settings[i];
	for (size_t i = 0; i < setting_count; i++)
		if (is_same_word(settings[i].name, name))
			return &settings[i];
	return NULL;
}

/* The one of |values| that |text| is but for case, as a string that lasts. */
static const char *word_among(const char *values, const char *text)
{
	char **words = g_strsplit(values, "|", -1);
	const char *found = NULL;

	for (unsigned i = 0; words[i] && !found; i++)
		if (g_ascii_strcasecmp(words[i], text) == 0)
			found = g_intern_string(words[i]);
	g_strfreev(words);
	return found;
}

const char *setting_value(const struct setting *setting, const char *text)
{
	struct schedule schedule;
	guint64 number;
	bool on;

	if (setting->values == SETTING_NUMBER)
		return g_ascii_string_to_unsigned(text, 10, 0, INT64_MAX, &number, NULL) ? text
											 : NULL;
	if (setting->values == SETTING_SCHEDULE)
		return schedule_parse(&schedule, text) ? text : NULL;
	if (setting->values == SETTING_SWITCH)
		return switch_parse(&on, text) ? text : NULL;
	return word_among(setting->values, text);
}

bool site_setting(size_t i, const char **name, const char **fallback, const char **values,
		  const char **about)
{
	if (i >= setting_count)
		return false;
	*name = settings[i].name;
	*fallback = settings[i].fallback;
	*values = settings[i].values;
	*about = settings[i].about;
	return true;
}
