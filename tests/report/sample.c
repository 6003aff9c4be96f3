/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sample.c - diagnoses made by hand.
 *
 * Reports are a function of struct diagnosis alone, so their tests need no
 * capture and no engine: the values here are chosen to reach every branch.
 */
#include "sample.h"

#include <string.h>

#include "acceptance.h"
#include "sample_setup.h"

/* 2026-11-22T16:36:01.123456789Z */
#define START (INT64_C(1795365361) * NANOSECONDS + 123456789)

/* ESC, a bidirectional override, C1's CSI in two forms, quotes, a line break, no UTF-8, a format. */
const char sample_hostile[] = "\033[31m\342\200\256evil\302\2339\233\"'\\\r\n\377%s%n\177";

static const struct failure pid_unknown = {
	.id = "AMT-K01",
	.step = STEP_IDENTIFY,
	.severity = SEVERITY_ERROR,
	.known = KNOWN_RECORDS,
	.title = "PID rejected",
	.cause = "The key was never imported, or it was typed wrong at the machine.",
	.remedy = "Import the key pair into the server's list, or enter a listed one in the MEBx.",
	.source = "SEED",
};

static const struct failure no_script = {
	.id = "AMT-F09",
	.step = STEP_NAME,
	.severity = SEVERITY_ERROR,
	.known = KNOWN_RECORDS,
	.title = "Properties script has no time to run",
	.cause = "props_script_timeout is 0.",
	.remedy = "Set props_script_timeout to 180.",
	.source = "SEED",
};

static const struct failure old_clock = {
	.id = "AMT-N08",
	.step = STEP_RESOLVE,
	.severity = SEVERITY_NOTE,
	.known = KNOWN_SILENCE,
	.title = "Already provisioned",
	.cause = "Another console owns the device.",
	.remedy = "Unprovision it first.",
	.source = "CM-STAT",
};

static const struct failure wrong_root = {
	.id = "AMT-L06",
	.step = STEP_SECURE,
	.severity = SEVERITY_ERROR,
	.known = KNOWN_WIRE,
	.title = "Root of the setup certificate is not among the device's",
	.cause = "The firmware does not carry this CA's hash.",
	.remedy = "Use a certificate of another CA.",
	.source = "SEED",
	.side_by_side = true,
};

static struct device *add_device(struct diagnosis *diagnosis, enum outcome outcome,
				 const char *verdict)
{
	struct device *device = g_new0(struct device, 1);

	device->addresses = g_new0(struct addresses, 1);
	device->timeline = g_array_new(FALSE, FALSE, sizeof(struct event));
	device->outcome = outcome;
	device->outcome_certainty = CERTAINTY_CERTAIN;
	device->verdict = g_strdup(verdict);
	g_ptr_array_add(diagnosis->devices, device);
	diagnosis->count[outcome]++;
	return device;
}

static void add_address(struct device *device, const char *text)
{
	struct address address;

	address_parse(&address, text);
	addresses_add((struct addresses *)device->addresses, &address);
}

static void add_event(struct device *device, int64_t time, uint64_t frame, enum step step,
		      const char *text)
{
	struct event event = {.time = time, .frame = frame, .step = step, .text = g_strdup(text)};

	g_array_append_val(device->timeline, event);
}

static struct finding *add_finding(struct diagnosis *diagnosis, const struct failure *row,
				   const char *message)
{
	struct finding *finding = g_new0(struct finding, 1);

	finding->row = row;
	finding->severity = row->severity;
	finding->known = row->known;
	finding->certainty = CERTAINTY_CERTAIN;
	finding->message = g_strdup(message);
	finding->devices = g_array_new(FALSE, FALSE, sizeof(unsigned));
	finding->evidence = g_array_new(FALSE, FALSE, sizeof(struct evidence));
	finding->needs = g_ptr_array_new_with_free_func(g_free);
	finding->candidates = g_ptr_array_new();
	g_ptr_array_add(diagnosis->findings, finding);
	diagnosis->severities[row->severity]++;
	return finding;
}

static void add_evidence(struct finding *finding, struct place place, const char *text)
{
	struct evidence evidence = {.place = place, .text = g_strdup(text)};

	g_array_append_val(finding->evidence, evidence);
}

