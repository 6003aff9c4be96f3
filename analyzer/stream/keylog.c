/* SPDX-License-Identifier: GPL-2.0-or-later */
/* keylog.c - lines into a table by label and id. Format: keylog.h. */
#include "keylog.h"

#include <string.h>

#include <glib.h>
#include <openssl/crypto.h>

#define ID_MAX 32

static const struct {
	const char *word;
	size_t id; /* bytes */
} labels[KEYLOG_LABELS] = {
	[KEYLOG_CLIENT_RANDOM] = {"CLIENT_RANDOM", 32},
	[KEYLOG_RSA] = {"RSA", 8},
	[KEYLOG_CLIENT_HANDSHAKE] = {"CLIENT_HANDSHAKE_TRAFFIC_SECRET", 32},
	[KEYLOG_SERVER_HANDSHAKE] = {"SERVER_HANDSHAKE_TRAFFIC_SECRET", 32},
	[KEYLOG_CLIENT_TRAFFIC] = {"CLIENT_TRAFFIC_SECRET_0", 32},
	[KEYLOG_SERVER_TRAFFIC] = {"SERVER_TRAFFIC_SECRET_0", 32},
};

struct entry {
	uint8_t label;
	uint8_t n; /* of |secret| */
	uint8_t id[ID_MAX];
	uint8_t secret[KEYLOG_SECRET_MAX];
};

struct keylog {
	GHashTable *entries; /* a set of struct entry */
	struct keylog_counts counts;
};

/* FNV-1a. The table is bounded and the user's own, so nothing stronger is needed. */
static guint entry_hash(gconstpointer key)
{
	const struct entry *entry = key;
	guint hash = 2166136261u ^ entry->label;

	for (size_t i = 0; i < ID_MAX; i++)
		hash = (hash ^ entry->id[i]) * 16777619u;
	return hash;
}

static gboolean entry_equal(gconstpointer a, gconstpointer b)
{
	const struct entry *x = a, *y = b;

	return x->label == y->label && memcmp(x->id, y->id, ID_MAX) == 0;
}

static void entry_free(gpointer entry)
{
	OPENSSL_cleanse(entry, sizeof(struct entry));
	g_free(entry);
}

struct keylog *keylog_new(void)
{
	struct keylog *keylog = g_new0(struct keylog, 1);

	keylog->entries = g_hash_table_new_full(entry_hash, entry_equal, entry_free, NULL);
	return keylog;
}

void keylog_free(struct keylog *keylog)
{
	if (!keylog)
		return;
	g_hash_table_destroy(keylog->entries);
	g_free(keylog);
}

/* The next word of a line, which |line| steps over. */
static struct bytes next_word(struct bytes *line)
{
	size_t start = 0, end;

	while (start < line->n && (line->p[start] == ' ' || line->p[start] == '\t'))
		start++;
	for (end = start; end < line->n && !g_ascii_isspace(line->p[end]); end++)
		;
	struct bytes word = bytes_of(line->p + start, end - start);

	*line = bytes_of(line->p + end, line->n - end);
	return word;
}

/* Writes the bytes of hexadecimal |word|; returns how many, 0 when it is none or too long. */
static size_t read_hex(uint8_t *to, size_t room, struct bytes word)
{
	if (word.n % 2 || word.n / 2 > room)
		return 0;
	for (size_t i = 0; i < word.n / 2; i++) {
		int high = g_ascii_xdigit_value((char)word.p[2 * i]);
		int low = g_ascii_xdigit_value((char)word.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return 0;
		to[i] = (uint8_t)(high << 4 | low);
	}
	return word.n / 2;
}

static enum keylog_label label_of(struct bytes word)
{
	enum keylog_label label = 0;

	while (label < KEYLOG_LABELS &&
	       !bytes_equal(word, bytes_of(labels[label].word, strlen(labels[label].word))))
		label++;
	return label;
}

static bool read_entry(struct entry *entry, struct bytes line)
{
	enum keylog_label label = label_of(next_word(&line));

	if (label == KEYLOG_LABELS)
		return false;
	entry->label = (uint8_t)label;
	if (read_hex(entry->id, sizeof entry->id, next_word(&line)) != labels[label].id)
		return false;
	entry->n = (uint8_t)read_hex(entry->secret, sizeof entry->secret, next_word(&line));
	return entry->n > 0 && next_word(&line).n == 0;
}

static void keep(struct keylog *keylog, struct entry *entry)
{
	if (g_hash_table_contains(keylog->entries, entry))
		return;
	if (keylog->counts.secrets == KEYLOG_ENTRIES_MAX) {
		keylog->counts.lost++;
		return;
	}
	struct entry *kept = g_new(struct entry, 1);

	*kept = *entry;
	g_hash_table_add(keylog->entries, kept);
	keylog->counts.secrets++;
}

static bool is_silent(struct bytes line)
{
	struct bytes first = next_word(&line);

	return first.n == 0 || first.p[0] == '#';
}

static void read_line(struct keylog *keylog, struct bytes line)
{
	struct entry entry = {0};

	if (is_silent(line))
		return;
	if (line.n <= KEYLOG_LINE_MAX && read_entry(&entry, line))
		keep(keylog, &entry);
	else
		keylog->counts.unread++;
	OPENSSL_cleanse(&entry, sizeof entry);
}

void keylog_read(struct keylog *keylog, struct bytes text)
{
	while (text.n) {
		const uint8_t *end = memchr(text.p, '\n', text.n);
		size_t n = end ? (size_t)(end - text.p) : text.n;

		read_line(keylog, bytes_of(text.p, n));
		n += end != NULL;
		text = bytes_of(text.p + n, text.n - n);
	}
}

size_t keylog_find(const struct keylog *keylog, enum keylog_label label, struct bytes id,
		   uint8_t secret[KEYLOG_SECRET_MAX])
{
	struct entry wanted = {.label = (uint8_t)label};

	if (id.n != labels[label].id)
		return 0;
	memcpy(wanted.id, id.p, id.n);
	const struct entry *entry = g_hash_table_lookup(keylog->entries, &wanted);

	if (!entry)
		return 0;
	memcpy(secret, entry->secret, entry->n);
	return entry->n;
}

struct keylog_counts keylog_counts(const struct keylog *keylog)
{
	return keylog->counts;
}
