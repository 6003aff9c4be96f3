/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text_device.c - the devices of the text report.
 *
 * A device has a number, its place in the list: names and addresses may be
 * shared or missing, and the findings must point at one machine.
 */
#include <inttypes.h>

#include "formats.h"
#include "text.h"
#include "time_text.h"

#define STORY_COLUMN 14
#define DEVICES_SHOWN 6 /* a fault of the whole site names a few and counts the rest */

static const enum paint outcome_paints[OUTCOMES] = {
	[OUTCOME_FAILED] = PAINT_RED,
	[OUTCOME_UNKNOWN] = PAINT_YELLOW,
	[OUTCOME_IN_PROGRESS] = PAINT_YELLOW,
	[OUTCOME_PROVISIONED] = PAINT_GREEN,
};

char *text_device_name(const struct device *device)
{
	char address[ADDRESS_TEXT], uuid[UUID_TEXT], mac[MAC_TEXT];

	if (device->fqdn)
		return g_strdup(device->fqdn);
	if (device->addresses->n)
		return g_strdup(address_text(addresses_at(device->addresses, 0), address));
	if (device->has_uuid)
		return g_strdup(uuid_text(&device->uuid, uuid));
	if (!mac_is_none(&device->mac))
		return g_strdup(mac_text(&device->mac, mac));
	return g_strdup("unnamed device");
}

char *text_device_list(const struct diagnosis *diagnosis, const GArray *devices)
{
	GString *list = g_string_new(NULL);

	for (guint i = 0; i < MIN(devices->len, DEVICES_SHOWN); i++) {
		unsigned device = g_array_index(devices, unsigned, i);
		char *name = text_device_name(diagnosis->devices->pdata[device]);

		g_string_append_printf(list, "%s%u (%s)", i ? ", " : "", device + 1, name);
		g_free(name);
	}
	if (devices->len > DEVICES_SHOWN)
		g_string_append_printf(list, " and %u more", devices->len - DEVICES_SHOWN);
	return g_string_free(list, FALSE);
}

static void put_device(const struct page *page, const struct device *device, unsigned number,
		       unsigned digits)
{
	char *name = text_device_name(device);
	char *label =
		g_strdup_printf("%*u %s", (int)digits, number, outcome_names[device->outcome]);

	page_rowf(page, 2, outcome_paints[device->outcome], label, digits + 16, "%s: %s", name,
		  device->verdict);
	g_free(label);
	g_free(name);
}

static unsigned decimal_digits(unsigned value)
{
	unsigned digits = 1;

	while (value /= 10)
		digits++;
	return digits;
}

void text_devices(const struct page *page, const struct diagnosis *diagnosis)
{
	unsigned digits = decimal_digits(diagnosis->devices->len);

	if (!diagnosis->devices->len)
		return;
	page_heading(page, "Devices, worst first");
	for (guint i = 0; i < diagnosis->devices->len; i++)
		put_device(page, diagnosis->devices->pdata[i], i + 1, digits);
}

static void put_addresses(const struct page *page, const struct device *device)
{
	char text[ADDRESS_TEXT];

	for (guint i = 0; i < device->addresses->n; i++)
		page_row(page, 2, PAINT_NONE, i ? NULL : "Address", STORY_COLUMN,
			 address_text(addresses_at(device->addresses, i), text));
	if (!address_is_none(&device->server))
		page_row(page, 2, PAINT_NONE, "Server", STORY_COLUMN,
			 address_text(&device->server, text));
}

static void put_identity(const struct page *page, const struct device *device,
			 const struct report_options *options)
{
	char uuid[UUID_TEXT], mac[MAC_TEXT], pid[PID_TEXT];

	if (device->has_uuid)
		page_row(page, 2, PAINT_NONE, "UUID", STORY_COLUMN, uuid_text(&device->uuid, uuid));
	if (!mac_is_none(&device->mac))
		page_row(page, 2, PAINT_NONE, "MAC", STORY_COLUMN, mac_text(&device->mac, mac));
	put_addresses(page, device);
	if (device->method != METHOD_UNKNOWN)
		page_row(page, 2, PAINT_NONE, "Method", STORY_COLUMN, method_names[device->method]);
	if (device->pid[0])
		page_row(page, 2, PAINT_NONE, "PID", STORY_COLUMN,
			 report_pid(device, options, pid));
	if (device->hellos)
		page_rowf(page, 2, PAINT_NONE, "Hellos", STORY_COLUMN, "%u, last retry count %u",
			  device->hellos, device->retry);
}

static void put_progress(const struct page *page, const char *label,
			 const struct progress *progress)
{
	if (!progress->known)
		return;
	page_rowf(page, 2, PAINT_NONE, label, STORY_COLUMN, "reached %s%s%s%s%s",
		  progress->started ? step_names[progress->reached] : "no step",
		  progress->complete ? "" : ", stopped at ",
		  progress->complete ? "" : step_names[progress->stopped],
		  progress->by ? " by " : "", progress->by ? progress->by->id : "");
}

static void put_event(const struct page *page, const struct diagnosis *diagnosis,
		      const struct event *event)
{
	const struct capture_facts *facts = report_capture(diagnosis, event->capture);
	char time[TIME_TEXT];

	time_text(event->time, facts ? facts->digits : 0, time);
	if (event->frame && facts)
		page_rowf(page, 2, PAINT_NONE, step_names[event->step], STORY_COLUMN,
			  "%s %s frame %" PRIu64 ": %s", time, facts->file, event->frame,
			  event->text);
	else
		page_rowf(page, 2, PAINT_NONE, step_names[event->step], STORY_COLUMN, "%s: %s",
			  time, event->text);
}

static void put_events(const struct page *page, const struct diagnosis *diagnosis,
		       const struct device *device)
{
	unsigned left_out;
	g_autoptr(GArray) events = timeline_of(diagnosis, device, &left_out);

	for (guint i = 0; i < events->len; i++)
		put_event(page, diagnosis, &g_array_index(events, struct event, i));
	if (left_out)
		page_rowf(page, 2, PAINT_NONE, NULL, STORY_COLUMN, "(%u events left out)",
			  left_out);
}

static void put_story(const struct page *page, const struct diagnosis *diagnosis, guint i,
		      const struct report_options *options)
{
	const struct device *device = diagnosis->devices->pdata[i];
	char *name = text_device_name(device);
	char *label = g_strdup_printf("Device %u", i + 1);

	fputc('\n', page->out);
	page_row(page, 0, PAINT_BOLD, label, 0, name);
	put_identity(page, device, options);
	put_progress(page, "Observed", &device->observed);
	put_progress(page, "Predicted", &device->predicted);
	text_setup(page, diagnosis, device, STORY_COLUMN);
	put_events(page, diagnosis, device);
	g_free(label);
	g_free(name);
}

void text_stories(const struct page *page, const struct diagnosis *diagnosis,
		  const struct report_options *options)
{
	for (guint i = 0; i < diagnosis->devices->len; i++)
		put_story(page, diagnosis, i, options);
}
