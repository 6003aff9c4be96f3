/* SPDX-License-Identifier: GPL-2.0-or-later */
/* budget.c - the rooms and their counters; see budget.h. */
#include "budget.h"

#include "watch.h"

/* Devices are many and their hellos come again for a day; what nobody answered is worth least. */
static const struct {
	size_t most; /* of strangers, and as many again of hosts that stand out */
	const char *what;
} rooms[BUDGET_KINDS] = {
	[BUDGET_HELLO] = {256 * 1024, "hellos"},
	[BUDGET_CONNECTION] = {64 * 1024, "connections without a hello"},
	[BUDGET_EMPTY] = {BUDGET_LEAST, "connections without a byte"},
	[BUDGET_REFUSED] = {BUDGET_LEAST, "refused connections"},
	[BUDGET_SILENT] = {BUDGET_LEAST, "unanswered connections"},
	[BUDGET_NAME] = {64 * 1024, "DNS questions"},
	[BUDGET_LEASE] = {256 * 1024, "DHCP leases"},
	[BUDGET_DISCOVER] = {BUDGET_LEAST, "DHCP requests without an acknowledgement"},
	[BUDGET_NEIGHBOUR] = {BUDGET_LEAST, "ARP questions"},
	[BUDGET_HASHES] = {64 * 1024, "lists of root hashes"},
	[BUDGET_SESSION] = {32 * 1024, "TLS sessions"},
	[BUDGET_CERTIFICATE] = {BUDGET_LEAST, "certificates"},
	[BUDGET_CALL] = {128 * 1024, "calls to devices"},
	[BUDGET_WORDS] = {64 * 1024, "texts of sessions and calls"},
};

/* One for strangers, one for the others. */
struct half {
	size_t kept[BUDGET_KINDS];
	size_t text;
};

struct budget {
	GHashTable *hosts; /* struct address * */
	struct half half[2];
	uint64_t left_out[BUDGET_KINDS];
};

struct budget *budget_new(void)
{
	struct budget *budget = g_new0(struct budget, 1);

	budget->hosts = g_hash_table_new_full(address_hash, address_equals, g_free, NULL);
	return budget;
}

void budget_free(struct budget *budget)
{
	g_hash_table_destroy(budget->hosts);
	g_free(budget);
}

void budget_stand_out(struct budget *budget, const struct address *host)
{
	if (address_is_unicast(host) && g_hash_table_size(budget->hosts) < BUDGET_HOSTS &&
	    !g_hash_table_contains(budget->hosts, host))
		g_hash_table_add(budget->hosts, g_memdup2(host, sizeof *host));
}

bool budget_stands_out(const struct budget *budget, const struct address *host)
{
	return g_hash_table_contains(budget->hosts, host);
}

bool budget_take(struct budget *budget, enum budget_kind kind, const struct address *host,
		 size_t text)
{
	struct half *half = &budget->half[budget_stands_out(budget, host)];

	if (half->kept[kind] >= rooms[kind].most || text > BUDGET_TEXT - half->text) {
		budget->left_out[kind]++;
		return false;
	}
	half->kept[kind]++;
	half->text += text;
	return true;
}

uint64_t budget_left_out(const struct budget *budget, enum budget_kind kind)
{
	return budget->left_out[kind];
}

char *budget_sentence(const struct budget *budget, enum budget_kind kind)
{
	size_t kept = budget->half[0].kept[kind] + budget->half[1].kept[kind];

	if (!budget->left_out[kind])
		return NULL;
	return g_strdup_printf("%" G_GUINT64_FORMAT " %s were left out: memory is bounded, and %zu "
			       "others were kept",
			       budget->left_out[kind], rooms[kind].what, kept);
}
