/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * accept.c - an earlier report knows what it found, a suppression is written by hand.
 *
 * Suppressions come first: they have a reason to show. One whose day is over
 * is said to be and holds no more; that day is the only thing in a report that
 * depends on the clock, and SOURCE_DATE_EPOCH sets it.
 */
#include "accept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acceptance.h"
#include "baseline.h"
#include "complain.h"
#include "options.h"

#define DAY_TEXT sizeof "2027-01-31"

/* A device by any of its names; only the forms that this one has are compared. */
struct called {
	char *name; /* NULL: every device, and none */
	struct address address;
	struct mac mac;
	struct uuid uuid;
	bool is_address, is_mac, is_uuid;
};

struct suppression {
	const struct failure *row;
	struct called device;
	char *until; /* NULL: for good */
	char *reason;
	bool over;
};

struct known_findings {
	struct baseline *baseline; /* NULL: none */
	GPtrArray *suppressions;   /* struct suppression * */
};

static void suppression_free(gpointer memory)
{
	struct suppression *suppression = memory;

	g_free(suppression->device.name);
	g_free(suppression->until);
	g_free(suppression->reason);
	g_free(suppression);
}

/* https://reproducible-builds.org/specs/source-date-epoch/ */
static bool is_over(const char *day)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	g_autoptr(GDateTime) now = epoch && *epoch
					   ? g_date_time_new_from_unix_utc(strtoll(epoch, NULL, 10))
					   : g_date_time_new_now_utc();
	g_autofree char *today = now ? g_date_time_format(now, "%Y-%m-%d") : NULL;

	return today && strcmp(day, today) < 0;
}

static bool is_day(const char *text)
{
	int year, month, day, end = 0;

	return strlen(text) == DAY_TEXT - 1 &&
	       sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 &&
	       end == DAY_TEXT - 1 && g_date_valid_dmy((GDateDay)day, month, (GDateYear)year);
}

/* Cuts |text| at its first |mark|; what stands behind it, stripped, or NULL. */
static char *cut(char *text, char mark)
{
	char *at = strchr(text, mark);

	if (!at)
		return NULL;
	*at = '\0';
	return g_strstrip(at + 1);
}

static struct called called(const char *name)
{
	struct called device = {.name = g_strdup(name)};

	device.is_address = address_parse(&device.address, name);
	device.is_mac = mac_parse(&device.mac, name);
	device.is_uuid = uuid_parse(&device.uuid, name);
	return device;
}

static bool suppression_read(struct suppression *suppression, const char *text)
{
	g_autofree char *copy = g_strdup(text);
	const char *reason = cut(copy, '='), *until = cut(copy, '@'), *device = cut(copy, ':');
	const char *id = g_strstrip(copy);

	suppression->row = catalogue_find(id);
	if (!suppression->row) {
		complain("--suppress: no finding '%s'; 'amtrace explain' lists all", id);
		return false;
	}
	if (until && !is_day(until)) {
		complain("--suppress: '%s' is no day such as 2027-01-31", until);
		return false;
	}
	if (device && *device)
		suppression->device = called(device);
	suppression->reason = reason && *reason ? g_strdup(reason) : NULL;
	suppression->until = g_strdup(until);
	suppression->over = until && is_over(until);
	if (suppression->over)
		complain("the suppression of %s%s%s ended on %s", suppression->row->id,
			 device ? ":" : "", device ? device : "", until);
	return true;
}

static bool read_suppressions(struct known_findings *known, char **texts)
{
	for (; texts && *texts; texts++) {
		struct suppression *suppression = g_new0(struct suppression, 1);

		g_ptr_array_add(known->suppressions, suppression);
		if (!suppression_read(suppression, *texts))
			return false;
	}
	return true;
}

static bool read_baseline(struct known_findings *known, const char *path)
{
	GError *error = NULL;

	if (!path)
		return true;
	known->baseline = baseline_read(path, &error);
	if (known->baseline)
		return true;
	complain("--baseline: %s: %s", path, error->message);
	g_error_free(error);
	return false;
}

struct known_findings *known_findings_new(const char *baseline, char **suppressions)
{
	struct known_findings *known = g_new0(struct known_findings, 1);

	known->suppressions = g_ptr_array_new_with_free_func(suppression_free);
	if (read_suppressions(known, suppressions) && read_baseline(known, baseline))
		return known;
	known_findings_free(known);
	return NULL;
}

void known_findings_free(struct known_findings *known)
{
	if (!known)
		return;
	baseline_free(known->baseline);
	g_ptr_array_free(known->suppressions, TRUE);
	g_free(known);
}

static bool is_called(const struct device *device, const struct called *called)
{
	if (device->fqdn && g_ascii_strcasecmp(device->fqdn, called->name) == 0)
		return true;
	if (called->is_address && addresses_have(device->addresses, &called->address))
		return true;
	if (called->is_mac && mac_equal(&called->mac, &device->mac))
		return true;
	return called->is_uuid && device->has_uuid && uuid_equal(&called->uuid, &device->uuid);
}

/* |device| is NULL for a finding that has none. */
static const struct suppression *suppression_of(const struct known_findings *known,
						const struct finding *finding,
						const struct device *device)
{
	for (guint i = 0; i < known->suppressions->len; i++) {
		const struct suppression *suppression = known->suppressions->pdata[i];

		if (suppression->over || suppression->row != finding->row)
			continue;
		if (!suppression->device.name ||
		    (device && is_called(device, &suppression->device)))
			return suppression;
	}
	return NULL;
}

static void accept(struct finding *finding, int index, const struct device *device,
		   const struct known_findings *known)
{
	const struct suppression *suppression = suppression_of(known, finding, device);

	if (suppression)
		finding_accept(finding, index, "suppression", suppression->reason,
			       suppression->until);
	else if (known->baseline && baseline_knows(known->baseline, finding, device))
		finding_accept(finding, index, "baseline", NULL, NULL);
}

void accept_known(struct diagnosis *diagnosis, const struct known_findings *known)
{
	for (guint i = 0; i < diagnosis->findings->len; i++) {
		struct finding *finding = diagnosis->findings->pdata[i];

		for (guint k = 0; k < finding->devices->len; k++) {
			int index = g_array_index(finding->devices, int, k);

			accept(finding, index, diagnosis->devices->pdata[index], known);
		}
		if (!finding->devices->len)
			accept(finding, -1, NULL, known);
	}
}

void mark_counting(struct diagnosis *diagnosis, const struct threshold *fail)
{
	for (guint i = 0; i < diagnosis->findings->len; i++) {
		struct finding *finding = diagnosis->findings->pdata[i];

		finding->counts = !fail->never && finding->severity >= fail->severity &&
				  finding->certainty >= fail->certainty &&
				  !finding_is_accepted(finding);
	}
}
