/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * synth.c - compiles scenarios to captures.
 *
 *   synth FOLDER           makes the capture of every FOLDER/NAME.scenario
 *   synth --check FOLDER   compares instead, byte for byte
 *   synth NAME.scenario    makes one
 *
 * The check is the test that what is in version control is what the
 * scenarios say.
 */
#include "file.h"
#include "script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUFFIX ".scenario"

static char *capture_path(const char *scenario, const struct scene *scene)
{
	size_t stem = strlen(scenario) - strlen(SUFFIX);

	return g_strdup_printf("%.*s.%s", (int)stem, scenario, scene->pcapng ? "pcapng" : "pcap");
}

static bool write_file(const char *path, const GByteArray *bytes)
{
	GError *error = NULL;

	if (g_file_set_contents(path, (char *)bytes->data, bytes->len, &error))
		return true;
	fprintf(stderr, "%s: %s\n", path, error->message);
	g_error_free(error);
	return false;
}

static bool check_file(const char *path, const GByteArray *bytes)
{
	char *there;
	gsize n, i = 0;

	if (!g_file_get_contents(path, &there, &n, NULL)) {
		fprintf(stderr, "%s: is not there; build the target pcaps\n", path);
		return false;
	}
	while (i < n && i < bytes->len && (uint8_t)there[i] == bytes->data[i])
		i++;
	bool same = i == n && n == bytes->len;

	if (!same)
		fprintf(stderr, "%s: differs from its scenario at byte %zu\n", path, (size_t)i);
	g_free(there);
	return same;
}

/* Certificates that a site's records name, made with the capture that shows them. */
static bool publish(const char *scenario, const struct scene *scene, bool check)
{
	char *folder = g_path_get_dirname(scenario);
	bool done = true;

	for (unsigned i = 0; i < scene->published->len; i++) {
		const struct published *published = scene->published->pdata[i];
		char *path = g_build_filename(folder, published->path, NULL);

		done &= check ? check_file(path, published->bytes)
			      : write_file(path, published->bytes);
		g_free(path);
	}
	g_free(folder);
	return done;
}

static bool compile(const char *scenario, bool check)
{
	struct scene *scene = script_play(scenario);
	char *path = capture_path(scenario, scene);
	GByteArray *bytes = file_bytes(scene);
	bool done = check ? check_file(path, bytes) : write_file(path, bytes);

	done &= publish(scenario, scene, check);
	g_byte_array_unref(bytes);
	g_free(path);
	scene_free(scene);
	return done;
}

static bool compile_folder(GDir *folder, const char *path, bool check)
{
	bool done = true;
	unsigned count = 0;

	for (const char *name; (name = g_dir_read_name(folder));) {
		if (!g_str_has_suffix(name, SUFFIX))
			continue;
		char *scenario = g_build_filename(path, name, NULL);

		done &= compile(scenario, check);
		count++;
		g_free(scenario);
	}
	printf("%u scenarios %s\n", count, check ? "compared" : "compiled");
	return done && count > 0;
}

int main(int argc, char **argv)
{
	bool check = argc > 2 && !strcmp(argv[1], "--check");

	if (argc != 2 + check) {
		fprintf(stderr, "usage: synth [--check] FOLDER | SCENARIO\n");
		return EXIT_FAILURE;
	}
	const char *path = argv[argc - 1];
	GDir *folder = g_dir_open(path, 0, NULL);
	bool done = folder ? compile_folder(folder, path, check) : compile(path, check);

	if (folder)
		g_dir_close(folder);
	return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
