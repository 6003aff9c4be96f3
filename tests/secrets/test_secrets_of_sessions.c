/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_secrets_of_sessions.c - no function that follows a session leaves a secret behind.
 *
 * The secrets are those that OpenSSL's ends had: the PPS, all that its key log
 * says, and for TLS 1.3 the keys made of it (RFC 8446, 7.1 to 7.3), by
 * OpenSSL's own HKDF.
 */
#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <string.h>
#include <unistd.h>

#include "../suite.h"
#include "listen.h"
#include "watch.h"

#define WRONG_PPS "ABCD1234EFGH5678JKLM9012NPQR3457"

/* How a session is opened. */
enum way {
	BY_PSK = 1,
	BY_WRONG_PSK = 2,
	BY_LOG = 4,
	BY_RSA = 8,
	BY_PREMASTER = 16, /* the lines of a key log that say "RSA" */
	BY_WRONG_LOG = 32, /* ... whose secrets are of another session */
};

#define SAID 16 /* bytes of the last record: what is said is a secret as well */

#define PSK (BY_PSK | BY_WRONG_PSK | BY_LOG | BY_WRONG_LOG)
#define RSA (BY_RSA | BY_PREMASTER | BY_LOG | BY_WRONG_LOG)
#define NEW (BY_LOG | BY_WRONG_LOG)

static const struct {
	struct talk_options options;
	unsigned ways;
} talks[] = {
	{{.version = TLS1_VERSION, .suites = "PSK-AES128-CBC-SHA"}, PSK},
	{{.version = TLS1_2_VERSION, .suites = "PSK-AES256-GCM-SHA384"}, PSK},
	{{.version = TLS1_2_VERSION, .suites = "PSK-CHACHA20-POLY1305", .renegotiate = true}, PSK},
	{{.version = TLS1_2_VERSION, .suites = "PSK-AES128-CCM8", .pps = WRONG_PPS}, BY_PSK},
	{{.version = TLS1_1_VERSION, .suites = "AES128-SHA"}, RSA},
	{{.version = TLS1_2_VERSION, .suites = "AES256-GCM-SHA384"}, RSA},
	{{.version = TLS1_2_VERSION, .suites = "ECDHE-ECDSA-AES128-GCM-SHA256"}, NEW},
	{{.version = TLS1_3_VERSION, .suites_13 = "TLS_AES_128_GCM_SHA256"}, NEW},
	{{.version = TLS1_3_VERSION, .suites_13 = "TLS_AES_256_GCM_SHA384", .update_keys = true},
	 NEW},
};

/* HKDF-Expand-Label with an empty context. */
static void expand(uint8_t *out, size_t n, const uint8_t *secret, size_t secret_n,
		   const char *label)
{
	char digest[] = "SHA256", prefix[] = "tls13 ", text[32];
	int mode = EVP_KDF_HKDF_MODE_EXPAND_ONLY;
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "TLS13-KDF", NULL);
	EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);

	g_strlcpy(digest, secret_n == 48 ? "SHA384" : "SHA256", sizeof digest);
	g_strlcpy(text, label, sizeof text);
	OSSL_PARAM params[] = {
		OSSL_PARAM_int(OSSL_KDF_PARAM_MODE, &mode),
		OSSL_PARAM_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret, secret_n),
		OSSL_PARAM_octet_string(OSSL_KDF_PARAM_PREFIX, prefix, strlen(prefix)),
		OSSL_PARAM_octet_string(OSSL_KDF_PARAM_LABEL, text, strlen(text)),
		OSSL_PARAM_END,
	};
	ck_assert_int_eq(EVP_KDF_derive(context, out, n, params), 1);
	EVP_KDF_CTX_free(context);
	EVP_KDF_free(kdf);
}

static void watch_for_keys_of(const uint8_t *secret, size_t n)
{
	uint8_t made[48];

	expand(made, n == 48 ? 32 : 16, secret, n, "key");
	watch_for(made, n == 48 ? 32 : 16);
	expand(made, n, secret, n, "traffic upd");
	watch_for(made, n);
	expand(made, n == 48 ? 32 : 16, made, n, "key");
	watch_for(made, n == 48 ? 32 : 16);
}

