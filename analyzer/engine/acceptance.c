/* SPDX-License-Identifier: GPL-2.0-or-later */
/* acceptance.c - see acceptance.h. */
#include "acceptance.h"

static void acceptance_free(gpointer memory)
{
	struct acceptance *acceptance = memory;

	g_free(acceptance->reason);
	g_free(acceptance->until);
	g_array_free(acceptance->devices, TRUE);
	g_free(acceptance);
}

static bool is_same(const struct acceptance *acceptance, const char *by, const char *reason,
		    const char *until)
{
	return g_str_equal(acceptance->by, by) && !g_strcmp0(acceptance->reason, reason) &&
	       !g_strcmp0(acceptance->until, until);
}

static struct acceptance *acceptance_of(struct finding *finding, const char *by, const char *reason,
					const char *until)
{
	if (!finding->accepted)
		finding->accepted = g_ptr_array_new_with_free_func(acceptance_free);
	for (guint i = 0; i < finding->accepted->len; i++)
		if (is_same(finding->accepted->pdata[i], by, reason, until))
			return finding->accepted->pdata[i];
	struct acceptance *acceptance = g_new0(struct acceptance, 1);

	acceptance->by = by;
	acceptance->reason = g_strdup(reason);
	acceptance->until = g_strdup(until);
	acceptance->devices = g_array_new(FALSE, FALSE, sizeof(unsigned));
	g_ptr_array_add(finding->accepted, acceptance);
	return acceptance;
}

void finding_accept(struct finding *finding, int device, const char *by, const char *reason,
		    const char *until)
{
	struct acceptance *acceptance = acceptance_of(finding, by, reason, until);

	if (device >= 0)
		g_array_append_val(acceptance->devices, device);
}

/* No device is accepted twice, so that counting is enough. */
bool finding_is_accepted(const struct finding *finding)
{
	guint devices = 0;

	if (!finding->accepted)
		return false;
	for (guint i = 0; i < finding->accepted->len; i++)
		devices += ((const struct acceptance *)finding->accepted->pdata[i])->devices->len;
	return devices == finding->devices->len;
}

static bool is_of(const struct acceptance *acceptance, int device)
{
	for (guint i = 0; i < acceptance->devices->len; i++)
		if (g_array_index(acceptance->devices, int, i) == device)
			return true;
	return device < 0;
}

const struct acceptance *finding_acceptance(const struct finding *finding, int device)
{
	for (guint i = 0; finding->accepted && i < finding->accepted->len; i++)
		if (is_of(finding->accepted->pdata[i], device))
			return finding->accepted->pdata[i];
	return NULL;
}
