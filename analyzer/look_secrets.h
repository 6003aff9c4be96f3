/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look_secrets.h - what opens TLS sessions: the PPSs of the site's records, key
 * logs, and private keys of servers. They are wiped when they are done with.
 */
#ifndef ANALYZER_LOOK_SECRETS_H
#define ANALYZER_LOOK_SECRETS_H

#include <glib.h>

#include "keylog.h"
#include "rsa_keys.h"
#include "session.h"
#include "site.h"

struct look_secrets {
	const struct site *site; /* its PPSs; NULL: none */
	struct keylog *keylog;
	struct rsa_keys *rsa_keys;
};

void look_secrets_open(struct look_secrets *secrets, const struct site *site);
void look_secrets_close(struct look_secrets *secrets);

/* Reads a key log. False with |error| set when the file cannot be read or has no secret in it. */
bool look_secrets_add_keylog(struct look_secrets *secrets, const char *path, GError **error);

/* Reads a PEM, DER or PFX file; |password| may be NULL, else a file whose first line it is. */
bool look_secrets_add_rsa_key(struct look_secrets *secrets, const char *path, const char *password,
			      GError **error);

/* The PPS of |identity|, when it is a PID that the records know; its length, or 0. */
size_t look_secrets_psk(const struct site *site, struct bytes identity,
			uint8_t psk[SESSION_PSK_MAX]);

/* Is the identity of a PSK a PID by its form? */
bool look_secrets_is_pid(struct bytes identity);

#endif
