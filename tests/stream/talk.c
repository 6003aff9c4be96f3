/* SPDX-License-Identifier: GPL-2.0-or-later */
/* talk.c - OpenSSL against itself over memory. */
#include "talk.h"

#include <string.h>

#include <openssl/pem.h>
#include <openssl/x509.h>

#include "../suite.h"

struct credential {
	EVP_PKEY *key;
	X509 *certificate;
};

static struct credential rsa, ec;
static SSL_CTX *contexts[2]; /* kept over talks: tickets are the server context's */
static struct talk *talking;
static const struct talk_options *wanted;

static X509 *self_signed(EVP_PKEY *key, const char *name)
{
	X509 *certificate = X509_new();
	X509_NAME *subject = X509_get_subject_name(certificate);

	X509_set_version(certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
	X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1,
				   0);
	X509_set_issuer_name(certificate, subject);
	X509_set_pubkey(certificate, key);
	ck_assert_int_gt(X509_sign(certificate, key, EVP_sha256()), 0);
	return certificate;
}

static void make_credentials(void)
{
	if (rsa.key)
		return;
	rsa.key = EVP_RSA_gen(2048);
	ec.key = EVP_EC_gen("P-256");
	rsa.certificate = self_signed(rsa.key, "rsa.example.test");
	ec.certificate = self_signed(ec.key, "ec.example.test");
}

const char *talk_rsa_key(void)
{
	static char pem[8192];
	BIO *bio = BIO_new(BIO_s_mem());

	make_credentials();
	PEM_write_bio_PrivateKey(bio, rsa.key, NULL, NULL, 0, NULL, NULL);
	int n = BIO_read(bio, pem, sizeof pem - 1);

	ck_assert_int_gt(n, 0);
	pem[n] = '\0';
	BIO_free(bio);
	return pem;
}

static void log_keys(const SSL *ssl, const char *line)
{
	(void)ssl;
	g_string_append_printf(talking->keylog, "%s\n", line);
}

static unsigned copy_psk(const char *pps, unsigned char *psk, unsigned room)
{
	unsigned n = (unsigned)strlen(pps);

	ck_assert_uint_le(n, room);
	memcpy(psk, pps, n);
	return n;
}

static unsigned client_psk(SSL *ssl, const char *hint, char *identity, unsigned identity_room,
			   unsigned char *psk, unsigned room)
{
	(void)ssl;
	(void)hint;
	g_strlcpy(identity, TALK_IDENTITY, identity_room);
	return copy_psk(TALK_PPS, psk, room);
}

static unsigned server_psk(SSL *ssl, const char *identity, unsigned char *psk, unsigned room)
{
	(void)ssl;
	(void)identity;
	return copy_psk(wanted->pps ? wanted->pps : TALK_PPS, psk, room);
}

static int accept_any(int verified, X509_STORE_CTX *store)
{
	(void)verified;
	(void)store;
	return 1;
}

static SSL_CTX *new_context(const SSL_METHOD *method)
{
	SSL_CTX *context = SSL_CTX_new(method);

	SSL_CTX_set_security_level(context, 0);
	SSL_CTX_set_dh_auto(context, 1);
	SSL_CTX_set_psk_client_callback(context, client_psk);
	SSL_CTX_set_psk_server_callback(context, server_psk);
	SSL_CTX_set_keylog_callback(context, log_keys);
	return context;
}

static void make_contexts(void)
{
	make_credentials();
	if (contexts[FROM_SERVER])
		return;
	contexts[FROM_CLIENT] = new_context(TLS_client_method());
	contexts[FROM_SERVER] = new_context(TLS_server_method());
	SSL_CTX_use_certificate(contexts[FROM_SERVER], rsa.certificate);
	SSL_CTX_use_PrivateKey(contexts[FROM_SERVER], rsa.key);
	SSL_CTX_use_certificate(contexts[FROM_SERVER], ec.certificate);
	SSL_CTX_use_PrivateKey(contexts[FROM_SERVER], ec.key);
	SSL_CTX_set_session_id_context(contexts[FROM_SERVER], (const unsigned char *)"talk", 4);
}

static void set_up(SSL *ssl, enum direction side, const struct talk_options *o)
{
	static const uint64_t always = SSL_OP_ALLOW_CLIENT_RENEGOTIATION;
	const char *suites = o->suites ? o->suites : "ALL:COMPLEMENTOFALL";

	SSL_set_min_proto_version(ssl, o->version);
	SSL_set_max_proto_version(ssl, side == FROM_CLIENT && o->client_version ? o->client_version
										: o->version);
	SSL_set_options(ssl, o->options | always);
	SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
	g_autofree char *list = g_strdup_printf("%s:@SECLEVEL=0", suites);

	SSL_set_cipher_list(ssl, list);
	if (o->suites_13)
		SSL_set_ciphersuites(ssl, o->suites_13);
	if (side == FROM_SERVER && o->server_groups)
		SSL_set1_groups_list(ssl, o->server_groups);
	if (side == FROM_SERVER) {
		SSL_use_psk_identity_hint(ssl, o->hint);
		SSL_set_accept_state(ssl);
		if (o->client_certificate)
			SSL_set_verify(ssl, SSL_VERIFY_PEER, accept_any);
		return;
	}
	SSL_set_connect_state(ssl);
	/* TLS 1.3 would try the key first, and be confused by a retry. */
	if (o->version == TLS1_3_VERSION)
		SSL_set_psk_client_callback(ssl, NULL);
	if (o->client_certificate) {
		SSL_use_certificate(ssl, ec.certificate);
		SSL_use_PrivateKey(ssl, ec.key);
	}
	if (o->server_name)
		SSL_set_tlsext_host_name(ssl, o->server_name);
	if (o->resume && *o->resume)
		SSL_set_session(ssl, *o->resume);
}

