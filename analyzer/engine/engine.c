/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * engine.c - diagnose(): a fold over each device's sightings, then one pass
 * over all devices for what they share. No input, no output, no clock.
 *
 * Findings whose texts are the same to the letter are one fault that stops
 * several devices: it is said once.
 */
#include "explain.h"
#include "remedy.h"
#include "subjects.h"
#include "timeline.h"
#include "verdict.h"
#include "what_if.h"

#define EVIDENCE_MAX 32 /* of one finding; more would hide what it says */

/* A subject on its way to a device of the report. */
struct judged {
	struct subject *subject;
	struct device *device;
	GPtrArray *findings; /* struct finding * */
};

static void each_attempt(const struct fleet *fleet, void (*visit)(struct attempt *))
{
	for (unsigned i = 0; i < fleet->subjects->len; i++) {
		const struct subject *subject = fleet->subjects->pdata[i];

		for (unsigned k = 0; k < subject->attempts->len; k++)
			visit(subject->attempts->pdata[k]);
	}
}

static bool any_attempt(const struct subject *subject, bool called)
{
	for (unsigned i = 0; i < subject->attempts->len; i++) {
		const struct attempt *a = subject->attempts->pdata[i];

		if (called ? a->reached >= STEP_PROFILE && a->hello : a->hello != NULL)
			return true;
	}
	return false;
}

static void count_fleet(struct fleet *fleet)
{
	for (unsigned i = 0; i < fleet->subjects->len; i++) {
		fleet->said_hello += any_attempt(fleet->subjects->pdata[i], false);
		fleet->called_back += any_attempt(fleet->subjects->pdata[i], true);
	}
}

static bool has_row(const GPtrArray *findings, const struct failure *row)
{
	for (unsigned i = 0; i < findings->len; i++)
		if (((const struct finding *)findings->pdata[i])->row == row)
			return true;
	return false;
}

/* An earlier attempt's findings stay, lowered, unless the last one's say the same; stalls do not. */
static void add_earlier(GPtrArray *findings, GPtrArray *earlier)
{
	for (unsigned i = 0; i < earlier->len; i++) {
		struct finding *finding = earlier->pdata[i];

		finding_lower(finding);
		if (has_row(findings, finding->row) || g_str_has_suffix(finding->row->id, "00"))
			finding_free(finding);
		else
			g_ptr_array_add(findings, finding);
	}
	g_ptr_array_free(earlier, TRUE);
}

static void tell_identity(struct device *device, const struct subject *subject,
			  const struct attempt *last)
{
	const struct seen_hello *hello = attempt_hello(last);

	device->has_uuid = subject->has_uuid;
	device->uuid = subject->uuid;
	device->mac = subject->mac;
	device->addresses = g_array_copy(subject->addresses);
	device->server = last->server;
	device->method = attempt_method(last);
	device->fqdn = g_strdup(last->naming.fqdn);
	if (!hello)
		return;
	device->retry = hello->retry;
	if (hello->has_pid)
		memcpy(device->pid, hello->pid, sizeof device->pid);
}

static void judge_subject(struct judged *judged, const struct fleet *fleet)
{
	const GPtrArray *attempts = judged->subject->attempts;
	struct attempt *last = attempts->pdata[attempts->len - 1];
	struct device *device = g_new0(struct device, 1);

	judged->device = device;
	judged->findings = attempt_explain(last);
	verdict_of_device(device, last, judged->findings);
	for (unsigned i = attempts->len - 1; i-- > 0;)
		add_earlier(judged->findings, attempt_explain(attempts->pdata[i]));
	tell_identity(device, judged->subject, last);
	for (unsigned i = 0; i < attempts->len; i++)
		device->hellos += ((const struct attempt *)attempts->pdata[i])->hellos;
	timeline_tell(device, judged->subject, fleet);
}

static int first_address_order(const struct device *x, const struct device *y)
{
	if (x->addresses->len == 0 || y->addresses->len == 0)
		return (int)y->addresses->len - (int)x->addresses->len;
	return memcmp(x->addresses->data, y->addresses->data, sizeof(struct address));
}

/* Worst first: by outcome, the surest first, then by address. */
static int device_order(gconstpointer a, gconstpointer b)
{
	const struct device *x = ((const struct judged *)a)->device;
	const struct device *y = ((const struct judged *)b)->device;

	if (x->outcome != y->outcome)
		return (int)x->outcome - (int)y->outcome;
	if (x->outcome_certainty != y->outcome_certainty)
		return (int)y->outcome_certainty - (int)x->outcome_certainty;
	int order = first_address_order(x, y);

	return order ? order : memcmp(&x->uuid, &y->uuid, sizeof x->uuid);
}

