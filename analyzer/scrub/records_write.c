/* SPDX-License-Identifier: GPL-2.0-or-later */
/* records_write.c - a column at a time; see records_write.h. */
#include "records_write.h"

#include "site_edit.h"

/* Columns of text that hold names, words that are compared, or nothing that may be handed on. */
enum treatment {
	TREAT_DROP,
	TREAT_NAME,
	TREAT_KEEP,
	TREAT_WORD,
	TREAT_LOG,
};

static const struct {
	enum site_table table;
	const char *column;
	enum treatment treatment;
	const char *prefix;
} texts[] = {
	{SITE_CONFIGURATION, "value", TREAT_KEEP, NULL},
	{SITE_SYSTEMS, "profile", TREAT_WORD, "profile"},
	{SITE_SYSTEMS, "status", TREAT_KEEP, NULL},
	{SITE_IDENTIFICATION, "name", TREAT_NAME, NULL},
	{SITE_IDENTIFICATION, "domain", TREAT_NAME, NULL},
	{SITE_DNS, "vantage", TREAT_KEEP, NULL},
	{SITE_SERVER, "hostname", TREAT_NAME, NULL},
	{SITE_SERVER, "role", TREAT_KEEP, NULL},
	{SITE_CERTIFICATE, "label", TREAT_WORD, "certificate"},
	{SITE_CERTIFICATE, "file", TREAT_WORD, "certificate file"},
	{SITE_CERTIFICATE, "store", TREAT_KEEP, NULL},
	{SITE_PROFILE, "name", TREAT_WORD, "profile"},
	{SITE_PROFILE, "match", TREAT_NAME, NULL},
	{SITE_DEVICE, "firmware", TREAT_KEEP, NULL},
	{SITE_DEVICE, "suffix", TREAT_NAME, NULL},
	{SITE_DEVICE, "sca_fqdn", TREAT_NAME, NULL},
	{SITE_SERVICE, "name", TREAT_KEEP, NULL},
	{SITE_SERVICE, "state", TREAT_KEEP, NULL},
	{SITE_AMT_LOG, "level", TREAT_KEEP, NULL},
	{SITE_AMT_LOG, "text", TREAT_LOG, NULL},
};

/* Anything longer is no word of a protocol or of a setting. */
#define WORD_MAX 24

/* A word that says no more than what kind it is of; a free text might say more. */
static char *kept_word(const char *text)
{
	for (const char *c = text; *c; c++)
		if (!g_ascii_isalnum(*c) && !strchr("-_. ", *c))
			return NULL;
	return strlen(text) <= WORD_MAX ? g_strdup(text) : NULL;
}

static char *mapped_uuid(struct mapping *m, const char *text)
{
	char out[UUID_TEXT];
	struct uuid uuid;

	if (!uuid_parse(&uuid, text))
		return NULL;
	uuid = mapping_uuid(m, &uuid);
	return g_strdup(uuid_text(&uuid, out));
}

/* The first UUID in |text|, mapped, or NULL: whom a line is about that has no column for it. */
static char *uuid_in(struct mapping *m, const char *text)
{
	for (; strlen(text) >= UUID_TEXT - 1; text++) {
		g_autofree char *word = g_strndup(text, UUID_TEXT - 1);
		char *mapped = word[8] == '-' && word[23] == '-' ? mapped_uuid(m, word) : NULL;

		if (mapped)
			return mapped;
	}
	return NULL;
}

/* The phrases that stand in |text| and the machine that it names, and nothing else. */
static char *log_text(struct mapping *m, const char *text, const char *const *phrases)
{
	g_autofree char *lower = g_ascii_strdown(text, -1), *uuid = uuid_in(m, text);
	GString *kept = g_string_new(NULL);

	if (uuid)
		g_string_printf(kept, "{%s}: ", uuid);
	for (; phrases && *phrases; phrases++) {
		g_autofree char *phrase = g_ascii_strdown(*phrases, -1);

		if (strstr(lower, phrase))
			g_string_append_printf(kept, "%s; ", *phrases);
	}
	if (!kept->len)
		g_string_append(kept, "(cut)");
	return g_string_free(kept, FALSE);
}

/* Settings that the engine knows have values that it knows; of others the value goes. */
static bool is_known_setting(const char *name)
{
	const char *known, *fallback, *values, *about;
	g_autofree char *word = value_canonical(KIND_WORD, name);

	for (size_t i = 0; site_setting(i, &known, &fallback, &values, &about); i++) {
		g_autofree char *canonical = value_canonical(KIND_WORD, known);

		if (strcmp(canonical, word) == 0)
			return true;
	}
	return false;
}

static char *mapped_name(struct mapping *m, const char *text)
{
	char out[DOMAIN_TEXT];

	return g_strdup(mapping_name(m, text, out));
}

