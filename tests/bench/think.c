/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * think.c - what thinking costs: DEVICES devices that say HELLOS hellos each,
 * against as many rows of records, without a capture.
 *
 * Prints processor time a hello and memory a device: the sightings that are
 * kept of it, and its row of the diagnosis.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "diagnosis.h"
#include "numbers.h"
#include "observer.h"

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double in_use(void)
{
	struct mallinfo2 m = mallinfo2();

	return (double)(m.uordblks + m.hblkhd);
}

static struct uuid uuid_of(unsigned device)
{
	struct uuid uuid = {{0}};

	memcpy(uuid.b, &device, sizeof device);
	uuid.b[15] = 1;
	return uuid;
}

static void write_table(const char *folder, const char *name, const char *head, unsigned devices,
			void (*row)(FILE *, unsigned))
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	FILE *f = fopen(path, "w");

	if (!f) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	fprintf(f, "%s\n", head);
	for (unsigned i = 0; i < devices; i++)
		row(f, i);
	fclose(f);
}

static void key_row(FILE *f, unsigned i)
{
	fprintf(f, "P%07u,0\n", i);
}

static void system_row(FILE *f, unsigned i)
{
	struct uuid uuid = uuid_of(i);
	char text[UUID_TEXT];

	fprintf(f, "%s,pc%u.example.test,standard\n", uuid_text(&uuid, text), i);
}

static void setting_row(FILE *f, unsigned i)
{
	(void)i;
	fprintf(f, "props_script_timeout,180\n");
}

static struct site *records(unsigned devices)
{
	char folder[] = "/tmp/think-XXXXXX";
	GError *error = NULL;
	struct site *site;

	if (!mkdtemp(folder))
		return NULL;
	write_table(folder, "pid_map.csv", "pid,used", devices, key_row);
	write_table(folder, "systems.csv", "uuid,fqdn,profile", devices, system_row);
	write_table(folder, "configuration.csv", "name,value", 1, setting_row);
	site = site_load(folder, NULL, &error);
	g_autofree char *remove = g_strdup_printf("rm -r %s", folder);

	return system(remove) == 0 ? site : NULL;
}

/* One hello as MeshCentral's or SCS's server sees it: eight frames, a word to nobody. */
static void say_hello(struct observer *o, unsigned device, unsigned retry, struct moment at)
{
	const uint8_t from[4] = {10, (uint8_t)(device >> 16), (uint8_t)(device >> 8),
				 (uint8_t)device};
	const uint8_t to[4] = {192, 0, 2, 10};
	struct seen_piece piece = {.frame = at.frame, .in_frame = 54, .length = 32};
	struct seen_hello hello = {
		.at = at,
		.uuid = uuid_of(device),
		.retry = retry,
		.version = HELLO_VERSION_PSK,
		.length = 32,
		.segments = 1,
		.has_uuid = true,
		.has_pid = true,
		.whole = true,
		.piece = &piece,
		.piece_count = 1,
		.span = {[HELLO_FIELD_UUID] = {8, 16}, [HELLO_FIELD_PID] = {24, 8}},
	};
	struct seen_connection c = {
		.client = address_v4(from),
		.server = address_v4(to),
		.client_port = (uint16_t)(40000 + retry),
		.server_port = HELLO_PORT,
		.service = SERVICE_HELLO,
		.answer = ANSWER_ACCEPTED,
		.answer_at = at,
		.last = at,
		.syns = 1,
		.syn_acks = 1,
		.bytes = {32, 0},
		.isn = device,
		.has_isn = true,
		.ttl = {64, 64},
		.established = true,
		.ended = true,
		.hello = &hello,
	};

	snprintf(hello.pid, sizeof hello.pid, "P%07u", device % 10000000);
	observe_connection(o, &c, at);
}

static struct sightings *observe(unsigned devices, unsigned hellos)
{
	struct sightings *sightings = sightings_new();
	struct watch *watch = watch_new();
	struct budget *budget = budget_new();
	struct capture_facts facts = {
		.file = "bench",
		.frames = 1,
		.last = INT64_C(7) * 3600 * NANOSECONDS,
		.complete = true,
	};
	struct observer *o =
		observer_new(sightings, sightings_add_capture(sightings, &facts), watch, budget);
	uint64_t frame = 1;

	for (unsigned retry = 0; retry < hellos; retry++)
		for (unsigned device = 0; device < devices; device++, frame += 8)
			say_hello(o, device, retry,
				  (struct moment){retry * 60 * NANOSECONDS + device * 1000, frame});
	observer_finish(o);
	budget_free(budget);
	watch_free(watch);
	return sightings;
}

int main(int argc, char **argv)
{
	unsigned devices = argc > 1 ? (unsigned)atoi(argv[1]) : 100000;
	unsigned hellos = argc > 2 ? (unsigned)atoi(argv[2]) : 10;
	struct site *site = records(devices);
	double before = in_use();
	struct sightings *sightings = observe(devices, hellos);
	double seen = in_use(), start = seconds();
	struct diagnosis *diagnosis =
		site ? diagnose(sightings, site, &(struct diagnose_options){0}) : NULL;
	double spent = seconds() - start, thought = in_use();

	if (!diagnosis)
		return EXIT_FAILURE;
	printf("%10s %8s %14s %22s %22s\n", "devices", "hellos", "us a hello",
	       "bytes a device: seen", "thought");
	printf("%10u %8u %14.2f %22.0f %22.0f\n", devices, hellos, spent * 1e6 / devices / hellos,
	       (seen - before) / devices, (thought - seen) / devices);
	diagnosis_free(diagnosis);
	sightings_free(sightings);
	site_free(site);
	return EXIT_SUCCESS;
}
