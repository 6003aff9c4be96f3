/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mapping_names.c - substitutes for names, label by label.
 *
 * A label becomes another of the same length: a letter and a number. So names that
 * share a suffix still do, a first label that stands alone elsewhere is still
 * the same word, and a name fits where it stood. Labels that are the
 * protocol's own words stay.
 */
#include "mapping_parts.h"

#include "dns.h"

#define LABEL_MAX 63

static const char *const words[] = {"provisionserver", "arpa", "in-addr", "ip6", "*", ""};

static bool is_word(const char *label)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(label, words[i]) == 0)
			return true;
	return false;
}

/* Octets of a label that is written with \DDD. */
static size_t octets_of(const char *label)
{
	size_t n = 0;

	for (; *label; n++)
		label += *label == '\\' && strlen(label) >= 4 ? 4 : 1;
	return MIN(n, LABEL_MAX);
}

/*
 * The |number|th label of |length| characters: a letter, then a number of base
 * 36. Each length has a letter of its own, lest one label begin another.
 */
static void write_label(struct mapping *m, char *label, size_t length, guint number)
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	static const char letters[] = "nopqrstuvwxyzabcdefghijklm";

	memset(label, '0', length);
	label[length] = '\0';
	for (size_t at = length; at-- > 1; number /= 36)
		label[at] = digits[number % 36];
	m->exhausted = m->exhausted || number >= sizeof letters - 1;
	label[0] = letters[(length + number) % (sizeof letters - 1)];
}

static const char *substitute(struct mapping *m, const char *label)
{
	const char *known = is_word(label) ? label : g_hash_table_lookup(m->label, label);
	char made[LABEL_MAX + 1];

	if (known)
		return known;
	size_t length = octets_of(label);

	do
		write_label(m, made, length, m->labels[length]++);
	while (strcmp(made, label) == 0);
	g_hash_table_insert(m->label, g_strdup(label), g_strdup(made));
	return g_hash_table_lookup(m->label, label);
}

const char *reverse_name(const struct address *a, char out[DOMAIN_TEXT])
{
	const uint8_t *v4 = a->b + ADDRESS_V4_PREFIX;
	size_t n = 0;

	if (address_is_v4(a)) {
		g_snprintf(out, DOMAIN_TEXT, "%u.%u.%u.%u.in-addr.arpa", v4[3], v4[2], v4[1],
			   v4[0]);
		return out;
	}
	for (size_t i = sizeof a->b; i-- > 0;)
		n += (size_t)g_snprintf(out + n, DOMAIN_TEXT - n, "%x.%x.", a->b[i] & 15u,
					a->b[i] >> 4);
	g_strlcpy(out + n, "ip6.arpa", DOMAIN_TEXT - n);
	return out;
}

static bool is_address(struct mapping *m, const char *name, char out[DOMAIN_TEXT])
{
	char text[ADDRESS_TEXT];
	struct address a;

	if (dns_reverse_address(&a, name)) {
		a = mapping_address(m, &a);
		reverse_name(&a, out);
		return true;
	}
	if (!address_parse(&a, name))
		return false;
	a = mapping_address(m, &a);
	g_strlcpy(out, address_text(&a, text), DOMAIN_TEXT);
	return true;
}

const char *mapping_name(struct mapping *m, const char *name, char out[DOMAIN_TEXT])
{
	g_autofree char *lower = g_ascii_strdown(name, -1);

	if (is_address(m, lower, out))
		return out;
	g_strlcpy(out, lower, DOMAIN_TEXT);
	if (mapping_keeps(m, KEEP_NAMES))
		return out;
	g_auto(GStrv) labels = g_strsplit(lower, ".", -1);
	GString *made = g_string_new(NULL);

	for (char **label = labels; *label; label++)
		g_string_append_printf(made, "%s%s", label == labels ? "" : ".",
				       substitute(m, *label));
	g_strlcpy(out, made->str, DOMAIN_TEXT);
	g_string_free(made, TRUE);
	return out;
}
