/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate_name.c - does a device's domain suffix fit a certificate's name?
 *
 * The suffix is one of the name, label by label; or, under top-level domains
 * that firmware knows, the last two or three labels of both agree. A name
 * that begins with "*." is compared without that.
 *
 * Sources: Intel's PKI certificate verification methods, quoted in public,
 * and MeshCentral, certoperations.js, which have the same table.
 */
#include "certificate.h"

#include <string.h>

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

/* Lower case, without dots at the end and a wildcard at the beginning. */
static char *plain_name(const char *name)
{
	if (g_str_has_prefix(name, "*."))
		name += 2;
	char *plain = g_ascii_strdown(name, -1);

	for (size_t n = strlen(plain); n && plain[n - 1] == '.'; n--)
		plain[n - 1] = '\0';
	return plain;
}

static bool ends_in(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	if (m == 0 || n < m || strcmp(name + n - m, suffix) != 0)
		return false;
	return n == m || name[n - m - 1] == '.';
}

/* The last |labels| labels of |name|, or NULL when it has less. */
static const char *last_labels(const char *name, unsigned labels)
{
	const char *at = name + strlen(name);

	while (at > name)
		if (*--at == '.' && --labels == 0)
			return at + 1;
	return labels == 1 && *name ? name : NULL;
}

static unsigned labels_that_count(const char *name)
{
	const char *top = last_labels(name, 1);

	for (size_t i = 0; i < G_N_ELEMENTS(counted) && top; i++)
		if (g_strv_contains(counted[i].domains, top))
			return counted[i].labels;
	return 0;
}

static bool agree_in_labels(const char *suffix, const char *name)
{
	unsigned labels = labels_that_count(name);
	const char *a = labels ? last_labels(suffix, labels) : NULL;
	const char *b = labels ? last_labels(name, labels) : NULL;

	return a && b && strcmp(a, b) == 0;
}

enum certificate_fit certificate_name_fits(const char *suffix, const char *name)
{
	g_autofree char *s = plain_name(suffix);
	g_autofree char *n = plain_name(name);

	if (ends_in(n, s))
		return CERTIFICATE_FITS_SUFFIX;
	return agree_in_labels(s, n) ? CERTIFICATE_FITS_LABELS : CERTIFICATE_FITS_NOT;
}
