/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * suffix.c - the rules by which firmware compares a suffix with a name.
 *
 * Names are compared where they stand, as views without their trailing dots.
 */
#include "suffix.h"

#include <string.h>
#include <strings.h>

#include "bytes.h"

/* How many labels count under a top-level domain. */
static const struct {
	unsigned labels;
	const char *const *domains;
} counted[] = {
	{2, (const char *const[]){"com", "net", "org", "gov", "edu", "de", "ch", "dk", "cz", "cl",
				  "ua", NULL}},
	{3, (const char *const[]){"arpa", "fr", "cn", "nl", "br", "mx", "uk", "pl", "tw", "ca",
				  "fi",   "be", "ru", "se", "ar", "es", "no", "at", "in", "tr",
				  "ro",   "hu", "nz", "pt", "il", "gr", "co", "ie", "za", "th",
				  "sg",   "hk", "lt", "id", "hr", "ee", "bg", NULL}},
};

#define COUNTED (sizeof counted / sizeof *counted)

static struct bytes plain_name(const char *name)
{
	if (strncmp(name, "*.", 2) == 0)
		name += 2;
	size_t n = strlen(name);

	while (n && name[n - 1] == '.')
		n--;
	return bytes_of(name, n);
}

static struct bytes last_bytes(struct bytes name, size_t n)
{
	return bytes_of(name.p + name.n - n, n);
}

static bool same_name(struct bytes a, struct bytes b)
{
	return a.n == b.n && strncasecmp((const char *)a.p, (const char *)b.p, a.n) == 0;
}

static bool ends_in(struct bytes name, struct bytes suffix)
{
	if (suffix.n == 0 || name.n < suffix.n || !same_name(last_bytes(name, suffix.n), suffix))
		return false;
	return name.n == suffix.n || name.p[name.n - suffix.n - 1] == '.';
}

/* The last |labels| labels of |name|, or nothing when it has less. */
static struct bytes last_labels(struct bytes name, unsigned labels)
{
	for (size_t n = 0; n < name.n; n++)
		if (name.p[name.n - n - 1] == '.' && --labels == 0)
			return last_bytes(name, n);
	return labels == 1 ? name : bytes_of(name.p, 0);
}

static unsigned labels_that_count(struct bytes name)
{
	struct bytes top = last_labels(name, 1);

	for (size_t i = 0; i < COUNTED; i++)
		for (const char *const *domain = counted[i].domains; *domain; domain++)
			if (same_name(top, bytes_of(*domain, strlen(*domain))))
				return counted[i].labels;
	return 0;
}

static bool agree_in_labels(struct bytes suffix, struct bytes name)
{
	unsigned labels = labels_that_count(name);

	if (!labels)
		return false;
	struct bytes a = last_labels(suffix, labels), b = last_labels(name, labels);

	return a.n && same_name(a, b);
}

enum suffix_fit suffix_fits(const char *suffix, const char *name)
{
	struct bytes s = plain_name(suffix), n = plain_name(name);

	if (ends_in(n, s))
		return SUFFIX_FITS;
	return agree_in_labels(s, n) ? SUFFIX_FITS_LABELS : SUFFIX_FITS_NOT;
}
