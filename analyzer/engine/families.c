/* SPDX-License-Identifier: GPL-2.0-or-later */
/* families.c - the last question that led to each address, until it is too old; see families.h. */
#include "families.h"

#include "numbers.h"
#include "watch.h"

/* Whoever has the server's address connects at once; its first SYN may have been lost. */
#define AT_ONCE (10 * NANOSECONDS)

struct lead {
	const struct sighting *question;
	struct subject *subject; /* who spoke to that address next, and from where */
	const struct address *speaker;
	bool open; /* several asked, or several spoke */
};

struct families {
	GArray *leads;         /* struct lead, in time order */
	GHashTable *latest;    /* struct address * -> number of its last lead, from 1 */
	GHashTable *asked;     /* struct address *: who asked */
	GHashTable *connected; /* struct address *: who connected without a word */
};

struct families *families_new(void)
{
	struct families *families = g_new(struct families, 1);

	families->leads = g_array_new(FALSE, FALSE, sizeof(struct lead));
	families->latest = g_hash_table_new(address_hash, address_equals);
	families->asked = g_hash_table_new(address_hash, address_equals);
	families->connected = g_hash_table_new(address_hash, address_equals);
	return families;
}

void families_free(struct families *families)
{
	g_array_free(families->leads, TRUE);
	g_hash_table_destroy(families->latest);
	g_hash_table_destroy(families->asked);
	g_hash_table_destroy(families->connected);
	g_free(families);
}

bool families_crosses(const struct seen_name *name)
{
	for (unsigned i = 0; i < name->address_count; i++)
		if (address_is_v4(&name->address[i]) != address_is_v4(&name->asker))
			return true;
	return false;
}

/* The lead to |address| that is still warm at |time|, or NULL. */
static struct lead *lead_to(const struct families *families, const struct address *address,
			    int64_t time)
{
	guint number = GPOINTER_TO_UINT(g_hash_table_lookup(families->latest, address));
	struct lead *lead =
		number ? &g_array_index(families->leads, struct lead, number - 1) : NULL;

	return lead && time - lead->question->at.time <= AT_ONCE ? lead : NULL;
}

void families_ask(struct families *families, const struct sighting *question, bool known)
{
	const struct seen_name *name = question->name;
	struct lead new = {.question = question};

	g_hash_table_add(families->asked, (gpointer)&name->asker);
	if (known || !families_crosses(name))
		return;
	for (unsigned i = 0; i < name->address_count; i++) {
		struct lead *before = lead_to(families, &name->address[i], question->at.time);

		if (before && !address_equal(&before->question->name->asker, &name->asker))
			before->open = new.open = true;
	}
	g_array_append_val(families->leads, new);
	for (unsigned i = 0; i < name->address_count; i++)
		g_hash_table_insert(families->latest, (gpointer)&name->address[i],
				    GUINT_TO_POINTER(families->leads->len));
}

static void speak(struct families *families, const struct sighting *hello, struct subject *subject)
{
	const struct seen_connection *c = hello->connection;
	struct lead *lead = lead_to(families, &c->server, hello->at.time);

	if (!lead || address_is_v4(&c->client) == address_is_v4(&lead->question->name->asker))
		return;
	if (lead->speaker && lead->subject != subject)
		lead->open = true;
	lead->subject = subject;
	lead->speaker = &c->client;
}

void families_connect(struct families *families, const struct sighting *connection,
		      struct subject *subject)
{
	if (subject)
		speak(families, connection, subject);
	else
		g_hash_table_add(families->connected, &connection->connection->client);
}

unsigned families_count(const struct families *families)
{
	return families->leads->len;
}

struct subject *families_pair(const struct families *families, unsigned k,
			      const struct sighting **question)
{
	const struct lead *lead = &g_array_index(families->leads, struct lead, k);

	*question = lead->question;
	if (lead->open || !lead->speaker || g_hash_table_contains(families->asked, lead->speaker) ||
	    g_hash_table_contains(families->connected, &lead->question->name->asker))
		return NULL;
	return lead->subject;
}
