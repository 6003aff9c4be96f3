/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * link_openssl.c - TLS by OpenSSL 3; see link.h.
 *
 * Security level 0, for what firmware of the time speaks. The alert that
 * refuses a chain is OpenSSL's own for the reason that it is given.
 */
#include "link.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "words.h"

#define CHAIN_MAX 16

/* Alerts (RFC 5246, 7.2), and the reason for which OpenSSL sends each. */
static const struct reason {
	int alert, error;
} reasons[] = {
	{SSL_AD_BAD_CERTIFICATE, X509_V_ERR_CERT_REJECTED},
	{SSL_AD_UNSUPPORTED_CERTIFICATE, X509_V_ERR_INVALID_PURPOSE},
	{SSL_AD_CERTIFICATE_EXPIRED, X509_V_ERR_CERT_HAS_EXPIRED},
	{SSL_AD_UNKNOWN_CA, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY},
	{SSL_AD_HANDSHAKE_FAILURE, X509_V_ERR_APPLICATION_VERIFICATION},
};

static const struct wishes *wanted;

static int version_of(const char *text)
{
	static const char *const names[] = {"1.0", "1.1", "1.2", "1.3"};

	for (int i = 0; i < 4; i++)
		if (strcmp(text, names[i]) == 0)
			return TLS1_VERSION + i;
	return 0;
}

static unsigned ask_key(SSL *ssl, const char *identity, unsigned char *key, unsigned room)
{
	size_t length = strlen(wanted->key);

	(void)ssl;
	if (strcmp(identity, wanted->identity) != 0 || length > room) {
		say("unknown identity %s", identity);
		return 0;
	}
	memcpy(key, wanted->key, length);
	return (unsigned)length;
}

static unsigned give_key(SSL *ssl, const char *hint, char *identity, unsigned identity_room,
			 unsigned char *key, unsigned room)
{
	(void)ssl;
	(void)hint;
	snprintf(identity, identity_room, "%s", wanted->identity);
	snprintf((char *)key, room, "%s", wanted->key);
	return (unsigned)strlen(wanted->key);
}

static int error_of(int alert)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].alert == alert)
			return reasons[i].error;
	return X509_V_ERR_APPLICATION_VERIFICATION;
}

static int judge_chain(X509_STORE_CTX *store, void *unused)
{
	STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(store);
	SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct der chain[CHAIN_MAX];
	size_t count = 0;
	int alert;

	(void)unused;
	for (int i = 0; i < sk_X509_num(sent) && count < CHAIN_MAX; i++, count++) {
		unsigned char *data = NULL;
		int length = i2d_X509(sk_X509_value(sent, i), &data);

		chain[count] = (struct der){data, (size_t)length};
	}
	alert = wanted->judge(chain, count);
	while (count > 0)
		OPENSSL_free((unsigned char *)chain[--count].data);
	if (!alert)
		return 1;
	if (wanted->mute)
		SSL_set0_wbio(ssl, BIO_new(BIO_s_null()));
	X509_STORE_CTX_set_error(store, error_of(alert));
	return 0;
}

static void log_secret(const SSL *ssl, const char *line)
{
	FILE *f = fopen(wanted->keys, "a");

	(void)ssl;
	if (!f)
		return;
	fprintf(f, "%s\n", line);
	fclose(f);
}

static void use_key(SSL_CTX *c)
{
	if (wanted->serves) {
		SSL_CTX_set_psk_server_callback(c, ask_key);
		if (*wanted->hint)
			SSL_CTX_use_psk_identity_hint(c, wanted->hint);
	} else {
		SSL_CTX_set_psk_client_callback(c, give_key);
	}
}

static void use_chain(SSL_CTX *c)
{
	if (wanted->chain_file &&
	    (SSL_CTX_use_certificate_chain_file(c, wanted->chain_file) != 1 ||
	     SSL_CTX_use_PrivateKey_file(c, wanted->key_file, SSL_FILETYPE_PEM) != 1))
		fail("%s: %s", wanted->chain_file, ERR_error_string(ERR_peek_last_error(), NULL));
	SSL_CTX_set_mode(c, SSL_MODE_NO_AUTO_CHAIN);
	if (!wanted->judge)
		return;
	SSL_CTX_set_verify(c, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
	SSL_CTX_set_cert_verify_callback(c, judge_chain, NULL);
}

static SSL_CTX *make_context(void)
{
	SSL_CTX *c = SSL_CTX_new(wanted->serves ? TLS_server_method() : TLS_client_method());

	SSL_CTX_set_security_level(c, 0);
	SSL_CTX_set_min_proto_version(c, version_of(wanted->oldest));
	SSL_CTX_set_max_proto_version(c, version_of(wanted->newest));
	SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_options(c, SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE);
	if (SSL_CTX_set_cipher_list(c, wanted->suites) != 1)
		fail("no such suites: %s", wanted->suites);
	if (wanted->keys)
		SSL_CTX_set_keylog_callback(c, log_secret);
	if (wanted->by_certificate)
		use_chain(c);
	else
		use_key(c);
	return c;
}

static ssize_t openssl_read(struct link *link, void *bytes, size_t room)
{
	return SSL_read(link->session, bytes, (int)room);
}

static ssize_t openssl_write(struct link *link, const void *bytes, size_t n)
{
	return SSL_write(link->session, bytes, (int)n);
}

static void openssl_close(struct link *link)
{
	if (!link->abrupt)
		SSL_shutdown(link->session);
	SSL_free(link->session);
}

struct link *link_openssl(int fd, const struct wishes *wishes)
{
	wanted = wishes;
	SSL_CTX *c = make_context();
	SSL *ssl = SSL_new(c);
	struct link *link;

	SSL_CTX_free(c);
	SSL_set_fd(ssl, fd);
	if ((wishes->serves ? SSL_accept(ssl) : SSL_connect(ssl)) != 1) {
		say("no TLS: %s", ERR_error_string(ERR_peek_last_error(), NULL));
		ERR_clear_error();
		SSL_free(ssl);
		close(fd);
		return NULL;
	}
	say("%s, %s", SSL_get_version(ssl), SSL_get_cipher_name(ssl));
	link = calloc(1, sizeof *link);
	*link = (struct link){fd, ssl, false, openssl_read, openssl_write, openssl_close};
	return link;
}