/* |count| times the same change; what stops it, or why no more is said. */
static struct verified_remedy tried(const char *set, unsigned count, enum step then,
				    const struct failure *by, const char *beyond)
{
	struct verified_remedy tried = {
		.set = g_ptr_array_new_with_free_func(g_free),
		.then = then,
		.by = by,
		.beyond = g_strdup(beyond),
	};

	for (unsigned i = 0; i < count; i++)
		g_ptr_array_add(tried.set, g_strdup(set));
	return tried;
}

static void verify(struct finding *finding, struct verified_remedy verified)
{
	finding->verified = g_memdup2(&verified, sizeof verified);
}

static void add_change(struct diagnosis *diagnosis, struct verified_remedy tried, unsigned helps)
{
	struct what_if_change *change = g_new0(struct what_if_change, 1);

	change->tried = tried;
	change->helps = g_array_new(FALSE, FALSE, sizeof(unsigned));
	for (unsigned i = 0; i < helps; i++)
		g_array_append_val(change->helps, i);
	if (!diagnosis->what_if) {
		diagnosis->what_if = g_new0(struct what_if, 1);
		diagnosis->what_if->changes = g_ptr_array_new();
		diagnosis->what_if->beyond_records = g_array_new(FALSE, FALSE, sizeof(unsigned));
	}
	g_ptr_array_add(diagnosis->what_if->changes, change);
}

static void concern(struct finding *finding, unsigned first, unsigned count)
{
	for (unsigned i = first; i < first + count; i++)
		g_array_append_val(finding->devices, i);
}

static void add_capture(struct sightings *sightings, struct capture_facts facts)
{
	facts.file = sightings_intern(sightings, facts.file);
	sightings_add_capture(sightings, &facts);
}

static struct device *add_pid_device(struct diagnosis *diagnosis, const char *text)
{
	struct device *device = add_device(diagnosis, OUTCOME_FAILED, text);

	device->has_uuid = uuid_parse(&device->uuid, "44454c4c-3700-104d-8043-b6c04f4e3132");
	mac_parse(&device->mac, "00:13:20:aa:bb:01");
	add_address(device, "10.86.0.50");
	add_address(device, "fe80::213:20ff:feaa:bb01");
	address_parse(&device->server, "10.86.0.2");
	device->method = METHOD_PSK;
	strcpy(device->pid, "LABP0001");
	device->hellos = 3;
	device->retry = 2;
	device->fqdn = g_strdup("pc1.example.test");
	device->observed = (struct progress){
		.known = true, .started = true, .reached = STEP_HELLO, .stopped = STEP_IDENTIFY};
	device->predicted = device->observed;
	device->predicted.by = &pid_unknown;
	return device;
}

static void make_pid(struct sample *sample)
{
	struct diagnosis *d = sample->diagnosis;
	struct device *device = add_pid_device(d, "PID rejected: LABP**** is not in the key list.");
	struct finding *finding =
		add_finding(d, &pid_unknown, "The hello's PID LABP**** is not in the key list.");

	add_capture(sample->sightings, (struct capture_facts){.file = "a.pcapng",
							      .frames = 812,
							      .bytes = 97980,
							      .first = START,
							      .last = START + 90 * NANOSECONDS,
							      .digits = 6,
							      .vantage = VANTAGE_SERVER,
							      .complete = true});
	add_event(device, START, 51, STEP_RESOLVE,
		  "DNS: provisionserver.example.test is 10.86.0.2");
	add_event(device, START + NANOSECONDS, 57, STEP_HELLO, "hello, version 2, retry count 2");
	device->timeline_left_out = 2;
	concern(finding, 0, 1);
	verify(finding,
	       tried("pid_map+pid=LABP****", 1, STEP_CALLBACK, NULL, "not decided by records"));
	add_evidence(finding, (struct place){.frame = 57, .offset = 78, .length = 8},
		     "PID in the hello");
	add_evidence(finding, (struct place){0}, "pid_map: 12 rows, none with this PID");
	d->verdict = g_strdup("One device was seen and it did not get provisioned: PID rejected.");
}

