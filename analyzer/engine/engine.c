/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * engine.c - diagnose(): a fold over each device's sightings, after one pass
 * over all devices for what they share. No input, no output, no clock.
 *
 * One device is thought about at a time; what stays of it are a row of the
 * report and its findings.
 */
#include "explain.h"
#include "fleet.h"
#include "gather.h"
#include "quality.h"
#include "remedy.h"
#include "verdict.h"
#include "what_if.h"

/* An earlier attempt's findings stay, lowered, unless the last one's say the same; stalls do not. */
static void add_earlier(GPtrArray *findings, struct attempt *attempt)
{
	GPtrArray *earlier = attempt_explain(attempt);

	for (unsigned i = 0; i < earlier->len; i++) {
		struct finding *finding = earlier->pdata[i];

		finding_lower(finding);
		if (findings_have(findings, finding->row) ||
		    g_str_has_suffix(finding->row->id, "00"))
			finding_free(finding);
		else
			g_ptr_array_add(findings, finding);
	}
	g_ptr_array_free(earlier, TRUE);
}

static void tell_identity(struct device *device, const struct attempt *last)
{
	const struct subject *subject = last->subject;
	const struct seen_hello *hello = attempt_hello(last);

	device->subject = subject;
	device->has_uuid = subject->has_uuid;
	device->uuid = subject->uuid;
	device->mac = subject->mac;
	device->addresses = &subject->addresses;
	device->server = last->server;
	device->method = attempt_method(last);
	if (!hello)
		return;
	device->retry = hello_last_retry(hello);
	if (hello->has_pid)
		memcpy(device->pid, hello->pid, sizeof device->pid);
}

static struct device *judge_subject(struct diagnosis *d, const struct subject *subject,
				    GPtrArray *findings)
{
	g_autoptr(GPtrArray) attempts = attempts_of(d->fleet, subject);
	struct attempt *last = attempts->pdata[attempts->len - 1];
	struct device *device = room_take(&d->room, sizeof *device);
	GPtrArray *lasting = attempt_explain(last);

	verdict_of_device(d, device, last, lasting);
	g_ptr_array_extend_and_steal(findings, lasting);
	for (unsigned i = attempts->len - 1; i-- > 0;)
		add_earlier(findings, attempts->pdata[i]);
	for (unsigned i = 0; i < attempts->len; i++)
		device->hellos += ((const struct attempt *)attempts->pdata[i])->hellos;
	tell_identity(device, last);
	if (last->naming.fqdn)
		device->fqdn = g_string_chunk_insert_const(d->strings, last->naming.fqdn);
	return device;
}

static int first_address_order(const struct device *x, const struct device *y)
{
	if (x->addresses->n == 0 || y->addresses->n == 0)
		return (int)y->addresses->n - (int)x->addresses->n;
	return memcmp(&x->addresses->first, &y->addresses->first, sizeof(struct address));
}

/* Worst first: by outcome, the surest first, then by address. */
static int device_order(gconstpointer a, gconstpointer b)
{
	const struct device *x = *(const struct device *const *)a;
	const struct device *y = *(const struct device *const *)b;

	if (x->outcome != y->outcome)
		return (int)x->outcome - (int)y->outcome;
	if (x->outcome_certainty != y->outcome_certainty)
		return (int)y->outcome_certainty - (int)x->outcome_certainty;
	int order = first_address_order(x, y);

	return order ? order : memcmp(&x->uuid, &y->uuid, sizeof x->uuid);
}

/* Sorts the devices; gives the new place of each, by its subject's number. */
static unsigned *sort_devices(GPtrArray *devices)
{
	unsigned *place = g_new(unsigned, devices->len + 1);

	g_ptr_array_sort(devices, device_order);
	for (unsigned i = 0; i < devices->len; i++)
		place[((const struct device *)devices->pdata[i])->subject->number] = i;
	return place;
}

/* From here on a capture in many files is these files. */
static void locate_evidence(const struct diagnosis *d, const struct finding *finding)
{
	for (unsigned i = 0; i < finding->evidence->len; i++) {
		struct evidence *e = &g_array_index(finding->evidence, struct evidence, i);

		if (e->place.frame)
			sightings_locate(d->sightings, &e->capture, &e->place.frame);
	}
}

static void judge_all(struct diagnosis *d)
{
	struct gather *gather = gather_new();
	g_autoptr(GPtrArray) findings = g_ptr_array_new();

	for (unsigned i = 0; i < d->fleet->subjects->len; i++) {
		g_ptr_array_add(d->devices,
				judge_subject(d, d->fleet->subjects->pdata[i], findings));
		for (unsigned k = 0; k < findings->len; k++)
			gather_add(gather, findings->pdata[k], i);
		g_ptr_array_set_size(findings, 0);
	}
	g_autofree unsigned *place = sort_devices(d->devices);

	d->findings = gather_end(gather, place);
	for (unsigned i = 0; i < d->findings->len; i++)
		locate_evidence(d, d->findings->pdata[i]);
}

struct diagnosis *diagnose(struct sightings *sightings, const struct site *site,
			   const struct diagnose_options *options)
{
	struct diagnosis *d = g_new0(struct diagnosis, 1);

	d->sightings = sightings;
	room_open(&d->room);
	d->devices = g_ptr_array_new();
	d->strings = g_string_chunk_new(4096);
	d->fleet = fleet_new(sightings, site, options);
	judge_all(d);
	remedies_try(d);
	if (options->what_if)
		d->what_if = what_if(d);
	d->limits = quality_of_captures(sightings, d->devices->len);
	verdict_of_all(d);
	return d;
}