/* "LABEL ID SECRET": returns the secret's length. */
static size_t secret_of(const char *line, uint8_t secret[64])
{
	const char *hex = strrchr(line, ' ') + 1;
	size_t n = strlen(hex) / 2;

	ck_assert_uint_le(n, 64);
	for (size_t i = 0; i < n; i++)
		secret[i] = (uint8_t)((g_ascii_xdigit_value(hex[2 * i]) << 4) |
				      g_ascii_xdigit_value(hex[2 * i + 1]));
	return n;
}

static void watch_for_secrets_of(const struct talk *talk, bool is_13)
{
	g_auto(GStrv) lines = g_strsplit(talk->keylog->str, "\n", -1);
	uint8_t secret[64];

	watch_forget();
	watch_for(TALK_PPS, strlen(TALK_PPS));
	watch_for(WRONG_PPS, strlen(WRONG_PPS));
	for (unsigned i = 0; i < 2; i++)
		if (talk->said[i]->len >= SAID)
			watch_for(talk->said[i]->str + talk->said[i]->len - SAID, SAID);
	for (char **line = lines; *line; line++) {
		if (!strchr(*line, ' '))
			continue;
		size_t n = secret_of(*line, secret);

		watch_for(secret, n);
		if (is_13 && strstr(*line, "TRAFFIC_SECRET"))
			watch_for_keys_of(secret, n);
	}
}

static const char *const way_names[] = {"PSK",     "wrong PSK", "log",
					"RSA key", "premaster", "wrong log"};

/* The key log's text as |way| has it; what it is made of is not watched. */
static GString *log_for(const struct talk *talk, enum way way)
{
	g_auto(GStrv) lines = g_strsplit(talk->keylog->str, "\n", -1);
	GString *text = g_string_new(NULL);

	for (char **line = lines; *line; line++) {
		if (g_str_has_prefix(*line, "RSA ") != (way == BY_PREMASTER) || !**line)
			continue;
		/* Another last digit but one is another secret. */
		if (way == BY_WRONG_LOG)
			(*line)[strlen(*line) - 2] ^= 1;
		g_string_append_printf(text, "%s\n", *line);
	}
	return text;
}

static struct rsa_keys *rsa_for(enum way way)
{
	const char *pem = talk_rsa_key();

	if (way != BY_RSA)
		return NULL;
	struct rsa_keys *keys = rsa_keys_new();

	ck_assert(rsa_keys_add(keys, bytes_of(pem, strlen(pem)), NULL));
	return keys;
}

static unsigned found_by(const struct talk *talk, enum way way)
{
	struct listening l = {.rsa = rsa_for(way)};
	GString *log = log_for(talk, way);

	if (way == BY_PSK || way == BY_WRONG_PSK)
		l.pps = way == BY_PSK ? TALK_PPS : WRONG_PPS;
	watch_begin(STDERR_FILENO);
	if (way & (BY_LOG | BY_PREMASTER | BY_WRONG_LOG)) {
		l.keylog = keylog_new();
		keylog_read(l.keylog, bytes_of(log->str, log->len));
	}
	listen_begin(&l);
	listen_to(&l, talk);
	bool opened = session_facts(l.session)->decryption == SESSION_OPENED;

	listen_end(&l);
	keylog_free(l.keylog);
	unsigned found = watch_end();

	/* What was not opened would have left nothing. */
	ck_assert(opened == !(way & (BY_WRONG_PSK | BY_WRONG_LOG)));
	rsa_keys_free(l.rsa);
	g_string_free(log, TRUE);
	return found;
}

START_TEST(functions_leave_no_secret_behind)
{
	struct talk *talk = talk_run(&talks[_i].options);

	watch_for_secrets_of(talk, talks[_i].options.version == TLS1_3_VERSION);
	for (unsigned i = 0; i < G_N_ELEMENTS(way_names); i++)
		if (talks[_i].ways & (1u << i))
			ck_assert_msg(found_by(talk, 1u << i) == 0, "%s by %s", talk->suite,
				      way_names[i]);
	talk_free(talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secrets_of_sessions");
	TCase *tests = tcase_create("secrets_of_sessions");

	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, functions_leave_no_secret_behind, 0, G_N_ELEMENTS(talks));
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