static void add_site_devices(struct diagnosis *d)
{
	for (unsigned i = 0; i < 40; i++) {
		struct device *device =
			add_device(d, i < 38 ? OUTCOME_FAILED : OUTCOME_PROVISIONED,
				   i < 38 ? "The properties script never runs." : "Provisioned.");
		char address[ADDRESS_TEXT];

		g_snprintf(address, sizeof address, "10.0.0.%u", i + 1);
		add_address(device, address);
		device->observed.complete = i >= 38;
		device->observed.known = true;
	}
}

static void add_site_captures(struct sightings *sightings)
{
	const char **problem = sightings_room(sightings, 2 * sizeof *problem);

	problem[0] = "cut short in frame 1201 at byte 88412";
	problem[1] = "the capturing machine dropped 12 frames";
	add_capture(sightings, (struct capture_facts){.file = "north/switch.pcap.gz",
						      .frames = 1200,
						      .bytes = 88412,
						      .first = -1,
						      .last = START,
						      .digits = 9,
						      .problem = problem,
						      .problem_count = 2});
	add_capture(sightings, (struct capture_facts){.file = "south.pcap"});
}

static void add_site_changes(struct diagnosis *d)
{
	const unsigned beyond = 39;

	add_change(d,
		   tried("configuration.props_script_timeout=180", 1, STEP_IDENTIFY, &pid_unknown,
			 NULL),
		   38);
	add_change(d,
		   tried("pid_map+pid=LABP****", 2, STEP_CALLBACK, NULL, "not decided by records"),
		   1);
	g_array_append_val(d->what_if->beyond_records, beyond);
}

static void make_site(struct sample *sample)
{
	struct diagnosis *d = sample->diagnosis;
	struct finding *script, *again, *note;

	add_site_devices(d);
	add_site_captures(sample->sightings);
	script = add_finding(d, &no_script, "props_script_timeout is 0: no device gets a name.");
	concern(script, 0, 38);
	verify(script, tried("configuration.props_script_timeout=180", 1, STEP_IDENTIFY,
			     &pid_unknown, NULL));
	script->counts = true;
	add_site_changes(d);
	again = add_finding(d, &pid_unknown, "A PID was refused.");
	again->severity = SEVERITY_WARNING;
	again->certainty = CERTAINTY_POSSIBLE;
	concern(again, 3, 2);
	finding_accept(again, 3, "suppression", "seen before", "2027-01-31");
	g_ptr_array_add(again->needs, g_strdup("the table pid_map of the site's records"));
	g_ptr_array_add(again->candidates, (void *)"AMT-Z99"); /* no row: no title */
	note = add_finding(d, &old_clock, "No hello came.");
	concern(note, 39, 1);
	finding_accept(note, 39, "baseline", NULL, NULL);
	g_ptr_array_add(note->needs, g_strdup("the table pid_map of the site's records"));
	g_ptr_array_add(note->needs, g_strdup("a capture at the client's switch"));
	d->severities[SEVERITY_ERROR] = 1;
	d->severities[SEVERITY_WARNING] = 1;
	d->verdict = g_strdup("38 of 40 devices did not get provisioned, all for one reason: the "
			      "properties script has no time to run.");
}

static void make_hostile(struct sample *sample)
{
	struct diagnosis *d = sample->diagnosis;
	const char **problem = sightings_room(sample->sightings, sizeof *problem);
	struct device *device = add_pid_device(d, sample_hostile);
	struct finding *finding = add_finding(d, &pid_unknown, sample_hostile);

	*problem = sample_hostile;
	add_capture(sample->sightings, (struct capture_facts){.file = sample_hostile,
							      .frames = UINT64_C(1) << 60,
							      .first = INT64_MIN,
							      .last = INT64_MAX,
							      .digits = 9,
							      .problem = problem,
							      .problem_count = 1});
	char *fqdn = g_strnfill(300, 'a');

	memcpy(fqdn, sample_hostile, strlen(sample_hostile));
	g_free((char *)device->fqdn);
	device->fqdn = fqdn;
	memcpy(device->pid, "\033[2J\"\\%n", PID_TEXT);
	device->retry = UINT32_MAX;
	sample_add_setup(device, sample->sightings, sample_hostile);
	add_event(device, START, UINT64_C(1) << 60, STEP_RESOLVE, sample_hostile);
	concern(finding, 0, 1);
	finding->counts = true;
	finding_accept(finding, 0, "suppression", sample_hostile, NULL);
	add_evidence(finding,
		     (struct place){.frame = UINT64_C(1) << 60, .offset = UINT32_MAX, .length = 8},
		     sample_hostile);
	g_ptr_array_add(finding->needs, g_strdup(sample_hostile));
	verify(finding, tried(sample_hostile, 6, STEP_NAME, NULL, sample_hostile));
	add_change(d, tried(sample_hostile, 2, STEP_NAME, NULL, sample_hostile), 1);
	d->verdict = g_strdup(sample_hostile);
}

