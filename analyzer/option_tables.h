/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * option_tables.h - the options as data, for everything that is made of them:
 * help, settings files, completions and manual pages. No option is listed twice.
 */
#ifndef ANALYZER_OPTION_TABLES_H
#define ANALYZER_OPTION_TABLES_H

#include "options.h"

#define OPTIONS_ALL UINT_MAX /* what every command has, or any has */

/* The groups whose options may also be settings; of others only the command line has them. */
#define OPTIONS_SETTINGS (OPTIONS_ALL & ~(unsigned)(OPTIONS_ONE_CALL | OPTIONS_OUTPUT))

struct option_table {
	unsigned group;              /* enum option_group, or OPTIONS_ALL */
	const GOptionEntry *entries; /* NULL behind the last table */
};

extern const struct option_table option_tables[];

/* A word that an option takes, and what it means. Ends with a NULL word. */
struct word {
	const char *word;
	int value;
};

/* Options that take words. Ends with a NULL table. */
struct worded_option {
	const GOptionEntry *table; /* a name may mean other words in another table */
	const char *option;
	const struct word *words; /* NULL: the names of formats */
	const char *fallback;     /* NULL: none */
};

extern const struct worded_option worded_options[];

/* A walk over the named options of some groups, in the order of --help. */
struct option_walk {
	unsigned groups; /* enum option_group; what every command has comes last */
	size_t table, entry;
};

/* The next option, or NULL behind the last. Of one name, the first alone. */
const GOptionEntry *option_next(struct option_walk *walk);

/* The words that the option takes, NULL-terminated, or NULL when it takes others. Free the list. */
const char **option_words(const GOptionEntry *option);
/* What holds when nothing says otherwise, or NULL. */
const char *option_default(const GOptionEntry *option);
/* Does its value name a file or folder? */
bool option_is_path(const GOptionEntry *option);

/*
 * Frees the values of all options, which they then still point at, and overwrites
 * them: a source's password or a changed record's PPS may stand there.
 */
void option_values_drop(void);
/* The same of a list. */
void option_list_drop(char **texts);

/* The usage of the command that |run| runs; nothing else of it is done. */
const struct usage *options_ask(enum status (*run)(int argc, char **argv));

#endif
