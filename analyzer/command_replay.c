/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_replay.c - a case against live software: does it fail there too?
 *
 * Nobody is spoken to but the address that is named, and names are not looked
 * up: that the loopback is meant shows, and so does that it is not.
 */
#include <string.h>

#include "analyze.h"
#include "complain.h"
#include "replay.h"

static const struct usage usage = {
	.command = "replay",
	.arguments = "CASE",
	.summary = "Plays the device's side of a case against a live server: says its hello,\n"
		   "listens where a device is called back, and answers what the case recorded.",
	.details = "ADDRESS is written in digits. It should be your own test server: what is sent\n"
		   "makes a server call back and provision. TLS is answered where --site has the\n"
		   "PPS of the hello's PID; of an anonymous case no server knows the PID.\n\n"
		   "Exit status: 0 the server does what the case shows, 1 it does something else,\n"
		   "2 wrong use, 3 the case was not read, 4 the output was not written.\n",
	.groups = OPTIONS_REPLAY | OPTIONS_RECORDS,
};

/* "ADDRESS:PORT", "[ADDRESS]:PORT". */
static bool read_target(struct replay_options *replay, const char *text)
{
	const char *colon = text ? strrchr(text, ':') : NULL;
	guint64 port;

	if (!colon || !g_ascii_string_to_unsigned(colon + 1, 10, 1, UINT16_MAX, &port, NULL))
		return false;
	bool bracketed = text[0] == '[' && colon > text + 1 && colon[-1] == ']';
	g_autofree char *address = bracketed ? g_strndup(text + 1, (gsize)(colon - text - 2))
					     : g_strndup(text, (gsize)(colon - text));

	replay->port = (uint16_t)port;
	return address_parse(&replay->to, address);
}

static bool read_wait(struct replay_options *replay, const char *text)
{
	guint64 wait = REPLAY_WAIT_DEFAULT;

	if (text && !g_ascii_string_to_unsigned(text, 10, 1, REPLAY_WAIT_MAX, &wait, NULL))
		return false;
	replay->wait = (unsigned)wait;
	return true;
}

static bool is_wrong_use(struct replay_options *replay, const struct options *options)
{
	if (!options->arguments[0] || options->arguments[1])
		complain("replay: one case, please; see 'amtrace help replay'");
	else if (!read_target(replay, options->to))
		complain("--to: ADDRESS:PORT in digits, e.g. 127.0.0.1:9971");
	else if (!read_wait(replay, options->wait))
		complain("--wait: 1 to %d seconds", REPLAY_WAIT_MAX);
	else
		return false;
	return true;
}

/* The smallest capture may lack calls of which the case has answers. */
static bool shows_call(const struct script *script)
{
	return script->calls->len > 0 || script->answers->list->len > 0;
}

static bool is_same(const struct script *script, const struct replayed *replayed)
{
	bool called = replayed->calls > 0;

	if (script->has_answer && script->answer != ANSWER_NONE &&
	    script->answer != replayed->answer)
		return false;
	return replayed->not_listening || called == shows_call(script);
}

static enum status play(const struct case_file *file, struct replay_options *replay_options)
{
	GError *error = NULL;
	struct replayed replayed;
	struct script *script = script_read(file, &error);

	if (!script || !replay(script, replay_options, stdout, &replayed, &error)) {
		complain("%s: %s", file->folder, error->message);
		g_error_free(error);
		script_free(script);
		return STATUS_INPUT;
	}
	bool same = is_same(script, &replayed);

	printf("%s: the case shows %s call-back%s\n", same ? "same" : "differs",
	       shows_call(script) ? "a" : "no",
	       script->answer == ANSWER_REFUSED ? ", and a refused connection" : "");
	script_free(script);
	return same ? STATUS_DONE : STATUS_FINDINGS;
}

static enum status replay_case(const struct options *options)
{
	struct replay_options replay = {0};
	GError *error = NULL;

	if (is_wrong_use(&replay, options))
		return STATUS_USAGE;
	struct case_file *file = case_open(options->arguments[0], &error);

	if (!file) {
		complain("%s", error->message);
		g_error_free(error);
		return STATUS_INPUT;
	}
	struct site *site = load_records(options, false);
	enum status status = STATUS_USAGE;

	replay.site = options->site ? site : NULL;
	if (site)
		status = play(file, &replay);
	site_free(site);
	case_close(file);
	return status;
}

enum status command_replay(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = replay_case(&options);
	options_clear(&options);
	return status;
}