void talk_sent(struct talk *talk, enum direction from, const void *bytes, size_t n)
{
	struct piece_sent *piece = g_new0(struct piece_sent, 1);

	piece->from = from;
	piece->bytes = g_byte_array_new();
	g_byte_array_append(piece->bytes, bytes, (guint)n);
	g_ptr_array_add(talk->pieces, piece);
}

/* Carries what one end wants to send to the other, and writes it down. */
static bool carry(SSL *ends[2], enum direction from)
{
	SSL *to = ends[from == FROM_CLIENT ? FROM_SERVER : FROM_CLIENT];
	char buffer[65536];
	int n = BIO_read(SSL_get_wbio(ends[from]), buffer, sizeof buffer);

	if (n <= 0)
		return false;
	talk_sent(talking, from, buffer, (size_t)n);
	BIO_write(SSL_get_rbio(to), buffer, n);
	return true;
}

static void carry_all(SSL *ends[2])
{
	while (carry(ends, FROM_CLIENT) || carry(ends, FROM_SERVER))
		;
}

static bool shake(SSL *ends[2])
{
	for (unsigned i = 0; i < 20; i++) {
		SSL_do_handshake(ends[FROM_CLIENT]);
		carry(ends, FROM_CLIENT);
		SSL_do_handshake(ends[FROM_SERVER]);
		carry(ends, FROM_SERVER);
	}
	return SSL_is_init_finished(ends[FROM_CLIENT]) && SSL_is_init_finished(ends[FROM_SERVER]);
}

static void hear(SSL *ssl)
{
	char buffer[65536];

	while (SSL_read(ssl, buffer, sizeof buffer) > 0)
		;
}

static void say(SSL *ends[2], enum direction from, const char *text, size_t n)
{
	enum direction to = from == FROM_CLIENT ? FROM_SERVER : FROM_CLIENT;

	ck_assert_int_eq(SSL_write(ends[from], text, (int)n), (int)n);
	g_string_append_len(talking->said[from], text, (gssize)n);
	carry_all(ends);
	hear(ends[to]);
	carry_all(ends);
}

static void renegotiate(SSL *ends[2])
{
	ck_assert_int_eq(SSL_renegotiate(ends[FROM_CLIENT]), 1);
	for (unsigned i = 0; i < 8; i++) {
		SSL_do_handshake(ends[FROM_CLIENT]);
		carry_all(ends);
		hear(ends[FROM_SERVER]);
		carry_all(ends);
		hear(ends[FROM_CLIENT]);
		carry_all(ends);
	}
}

static void converse(SSL *ends[2], const struct talk_options *o)
{
	static char answer[40000];

	for (size_t i = 0; i < sizeof answer; i++)
		answer[i] = (char)('a' + i % 26);
	hear(ends[FROM_CLIENT]); /* the tickets of TLS 1.3 */
	say(ends, FROM_CLIENT, "POST /wsman HTTP/1.1\r\n\r\n", 24);
	say(ends, FROM_SERVER, answer, sizeof answer);
	if (o->renegotiate)
		renegotiate(ends);
	if (o->update_keys) {
		SSL_key_update(ends[FROM_CLIENT], SSL_KEY_UPDATE_REQUESTED);
		say(ends, FROM_CLIENT, "updated", 7);
		say(ends, FROM_SERVER, "updated too", 11);
	}
	say(ends, FROM_CLIENT, "again", 5);
	SSL_shutdown(ends[FROM_CLIENT]);
	carry_all(ends);
	hear(ends[FROM_SERVER]);
	SSL_shutdown(ends[FROM_SERVER]);
	carry_all(ends);
}

static void free_piece(gpointer piece)
{
	struct piece_sent *sent = piece;

	g_byte_array_free(sent->bytes, TRUE);
	g_free(sent);
}

struct talk *talk_new(void)
{
	struct talk *talk = g_new0(struct talk, 1);

	talk->pieces = g_ptr_array_new_with_free_func(free_piece);
	talk->said[FROM_CLIENT] = g_string_new(NULL);
	talk->said[FROM_SERVER] = g_string_new(NULL);
	talk->keylog = g_string_new(NULL);
	return talk;
}

void talk_free(struct talk *talk)
{
	g_ptr_array_free(talk->pieces, TRUE);
	g_string_free(talk->said[FROM_CLIENT], TRUE);
	g_string_free(talk->said[FROM_SERVER], TRUE);
	g_string_free(talk->keylog, TRUE);
	g_free(talk);
}

struct talk *talk_run(const struct talk_options *options)
{
	SSL *ends[2];
	struct talk *talk = talk_new();

	talking = talk;
	wanted = options;
	make_contexts();
	for (enum direction side = FROM_CLIENT; side <= FROM_SERVER; side++) {
		ends[side] = SSL_new(contexts[side]);
		set_up(ends[side], side, options);
	}
	talk->finished = shake(ends);
	if (talk->finished) {
		g_strlcpy(talk->suite, SSL_CIPHER_standard_name(SSL_get_current_cipher(ends[0])),
			  sizeof talk->suite);
		converse(ends, options);
	}
	if (options->resume) {
		SSL_SESSION_free(*options->resume);
		*options->resume = SSL_get1_session(ends[FROM_CLIENT]);
	}
	SSL_free(ends[FROM_CLIENT]);
	SSL_free(ends[FROM_SERVER]);
	return talk;
}
