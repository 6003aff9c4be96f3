/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command_keys.c - a TLS key log for Wireshark, from the PPSs in the site's records.
 *
 * Lines hold master secrets, which open one session each. The premaster form
 * is never written: for a plain PSK suite it contains the PPS. As a pcapng they
 * stand before the frames of the captures that they are for.
 */
#include <string.h>

#include <glib.h>

#include "analyze.h"
#include "complain.h"
#include "input.h"
#include "look_secrets.h"
#include "numbers.h"
#include "output.h"
#include "overhear.h"
#include "pcapng_write.h"
#include "pid.h"

static const struct usage usage = {
	.command = "keys",
	.arguments = "CAPTURE...",
	.summary = "Writes a TLS key log with which Wireshark opens the PSK sessions of captures,\n"
		   "from the PPSs in the site's records.",
	.details =
		"A line CLIENT_RANDOM opens one session; comments say which sessions were not\n"
		"opened, and why. With --output the file is for its owner alone (mode 0600).\n"
		"Wireshark takes it as (Pre)-Master-Secret log of its TLS preferences:\n"
		"  tshark -r CAPTURE -o tls.keylog_file:FILE -d tcp.port==16993,tls\n\n"
		"--format pcapng writes the captures' frames with the keys before them, in one\n"
		"file that opens by itself. Its comments and names of interfaces are left out.\n\n"
		"Exit status: 0 done, 2 wrong use, 3 an input was not read or only in part,\n"
		"4 the output was not written.\n",
	.groups = OPTIONS_INPUT | OPTIONS_KEYS | OPTIONS_OUTPUT | OPTIONS_PARTS | OPTIONS_PIDS,
};

#define KEYLOG_ROOM (16 * 1024 * 1024) /* bytes: of some 90,000 sessions */

struct keys {
	FILE *out;
	const struct site *site;
	const struct options *options;
	const char *shown_as; /* the capture at hand */
	GHashTable *written;  /* client randoms, GBytes */
	unsigned failed;      /* captures not read, or only in part */
};

static bool is_pcapng(const struct options *options)
{
	return options->format_word && strcmp(options->format_word, "pcapng") == 0;
}

static size_t give_psk(void *user, struct bytes identity, uint8_t psk[SESSION_PSK_MAX])
{
	return look_secrets_psk(((const struct keys *)user)->site, identity, psk);
}

static void put_hex(FILE *out, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%02x", bytes[i]);
}

/* A Finished that was opened proves the secret. Both sides send one: once is enough. */
static void write_key(void *user, struct session *session, enum session_event event,
		      enum direction from, size_t offset, size_t length)
{
	struct keys *keys = user;
	uint8_t random[TLS_RANDOM_LENGTH], master[48];

	(void)from, (void)offset, (void)length;
	if (event != SESSION_FINISHED || !session_master(session, random, master))
		return;
	if (g_hash_table_add(keys->written, g_bytes_new(random, sizeof random))) {
		fputs("CLIENT_RANDOM ", keys->out);
		put_hex(keys->out, random, sizeof random);
		fputc(' ', keys->out);
		put_hex(keys->out, master, sizeof master);
		fputc('\n', keys->out);
	}
	explicit_bzero(master, sizeof master);
}

/* Why a PSK session stayed closed, or NULL for one that did not. */
static const char *reason(const struct keys *keys, const struct session_facts *facts)
{
	uint8_t psk[SESSION_PSK_MAX];
	bool known = give_psk((void *)keys, facts->identity, psk) > 0;

	explicit_bzero(psk, sizeof psk);
	switch (facts->decryption) {
	case SESSION_OPENED:
	case SESSION_LOST:
		return NULL;
	case SESSION_WRONG_SECRET:
		return "the PPS in the records does not open it";
	case SESSION_UNSUPPORTED:
		return "its suite cannot be opened";
	default:
		if (!known)
			return "the records have no PPS for it";
		return facts->finished[FROM_CLIENT] ? "its suite takes more than the PPS"
						    : "it ended before anything was encrypted";
	}
}

/* "LABP****"; an identity that is no PID is none of ours to show. */
static const char *shown_identity(const struct keys *keys, struct bytes identity,
				  char text[PID_TEXT])
{
	char pid[PID_TEXT] = "";

	if (!look_secrets_is_pid(identity))
		return "an identity that is no PID";
	for (size_t i = 0; i < PID_LENGTH; i++)
		pid[i] = g_ascii_isgraph(identity.p[i]) ? (char)identity.p[i] : '?';
	if (!keys->options->show_pids)
		return pid_masked(pid, text);
	memcpy(text, pid, PID_TEXT);
	return text;
}

static void comment(void *user, struct session *session, const struct connection *connection)
{
	struct keys *keys = user;
	const struct session_facts *facts = session_facts(session);
	const char *why = facts->has_identity ? reason(keys, facts) : NULL;
	char client[ADDRESS_TEXT], server[ADDRESS_TEXT], identity[PID_TEXT];

	if (!why)
		return;
	g_autofree char *name = g_strescape(keys->shown_as, NULL);

	fprintf(keys->out, "# %s: %s port %u to %s port %u, %s: %s\n", name,
		address_text(&connection->client, client), connection->client_port,
		address_text(&connection->server, server), connection->server_port,
		shown_identity(keys, facts->identity, identity), why);
}

