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

/* Adds |x509|, which is taken, to both lists, or to neither. */
static void add(struct certificate_file *file, STACK_OF(X509) * all, X509 *x509)
{
	unsigned char *der = NULL;
	int n = x509 ? i2d_X509(x509, &der) : 0;
	struct certificate *certificate = n > 0 ? certificate_read(der, (size_t)n) : NULL;

	OPENSSL_free(der);
	if (certificate && file->certificates->len < FILE_CERTIFICATES_MAX &&
	    sk_X509_push(all, x509)) {
		g_ptr_array_add(file->certificates, certificate);
		return;
	}
	certificate_free(certificate);
	X509_free(x509);
}

static bool is_ca(const struct certificate_file *file, unsigned i)
{
	return ((const struct certificate *)file->certificates->pdata[i])->facts.is_ca;
}

static unsigned first_leaf(const struct certificate_file *file)
{
	for (unsigned i = 0; i < file->certificates->len; i++)
		if (!is_ca(file, i))
			return i;
	return 0;
}

/* Whose key is it? |all| are the file's certificates; a CA's key is not looked for. */
static void note_key(struct certificate_file *file, const EVP_PKEY *key, STACK_OF(X509) * all)
{
	file->has_key = file->key_opens = key != NULL;
	file->leaf = first_leaf(file);
	for (unsigned i = file->leaf; key && !file->key_fits && i < file->certificates->len; i++)
		if ((i == file->leaf || !is_ca(file, i)) &&
		    X509_check_private_key(sk_X509_value(all, (int)i), key) == 1) {
			file->key_fits = true;
			file->leaf = i;
		}
	ERR_clear_error();
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

static void read_pem_key(struct certificate_file *file, BIO *bio, const char *password,
			 STACK_OF(X509) * all)
{
	EVP_PKEY *key = BIO_reset(bio) == 1 ? PEM_read_bio_PrivateKey(bio, NULL, give_password,
								      (void *)password)
					    : NULL;

	note_key(file, key, all);
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
	STACK_OF(X509) *all = sk_X509_new_null();
	X509 *x509;

	while ((x509 = PEM_read_bio_X509(bio, NULL, give_password, NULL)))
		add(file, all, x509);
	ERR_clear_error();
	read_pem_key(file, bio, password, all);
	file->has_key = has_key;
	sk_X509_pop_free(all, X509_free);
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
	STACK_OF(X509) *all = sk_X509_new_null();

	add(file, all, leaf);
	while (sk_X509_num(others) > 0)
		add(file, all, sk_X509_shift(others));
	note_key(file, key, all);
	EVP_PKEY_free(key);
	sk_X509_pop_free(all, X509_free);
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