static char *mapped_text(struct mapping *m, enum site_table table, const struct record *record,
			 const char *column, const char *text, const char *const *phrases)
{
	if (table == SITE_CONFIGURATION &&
	    !(record->value[0] && is_known_setting(record->value[0])))
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (texts[i].table != table || strcmp(texts[i].column, column) != 0)
			continue;
		switch (texts[i].treatment) {
		case TREAT_NAME:
			return mapped_name(m, text);
		case TREAT_KEEP:
			return kept_word(text);
		case TREAT_WORD:
			return mapping_word(m, texts[i].prefix, text);
		case TREAT_LOG:
			return log_text(m, text, phrases);
		default:
			return NULL;
		}
	}
	return NULL;
}

static char *mapped_address(struct mapping *m, const char *text)
{
	char out[ADDRESS_TEXT];
	struct address a;

	if (!address_parse(&a, text))
		return NULL;
	a = mapping_address(m, &a);
	return g_strdup(address_text(&a, out));
}

static char *mapped_mac(struct mapping *m, const char *text)
{
	char out[MAC_TEXT];
	struct mac mac;

	if (!mac_parse(&mac, text))
		return NULL;
	mac = mapping_mac(m, &mac);
	return g_strdup(mac_text(&mac, out));
}

static char *mapped_pid(struct mapping *m, const char *text)
{
	char key[PID_TEXT];
	uint8_t out[PID_LENGTH];

	if (key_text(key, sizeof key, text) != PID_LENGTH)
		return NULL;
	mapping_pid(m, (const uint8_t *)key, out);
	return g_strndup((const char *)out, PID_LENGTH);
}

/* Never the old one, kept or not: one whose checks hold, or one whose do not. */
static char *mapped_pps(const char *text)
{
	char key[PPS_LENGTH + 1];
	bool holds = key_text(key, sizeof key, text) == PPS_LENGTH &&
		     pps_check_holds(bytes_of(key, PPS_LENGTH));

	explicit_bzero(key, sizeof key);
	/* '0' is 48: three of them are 144, which 36 divides, so that the check is '0'. */
	return g_strnfill(PPS_LENGTH, holds ? '0' : 'Z');
}

static char *mapped_value(struct mapping *m, enum site_table table, const struct record *record,
			  unsigned c, const char *const *phrases)
{
	const struct column *column = &tables[table].column[c];
	const char *text = record->value[c];

	switch (column->kind) {
	case KIND_TEXT:
		return mapped_text(m, table, record, column->name, text, phrases);
	case KIND_NAME:
		return strcmp(column->name, "type") == 0 ? kept_word(text) : mapped_name(m, text);
	case KIND_FQDN:
		return mapped_name(m, text);
	case KIND_PID:
		return mapped_pid(m, text);
	case KIND_SECRET:
		return mapped_pps(text);
	case KIND_UUID:
	case KIND_GUID:
		return mapped_uuid(m, text);
	case KIND_ADDRESS:
		return mapped_address(m, text);
	case KIND_MAC:
		return mapped_mac(m, text);
	case KIND_WORD:
		return is_known_setting(text) ? g_strdup(text) : NULL;
	default:
		return value_problem(column->kind, text) ? NULL : g_strdup(text);
	}
}

static void map_record(struct records *mapped, enum site_table t, unsigned line,
		       const struct record *old, struct mapping *m, const char *const *phrases,
		       bool pps)
{
	struct record *new = records_add(mapped, t, line);

	for (unsigned c = 0; c < tables[t].n; c++) {
		bool given = old->value[c] && (pps || tables[t].column[c].kind != KIND_SECRET);
		char *value = given ? mapped_value(m, t, old, c, phrases) : NULL;

		record_set(mapped, t, new, c, value);
		secret_free(value);
	}
}

struct records *records_mapped(const struct records *records, struct mapping *m,
			       const char *const *phrases, bool pps)
{
	struct records *mapped = records_new();

	for (enum site_table t = 0; t < SITE_TABLES; t++) {
		if (!records->has[t])
			continue;
		records_give(mapped, t, NULL, false);
		for (guint i = 0; i < records->rows[t]->len; i++)
			map_record(mapped, t, i + 1, records_at(records, t, i), m, phrases, pps);
	}
	return mapped;
}

struct records *records_some(const struct records *records, const bool *in)
{
	struct records *some = records_new();
	unsigned row = 0;

	for (enum site_table t = 0; t < SITE_TABLES; t++) {
		if (!records->has[t])
			continue;
		records_give(some, t, NULL, false);
		for (guint i = 0; i < records->rows[t]->len; i++, row++) {
			const struct record *old = records_at(records, t, i);

			if (in && !in[row])
				continue;
			struct record *new = records_add(some, t, old->line);

			for (unsigned c = 0; c < tables[t].n; c++)
				record_set(some, t, new, c, old->value[c]);
		}
	}
	return some;
}

unsigned records_count(const struct records *records)
{
	unsigned n = 0;

	for (unsigned t = 0; t < SITE_TABLES; t++)
		n += records->rows[t]->len;
	return n;
}
