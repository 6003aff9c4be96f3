/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate_file.c - PEM, DER and PFX files, told apart by what they hold.
 *
 * PFX files of Windows are encrypted with RC2 or Triple DES: one that does
 * not open is tried again with the legacy provider.
 */
#include "certificate.h"

#include <limits.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include "legacy.h"

#define FILE_CERTIFICATES_MAX 256

G_DEFINE_QUARK(certificate - error - quark, certificate_error)

static void free_certificate(gpointer certificate)
{
	certificate_free(certificate);
}

static struct certificate_file *file_new(void)
{
	struct certificate_file *file = g_new0(struct certificate_file, 1);

	file->certificates = g_ptr_array_new_with_free_func(free_certificate);
	return file;
}

void certificate_file_free(struct certificate_file *file)
{
	if (!file)
		return;
	g_ptr_array_free(file->certificates, TRUE);
	g_free(file);
}

static void add(struct certificate_file *file, X509 *x509)
{
	unsigned char *der = NULL;
	int n = x509 ? i2d_X509(x509, &der) : 0;
	struct certificate *certificate = n > 0 ? certificate_read(der, (size_t)n) : NULL;

	if (certificate && file->certificates->len < FILE_CERTIFICATES_MAX)
		g_ptr_array_add(file->certificates, certificate);
	else
		certificate_free(certificate);
	OPENSSL_free(der);
}

static void note_key(struct certificate_file *file, const EVP_PKEY *key, X509 *first)
{
	file->has_key = key != NULL;
	file->key_fits = key && first && X509_check_private_key(first, key) == 1;
}

static int give_password(char *buffer, int size, int writing, void *password)
{
	size_t n = password ? strlen(password) : 0;

	(void)writing;
	if (!password || size < 0 || n > (size_t)size)
		return -1;
	memcpy(buffer, password, n);
	return (int)n;
}

static void read_pem_key(struct certificate_file *file, BIO *bio, const char *password, X509 *first)
{
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, give_password, (void *)password);

	note_key(file, key, first);
	EVP_PKEY_free(key);
}

/* A key that is encrypted, and whose password is missing, is still seen to be there. */
static bool mentions_key(BIO *bio)
{
	static const char words[] = "PRIVATE KEY-----";
	const char *text = NULL;
	long n = BIO_get_mem_data(bio, &text);

	return n > 0 && memmem(text, (size_t)n, words, strlen(words));
}

static struct certificate_file *read_pem(BIO *bio, const char *password)
{
	bool has_key = mentions_key(bio);
	struct certificate_file *file = file_new();
	X509 *first = NULL, *x509;

	while ((x509 = PEM_read_bio_X509(bio, NULL, give_password, NULL))) {
		add(file, x509);
		if (!first)
			first = x509;
		else
			X509_free(x509);
	}
	ERR_clear_error();
	if (first && BIO_reset(bio) == 1)
		read_pem_key(file, bio, password, first);
	file->has_key = has_key;
	X509_free(first);
	return file;
}

static bool open_pfx(PKCS12 *pfx, const char *password, EVP_PKEY **key, X509 **leaf,
		     STACK_OF(X509) * *others)
{
	return PKCS12_parse(pfx, password ? password : "", key, leaf, others) == 1 ||
	       (legacy_load() &&
		PKCS12_parse(pfx, password ? password : "", key, leaf, others) == 1);
}

/* PKCS12_parse() gives the other certificates in the order of the file (OpenSSL 3). */
static struct certificate_file *read_pfx(PKCS12 *pfx, const char *password, GError **error)
{
	EVP_PKEY *key = NULL;
	X509 *leaf = NULL;
	STACK_OF(X509) *others = NULL;

	if (!open_pfx(pfx, password, &key, &leaf, &others)) {
		g_set_error_literal(error, CERTIFICATE_ERROR, CERTIFICATE_ERROR_PASSWORD,
				    password ? "the password does not open it"
					     : "it needs a password");
		return NULL;
	}
	struct certificate_file *file = file_new();

	add(file, leaf);
	for (int i = 0; i < sk_X509_num(others); i++)
		add(file, sk_X509_value(others, i));
	note_key(file, key, leaf);
	EVP_PKEY_free(key);
	X509_free(leaf);
	sk_X509_pop_free(others, X509_free);
	return file;
}

static struct certificate_file *read_der(const void *content, size_t n)
{
	struct certificate *certificate = certificate_read(content, n);

	if (!certificate)
		return NULL;
	struct certificate_file *file = file_new();

	g_ptr_array_add(file->certificates, certificate);
	return file;
}

static struct certificate_file *refuse(struct certificate_file *file, GError **error)
{
	certificate_file_free(file);
	g_set_error_literal(error, CERTIFICATE_ERROR, CERTIFICATE_ERROR_FORMAT,
			    "no certificate in PEM, DER or PFX form");
	return NULL;
}

static struct certificate_file *read_any(BIO *bio, const void *content, size_t n,
					 const char *password, GError **error)
{
	struct certificate_file *file = read_der(content, n);
	PKCS12 *pfx = file ? NULL : d2i_PKCS12_bio(bio, NULL);

	if (pfx) {
		file = read_pfx(pfx, password, error);
		PKCS12_free(pfx);
		return file;
	}
	if (!file && BIO_reset(bio) == 1)
		file = read_pem(bio, password);
	return file && file->certificates->len ? file : refuse(file, error);
}

struct certificate_file *certificate_file_read(const void *content, size_t n, const char *password,
					       GError **error)
{
	if (n > INT_MAX)
		return refuse(NULL, error);
	BIO *bio = BIO_new_mem_buf(content, (int)n);
	struct certificate_file *file = read_any(bio, content, n, password, error);

	BIO_free(bio);
	ERR_clear_error();
	return file;
}
