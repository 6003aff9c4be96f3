/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plain.c - writes what the TLS sessions of a capture said in plain, for plain.sh.
 *
 * usage: plain CAPTURE [KEYLOG [PSK]]; "-" for no key log. A line is the client's
 * port, c or s for who said it, and everything said, in hexadecimal.
 */
#include <stdio.h>
#include <stdlib.h>

#include "overhear.h"

struct secrets {
	struct keylog *keylog;
	const char *psk;
};

static size_t give_psk(void *user, struct bytes identity, uint8_t psk[SESSION_PSK_MAX])
{
	const struct secrets *secrets = user;
	size_t n = secrets->psk ? strlen(secrets->psk) : 0;

	(void)identity;
	if (n)
		memcpy(psk, secrets->psk, n);
	return n;
}

static size_t give_logged(void *user, enum keylog_label label, struct bytes id,
			  uint8_t secret[KEYLOG_SECRET_MAX])
{
	return keylog_find(((struct secrets *)user)->keylog, label, id, secret);
}

static GHashTable *said; /* of a session: GString[2] */

static void take(void *user, struct session *session, enum direction from, struct bytes plain)
{
	GString **both = g_hash_table_lookup(said, session);

	(void)user;
	if (!both) {
		both = g_new0(GString *, 2);
		both[FROM_CLIENT] = g_string_new(NULL);
		both[FROM_SERVER] = g_string_new(NULL);
		g_hash_table_insert(said, session, both);
	}
	for (size_t i = 0; i < plain.n; i++)
		g_string_append_printf(both[from], "%02x", plain.p[i]);
}

static void write_said(void *user, struct session *session, const struct connection *connection)
{
	GString **both = g_hash_table_lookup(said, session);

	(void)user;
	for (unsigned from = 0; both && from < 2; from++) {
		printf("%u %c %s\n", connection->client_port, "cs"[from], both[from] -> str);
		g_string_free(both[from], TRUE);
	}
	g_hash_table_remove(said, session);
	g_free(both);
}

int main(int argc, char **argv)
{
	struct secrets secrets = {.keylog = keylog_new(), .psk = argc > 3 ? argv[3] : NULL};
	const struct overhearing overhearing = {
		.secrets = {give_psk, give_logged, NULL},
		.consumer = {.plain = take},
		.ended = write_said,
		.user = &secrets,
	};
	bool complete = false;
	g_autofree char *text = NULL;
	gsize n = 0;

	if (argc > 2 && strcmp(argv[2], "-") != 0 && !g_file_get_contents(argv[2], &text, &n, NULL))
		return EXIT_FAILURE;
	keylog_read(secrets.keylog, bytes_of(text, n));
	said = g_hash_table_new(NULL, NULL);
	bool read = argc > 1 && overhear(argv[1], &overhearing, &complete, NULL);

	g_hash_table_destroy(said);
	keylog_free(secrets.keylog);
	return read && complete ? EXIT_SUCCESS : EXIT_FAILURE;
}
