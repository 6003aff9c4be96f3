/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fingerprint.c - see fingerprint.h. */
#include "fingerprint.h"

#include <string.h>

#define DIGITS 32 /* of the hash's 64: a report holds few findings */

/* The first of these that is known: a machine keeps its UUID longest. */
static char *identity(const struct device *device)
{
	char uuid[UUID_TEXT], mac[MAC_TEXT], address[ADDRESS_TEXT];

	if (device->has_uuid && !uuid_is_blank(&device->uuid))
		return g_strdup(uuid_text(&device->uuid, uuid));
	if (!mac_is_none(&device->mac))
		return g_strdup(mac_text(&device->mac, mac));
	if (device->fqdn)
		return g_strdup(device->fqdn);
	if (device->addresses->n)
		return g_strdup(address_text(addresses_at(device->addresses, 0), address));
	return g_strdup("");
}

static int by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *identities(const struct diagnosis *diagnosis, const GArray *devices)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < devices->len; i++)
		g_ptr_array_add(
			list,
			identity(diagnosis->devices->pdata[g_array_index(devices, unsigned, i)]));
	g_ptr_array_sort(list, by_text);
	return list;
}

/* Parts end in NUL, which is in none of them. */
static void add(GChecksum *sum, const char *part)
{
	g_checksum_update(sum, (const guchar *)part, (gssize)strlen(part) + 1);
}

char *finding_fingerprint(const struct diagnosis *diagnosis, const struct finding *finding)
{
	g_autoptr(GPtrArray) list = identities(diagnosis, finding->devices);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	add(sum, finding->row->id);
	for (guint i = 0; i < list->len; i++)
		add(sum, list->pdata[i]);
	return g_strndup(g_checksum_get_string(sum), DIGITS);
}
