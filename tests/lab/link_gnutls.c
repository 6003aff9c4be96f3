/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * link_gnutls.c - TLS by GnuTLS; see link.h.
 *
 * |suites| is a priority string, which also says the versions. A chain may be
 * shown with a key that is not its own: GnuTLS can be told not to look.
 */
#include "link.h"

#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "words.h"

static const struct wishes *wanted;

static int ask_key(gnutls_session_t session, const char *identity, gnutls_datum_t *key)
{
	(void)session;
	if (strcmp(identity, wanted->identity) != 0)
		return -1;
	key->size = (unsigned)strlen(wanted->key);
	key->data = gnutls_malloc(key->size);
	memcpy(key->data, wanted->key, key->size);
	return 0;
}

static int log_secret(gnutls_session_t session, const char *label, const gnutls_datum_t *secret)
{
	gnutls_datum_t client, server;
	FILE *f = wanted->keys ? fopen(wanted->keys, "a") : NULL;

	if (!f)
		return 0;
	gnutls_session_get_random(session, &client, &server);
	fprintf(f, "%s ", label);
	for (unsigned i = 0; i < client.size; i++)
		fprintf(f, "%02x", client.data[i]);
	fputc(' ', f);
	for (unsigned i = 0; i < secret->size; i++)
		fprintf(f, "%02x", secret->data[i]);
	fputc('\n', f);
	fclose(f);
	return 0;
}

static void use_key(gnutls_session_t session)
{
	const gnutls_datum_t key = {(unsigned char *)wanted->key, (unsigned)strlen(wanted->key)};
	gnutls_psk_server_credentials_t server;
	gnutls_psk_client_credentials_t client;

	if (wanted->serves) {
		gnutls_psk_allocate_server_credentials(&server);
		gnutls_psk_set_server_credentials_function(server, ask_key);
		gnutls_credentials_set(session, GNUTLS_CRD_PSK, server);
		return;
	}
	gnutls_psk_allocate_client_credentials(&client);
	gnutls_psk_set_client_credentials(client, wanted->identity, &key, GNUTLS_PSK_KEY_RAW);
	gnutls_credentials_set(session, GNUTLS_CRD_PSK, client);
}

static void use_chain(gnutls_session_t session)
{
	gnutls_certificate_credentials_t own;

	gnutls_certificate_allocate_credentials(&own);
	gnutls_certificate_set_flags(own, GNUTLS_CERTIFICATE_SKIP_KEY_CERT_MATCH);
	if (wanted->chain_file &&
	    gnutls_certificate_set_x509_key_file(own, wanted->chain_file, wanted->key_file,
						 GNUTLS_X509_FMT_PEM) < 0)
		fail("%s: not usable", wanted->chain_file);
	gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, own);
	if (wanted->serves && wanted->judge)
		gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
}

static ssize_t tls_read(struct link *link, void *bytes, size_t room)
{
	return gnutls_record_recv(link->session, bytes, room);
}

static ssize_t tls_write(struct link *link, const void *bytes, size_t n)
{
	return gnutls_record_send(link->session, bytes, n);
}

static void tls_close(struct link *link)
{
	if (!link->abrupt)
		gnutls_bye(link->session, GNUTLS_SHUT_WR);
	gnutls_deinit(link->session);
}

static bool shake(gnutls_session_t session)
{
	int result;

	do {
		result = gnutls_handshake(session);
	} while (result < 0 && !gnutls_error_is_fatal(result));
	if (result == 0)
		return true;
	say("no TLS: %s", gnutls_strerror(result));
	gnutls_alert_send_appropriate(session, result);
	return false;
}

struct link *link_gnutls(int fd, const struct wishes *wishes)
{
	gnutls_session_t session;
	struct link *link;

	wanted = wishes;
	gnutls_init(&session, wishes->serves ? GNUTLS_SERVER : GNUTLS_CLIENT);
	if (gnutls_priority_set_direct(session, wishes->suites, NULL) < 0)
		fail("no such priorities: %s", wishes->suites);
	if (wishes->by_certificate)
		use_chain(session);
	else
		use_key(session);
	gnutls_session_set_keylog_function(session, log_secret);
	gnutls_transport_set_int(session, fd);
	if (!shake(session)) {
		gnutls_deinit(session);
		close(fd);
		return NULL;
	}
	char *chosen = gnutls_session_get_desc(session);

	say("%s", chosen);
	gnutls_free(chosen);
	link = calloc(1, sizeof *link);
	*link = (struct link){fd, session, false, tls_read, tls_write, tls_close};
	return link;
}