static void make_setup(struct sample *sample)
{
	struct diagnosis *d = sample->diagnosis;
	struct device *device = add_device(d, OUTCOME_FAILED, "The device refuses the server.");

	add_address(device, "10.86.0.50");
	device->hellos = 1;
	sample_add_setup(device, sample->sightings, "sca.example.test");
	concern(add_finding(d, &wrong_root, "The root is not among the 3 hashes of the hello."), 0,
		1);
	d->verdict = g_strdup("The device refuses the server.");
}

static void make_empty(struct sample *sample)
{
	sample->diagnosis->verdict = g_strdup("No AMT traffic was seen.");
}

static const struct {
	const char *name;
	void (*make)(struct sample *sample);
} makers[] = {
	{"empty", make_empty}, {"pid", make_pid},         {"site", make_site},
	{"setup", make_setup}, {"hostile", make_hostile},
};

struct sample sample_new(const char *name)
{
	struct sample sample = {0};

	for (size_t i = 0; i < G_N_ELEMENTS(makers); i++) {
		if (strcmp(makers[i].name, name) != 0)
			continue;
		sample.sightings = sightings_new();
		sample.diagnosis = g_new0(struct diagnosis, 1);
		sample.diagnosis->sightings = sample.sightings;
		sample.diagnosis->devices = g_ptr_array_new();
		sample.diagnosis->findings = g_ptr_array_new();
		makers[i].make(&sample);
	}
	return sample;
}

static void device_free(struct device *device)
{
	for (guint i = 0; i < device->timeline->len; i++)
		g_free(g_array_index(device->timeline, struct event, i).text);
	g_array_free(device->timeline, TRUE);
	g_free(device->addresses->more);
	g_free((struct addresses *)device->addresses);
	sample_free_setup(device);
	g_free((char *)device->fqdn);
	g_free((char *)device->verdict);
	g_free(device);
}

static void tried_clear(struct verified_remedy *tried)
{
	g_ptr_array_free(tried->set, TRUE);
	g_free(tried->beyond);
}

static void what_if_free(struct what_if *what_if)
{
	for (guint i = 0; what_if && i < what_if->changes->len; i++) {
		struct what_if_change *change = what_if->changes->pdata[i];

		tried_clear(&change->tried);
		g_array_free(change->helps, TRUE);
		g_free(change);
	}
	if (!what_if)
		return;
	g_ptr_array_free(what_if->changes, TRUE);
	g_array_free(what_if->beyond_records, TRUE);
	g_free(what_if);
}

static void finding_free(struct finding *finding)
{
	for (guint i = 0; i < finding->evidence->len; i++)
		g_free(g_array_index(finding->evidence, struct evidence, i).text);
	g_array_free(finding->evidence, TRUE);
	g_array_free(finding->devices, TRUE);
	g_ptr_array_free(finding->needs, TRUE);
	g_ptr_array_free(finding->candidates, TRUE);
	if (finding->verified)
		tried_clear(finding->verified);
	g_free(finding->verified);
	if (finding->accepted)
		g_ptr_array_free(finding->accepted, TRUE);
	g_free(finding->message);
	g_free(finding);
}

void sample_free(struct sample *sample)
{
	struct diagnosis *diagnosis = sample->diagnosis;

	for (guint i = 0; i < diagnosis->devices->len; i++)
		device_free(diagnosis->devices->pdata[i]);
	for (guint i = 0; i < diagnosis->findings->len; i++)
		finding_free(diagnosis->findings->pdata[i]);
	g_ptr_array_free(diagnosis->devices, TRUE);
	g_ptr_array_free(diagnosis->findings, TRUE);
	what_if_free(diagnosis->what_if);
	g_free(diagnosis->verdict);
	g_free(diagnosis);
	sightings_free(sample->sightings);
}
