/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * script.c - a scenario's lines in their order: declarations, events, loops.
 *
 * Every word before the first time is a declaration's. A loop's variable is
 * replaced in the text before a line is taken apart, so it can stand anywhere.
 */
#include "script.h"

#include "certificate.h"
#include "verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct script {
	const char *path;
	struct scene *scene;
	char **lines;
	int64_t start; /* of "@" times: the beginning, or the loop's turn */
};

static void declare_text(struct line *line, char **text)
{
	GString *whole = g_string_new(line_word(line, 1));

	for (unsigned i = 2; i < line->words->len; i++)
		g_string_append_printf(whole, " %s", line_word(line, i));
	*text = g_string_free(whole, FALSE);
}

static void declare_story(struct scene *scene, struct line *line)
{
	declare_text(line, &scene->story);
}

static void declare_vantage(struct scene *scene, struct line *line)
{
	declare_text(line, &scene->vantage);
}

static void declare_licence(struct scene *scene, struct line *line)
{
	declare_text(line, &scene->licence);
}

static void declare_format(struct scene *scene, struct line *line)
{
	const char *name = line_word(line, 1);

	scene->pcapng = !strcmp(name, "pcapng");
	if (!scene->pcapng && strcmp(name, "pcap"))
		line_fail(line, "neither pcap nor pcapng: %s", name);
	name = line_word_or_null(line, 2);
	scene->secrets = name && scene->pcapng && !strcmp(name, "secrets");
	if (name && !scene->secrets)
		line_fail(line, "only a pcapng has secrets in it");
}

static void declare_snaplen(struct scene *scene, struct line *line)
{
	scene->snaplen = (uint32_t)line_count(line, line_word(line, 1));
}

struct word {
	const char *name;
	void (*act)(struct scene *scene, struct line *line);
};

static const struct word declarations[] = {
	{"story", declare_story},           {"vantage", declare_vantage},
	{"licence", declare_licence},       {"format", declare_format},
	{"snaplen", declare_snaplen},       {"host", scene_add_host},
	{"interface", scene_add_interface}, {"certificate", certificate_declare},
	{"publish", certificate_publish},   {"hosts", scene_add_hosts},
};

static const struct word verbs[] = {
	{"lease", verb_lease}, {"dhcp", verb_dhcp},     {"dns", verb_dns},
	{"tcp", verb_tcp},     {"send", verb_send},     {"close", verb_close},
	{"fin", verb_fin},     {"reset", verb_reset},   {"hello", verb_hello},
	{"tls", verb_tls},     {"arp", verb_arp},       {"udp", verb_udp},
	{"raw", verb_raw},     {"secure", verb_secure}, {"handshake", verb_handshake},
	{"shake", verb_shake}, {"alert", verb_alert},   {"data", verb_data},
	{"call", verb_call},   {"answer", verb_answer}, {"clock", verb_clock},
};

static void act(const struct word *words, size_t n, struct scene *scene, struct line *line)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(words[i].name, line_word(line, 0))) {
			words[i].act(scene, line);
			line_all_read(line);
			return;
		}
	line_fail(line, "unknown word: %s", line_word(line, 0));
}

/* Removes "drop" before the verb, which makes the event one that the capture did not see. */
static bool take_drop(struct line *line)
{
	bool drop = !strcmp(line_word(line, 0), "drop");

	if (drop)
		g_ptr_array_remove_index(line->words, 0);
	return drop;
}

static void play_event(struct script *script, struct line *line)
{
	struct scene *scene = script->scene;
	const char *when = line_word(line, 0);
	int64_t time = line_time(line, when + 1);

	scene->now = *when == '@' ? script->start + time : scene->now + time;
	g_ptr_array_remove_index(line->words, 0);
	scene->unseen = take_drop(line);
	scene->on = scene_interface(scene, line, line_option(line, "on", NULL));
	act(verbs, G_N_ELEMENTS(verbs), scene, line);
}

static bool is_event(const char *word)
{
	return *word == '+' || *word == '@';
}

static void play_line(struct script *script, size_t i)
{
	char *text = g_strstrip(g_strdup(script->lines[i]));

	if (*text && *text != '#') {
		struct line *line = line_new(script->path, (unsigned)i + 1, text);

		if (is_event(line_word(line, 0)))
			play_event(script, line);
		else
			act(declarations, G_N_ELEMENTS(declarations), script->scene, line);
		line_free(line);
	}
	g_free(text);
}

static char *replaced(const char *text, const char *variable, const char *value)
{
	char **parts = g_strsplit(text, variable, -1);
	char *whole = g_strjoinv(value, parts);

	g_strfreev(parts);
	return whole;
}

static size_t loop_end(const struct script *script, const struct line *line, size_t i)
{
	for (; script->lines[i]; i++)
		if (g_str_has_prefix(script->lines[i], "end"))
			return i;
	line_fail(line, "a repeat without an end");
}

static void play_turn(struct script *script, size_t first, size_t end, const char *name,
		      uint64_t turn)
{
	char *variable = g_strconcat("$", name, NULL);
	char *value = g_strdup_printf("%" G_GUINT64_FORMAT, turn);

	for (size_t i = first; i < end; i++) {
		char *kept = script->lines[i];

		script->lines[i] = replaced(kept, variable, value);
		play_line(script, i);
		g_free(script->lines[i]);
		script->lines[i] = kept;
	}
	g_free(variable);
	g_free(value);
}

/* "repeat NAME FROM TO every TIME" ... "end": gives the index of its end. */
static size_t play_loop(struct script *script, size_t i)
{
	struct line *line = line_new(script->path, (unsigned)i + 1, script->lines[i]);
	uint64_t from = line_count(line, line_word(line, 2));
	uint64_t to = line_count(line, line_word(line, 3));
	int64_t every = line_time(line, line_word(line, 5));
	size_t end = loop_end(script, line, i);
	int64_t beginning = script->start, base = script->scene->now;

	if (strcmp(line_word(line, 4), "every"))
		line_fail(line, "not: repeat NAME FROM TO every TIME");
	for (uint64_t turn = from; turn <= to; turn++) {
		script->start = base + (int64_t)(turn - from) * every;
		script->scene->now = script->start;
		play_turn(script, i + 1, end, line_word(line, 1), turn);
	}
	script->start = beginning;
	line_free(line);
	return end;
}

static void demand_preamble(const struct script *script)
{
	const struct scene *scene = script->scene;

	if (scene->story && scene->vantage && scene->licence && scene->interfaces->len)
		return;
	fprintf(stderr, "%s: needs a story, a vantage, a licence and an interface\n", script->path);
	exit(EXIT_FAILURE);
}

struct scene *script_play(const char *path)
{
	struct script script = {.path = path, .scene = scene_new()};
	char *text;

	if (!g_file_get_contents(path, &text, NULL, NULL)) {
		fprintf(stderr, "%s: cannot be read\n", path);
		exit(EXIT_FAILURE);
	}
	script.start = script.scene->now;
	script.lines = g_strsplit(text, "\n", -1);
	g_free(text);
	for (size_t i = 0; script.lines[i]; i++)
		if (g_str_has_prefix(script.lines[i], "repeat "))
			i = play_loop(&script, i);
		else
			play_line(&script, i);
	demand_preamble(&script);
	g_strfreev(script.lines);
	scene_sort(script.scene);
	return script.scene;
}
