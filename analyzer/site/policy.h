/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policy.h - the settings that the analyzer understands, one row each.
 *
 * A policy has a default: what the engine does where the sources are silent.
 * A setting of the server has none: without its row it is not known.
 */
#ifndef SITE_POLICY_H
#define SITE_POLICY_H

#include <stddef.h>

struct setting {
	const char *name;
	const char *fallback; /* NULL: a setting of the server, unknown when absent */
	const char *values;   /* separated by '|'; or one of SETTING_* */
	const char *about;
};

extern const char SETTING_NUMBER[];
extern const char SETTING_SWITCH[];
extern const char SETTING_SCHEDULE[];

#define SETTINGS_MAX 32

extern const struct setting settings[];
extern const size_t setting_count;

/* The setting of this name (only letters and digits count, no case), or NULL. */
const struct setting *setting_named(const char *name);

/* The value of |setting| that |text| stands for: one of its words, or |text|. NULL if none. */
const char *setting_value(const struct setting *setting, const char *text);

#endif