static void look_at(struct keys *keys, const struct input *input)
{
	const uint16_t ports[] = {keys->options->look.ports[SERVICE_TLS], REDIRECTION_TLS_PORT, 0};
	const struct overhearing overhearing = {
		.ports = ports,
		.secrets = {.psk = give_psk},
		.consumer = {.event = write_key},
		.ended = comment,
		.user = keys,
	};
	GError *error = NULL;
	bool complete = false;

	keys->shown_as = input->name;
	bool read = overhear(input->path, &overhearing, &complete, &error);

	if (!read) {
		complain("%s: %s", input->path, error->message);
		g_error_free(error);
	} else if (!complete) {
		complain("%s: read only in part", input->path);
	}
	keys->failed += !read || (!complete && !keys->options->allow_incomplete);
}

/* To |out| go lines and comments of all captures. */
static void log_keys(struct keys *keys, FILE *out, const GPtrArray *inputs)
{
	keys->out = out;
	keys->written = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
					      (GDestroyNotify)g_bytes_unref, NULL);
	for (guint i = 0; i < inputs->len; i++)
		look_at(keys, inputs->pdata[i]);
	g_hash_table_destroy(keys->written);
}

/* What cannot be opened was complained of when its sessions were looked at. */
static bool write_frames(FILE *out, const GPtrArray *inputs)
{
	struct pcapng_links links = {0};
	bool written = true;

	for (guint i = 0; written && i < inputs->len; i++) {
		const struct input *input = inputs->pdata[i];
		GError *error = NULL;

		written = pcapng_write_capture(out, &links, input->path, &error) || error;
		g_clear_error(&error);
	}
	if (links.link)
		g_array_free(links.link, TRUE);
	return written;
}

/* The log has one room of its largest size, so that growing leaves no copies behind. */
static bool write_carried(struct keys *keys, FILE *out, const GPtrArray *inputs)
{
	char *room = g_malloc(KEYLOG_ROOM), *buffer = g_malloc(BUFSIZ);
	FILE *log = fmemopen(room, KEYLOG_ROOM, "w");
	bool written = log && setvbuf(log, buffer, _IOFBF, BUFSIZ) == 0;

	if (written) {
		log_keys(keys, log, inputs);
		written = fflush(log) == 0 && !ferror(log);
	}
	struct bytes text = bytes_of(room, written ? (size_t)ftell(log) : 0);

	written = written && pcapng_write_begin(out, text) && write_frames(out, inputs);
	if (log)
		fclose(log);
	explicit_bzero(room, text.n);
	explicit_bzero(buffer, BUFSIZ);
	g_free(room);
	g_free(buffer);
	return written;
}

static bool write_as_asked(struct keys *keys, FILE *out, const GPtrArray *inputs)
{
	if (is_pcapng(keys->options))
		return write_carried(keys, out, inputs) && !ferror(out);
	log_keys(keys, out, inputs);
	return !ferror(out);
}

static enum status write_keys(const GPtrArray *inputs, const struct site *site,
			      const struct options *options, void *user)
{
	struct keys keys = {.site = site, .options = options};
	GError *error = NULL;
	struct output *output = output_open_private(options->output, &error);
	bool written = output;

	(void)user;
	if (output)
		written = output_close(output, write_as_asked(&keys, output_stream(output), inputs),
				       &error);
	if (!written)
		complain("%s: %s", options->output ? options->output : "standard output",
			 error->message);
	g_clear_error(&error);
	return !written ? STATUS_OUTPUT : keys.failed ? STATUS_INPUT : STATUS_DONE;
}

/* Frames are read once for the keys, and once more to be written. */
static bool form_is_possible(const struct options *options)
{
	const char *form = options->format_word;

	if (form && strcmp(form, "log") != 0 && !is_pcapng(options)) {
		complain("--format: '%s' is none of log, pcapng", form);
		return false;
	}
	for (char **capture = options->arguments; is_pcapng(options) && *capture; capture++)
		if (strcmp(*capture, "-") == 0) {
			complain(
				"keys: --format pcapng reads twice, which standard input cannot be");
			return false;
		}
	return true;
}

static enum status keys(const struct options *options)
{
	if (options->arguments[0] && !options->site) {
		complain("keys: the PPSs are in the site's records; say where with --site");
		return STATUS_USAGE;
	}
	if (!form_is_possible(options))
		return STATUS_USAGE;
	return with_inputs(write_keys, NULL, usage.command, options);
}

enum status command_keys(int argc, char **argv)
{
	struct options options;
	enum status status;

	if (options_read(&options, &usage, argc, argv, &status))
		status = keys(&options);
	options_clear(&options);
	return status;
}