static char *finding_key(const struct finding *finding)
{
	return g_strdup_printf("%s %d %s", finding->row->id, finding->severity, finding->message);
}

static void merge_evidence(struct finding *into, struct finding *from)
{
	unsigned n =
		MIN(from->evidence->len, EVIDENCE_MAX - MIN(EVIDENCE_MAX, into->evidence->len));

	for (unsigned i = 0; i < n; i++) {
		struct evidence *e = &g_array_index(from->evidence, struct evidence, i);

		g_array_append_val(into->evidence, *e);
		e->text = NULL;
	}
	into->certainty = MAX(into->certainty, from->certainty);
	g_ptr_array_extend(into->attempts, from->attempts, NULL, NULL);
}

/* Takes |finding|. */
static void add_finding(GPtrArray *findings, GHashTable *known, struct finding *finding,
			unsigned device)
{
	char *key = finding_key(finding);
	struct finding *same = g_hash_table_lookup(known, key);

	g_array_append_val(same ? same->devices : finding->devices, device);
	if (!same) {
		g_hash_table_insert(known, key, finding);
		g_ptr_array_add(findings, finding);
		return;
	}
	merge_evidence(same, finding);
	finding_free(finding);
	g_free(key);
}

static int finding_order(gconstpointer a, gconstpointer b)
{
	const struct finding *x = *(const struct finding *const *)a;
	const struct finding *y = *(const struct finding *const *)b;
	int order = (int)y->severity - (int)x->severity;

	if (!order)
		order = (int)x->step - (int)y->step;
	if (!order)
		order = strcmp(x->row->id, y->row->id);
	if (!order)
		order = (int)g_array_index(x->devices, unsigned, 0) -
			(int)g_array_index(y->devices, unsigned, 0);
	return order ? order : strcmp(x->message, y->message);
}

static void collect(struct diagnosis *d, GArray *judged)
{
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	g_array_sort(judged, device_order);
	for (unsigned i = 0; i < judged->len; i++) {
		struct judged *one = &g_array_index(judged, struct judged, i);

		g_ptr_array_add(d->devices, one->device);
		for (unsigned k = 0; k < one->findings->len; k++)
			add_finding(d->findings, known, one->findings->pdata[k], i);
		g_ptr_array_free(one->findings, TRUE);
	}
	g_ptr_array_sort(d->findings, finding_order);
}

static void tell_what_if(struct diagnosis *d, const GArray *judged, const struct fleet *fleet)
{
	g_autoptr(GPtrArray) last = g_ptr_array_new();

	for (unsigned i = 0; i < judged->len; i++) {
		const struct judged *one = &g_array_index(judged, struct judged, i);

		g_ptr_array_add(last,
				one->subject->attempts->pdata[one->subject->attempts->len - 1]);
	}
	d->what_if = what_if(last, fleet);
}

static void judge_all(struct diagnosis *d, const struct fleet *fleet)
{
	g_autoptr(GArray) judged = g_array_new(FALSE, TRUE, sizeof(struct judged));

	for (unsigned i = 0; i < fleet->subjects->len; i++) {
		struct judged one = {.subject = fleet->subjects->pdata[i]};

		judge_subject(&one, fleet);
		g_array_append_val(judged, one);
	}
	collect(d, judged);
	remedies_try(d->findings, fleet);
	if (fleet->options->what_if)
		tell_what_if(d, judged, fleet);
}

struct diagnosis *diagnose(struct sightings *sightings, const struct site *site,
			   const struct diagnose_options *options)
{
	struct diagnosis *d = g_new0(struct diagnosis, 1);
	struct fleet fleet = {
		.sightings = sightings,
		.site = site,
		.options = options,
		.subjects = g_ptr_array_new_with_free_func((GDestroyNotify)subject_free),
	};

	d->sightings = sightings;
	d->devices = g_ptr_array_new();
	d->findings = g_ptr_array_new();
	sightings_sort(sightings);
	subjects_find(&fleet);
	each_attempt(&fleet, attempt_fold);
	count_fleet(&fleet);
	judge_all(d, &fleet);
	verdict_of_all(d);
	g_ptr_array_free(fleet.subjects, TRUE);
	return d;
}
