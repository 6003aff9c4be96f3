/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * suites.c - names and numbers of TLS: cipher suites, alerts, versions.
 *
 * As many suites as servers and firmware were seen to use. Source: IANA, TLS
 * parameters; RFC 5246 7.2 and RFC 4279 (alert 115).
 */
#include "secure.h"

#include <string.h>

static const struct suite suites[] = {
	{"PSK_WITH_RC4_128_SHA", 0x008a, EXCHANGE_PSK, 0, NULL},
	{"PSK_WITH_AES_128_CBC_SHA", 0x008c, EXCHANGE_PSK, 16, EVP_sha1},
	{"PSK_WITH_AES_256_CBC_SHA", 0x008d, EXCHANGE_PSK, 32, EVP_sha1},
	{"PSK_WITH_AES_128_CBC_SHA256", 0x00ae, EXCHANGE_PSK, 16, EVP_sha256},
	{"RSA_WITH_RC4_128_SHA", 0x0005, EXCHANGE_RSA, 0, NULL},
	{"RSA_WITH_3DES_EDE_CBC_SHA", 0x000a, EXCHANGE_RSA, 0, NULL},
	{"RSA_WITH_AES_128_CBC_SHA", 0x002f, EXCHANGE_RSA, 16, EVP_sha1},
	{"RSA_WITH_AES_256_CBC_SHA", 0x0035, EXCHANGE_RSA, 32, EVP_sha1},
	{"RSA_WITH_AES_128_CBC_SHA256", 0x003c, EXCHANGE_RSA, 16, EVP_sha256},
	{"RSA_WITH_AES_256_CBC_SHA256", 0x003d, EXCHANGE_RSA, 32, EVP_sha256},
	{"RSA_WITH_AES_128_GCM_SHA256", 0x009c, EXCHANGE_RSA, 0, NULL},
	{"RSA_WITH_AES_256_GCM_SHA384", 0x009d, EXCHANGE_RSA, 0, NULL},
	{"ECDHE_RSA_WITH_AES_128_GCM_SHA256", 0xc02f, EXCHANGE_ECDHE, 0, NULL},
	{"ECDHE_RSA_WITH_AES_256_GCM_SHA384", 0xc030, EXCHANGE_ECDHE, 0, NULL},
	{"AES_128_GCM_SHA256", 0x1301, EXCHANGE_ECDHE, 0, NULL},
	{"AES_256_GCM_SHA384", 0x1302, EXCHANGE_ECDHE, 0, NULL},
	{"EMPTY_RENEGOTIATION_INFO_SCSV", 0x00ff, EXCHANGE_SIGNAL, 0, NULL},
};

static const struct number {
	const char *name;
	unsigned number;
} alerts[] = {
	{"close_notify", 0},           {"unexpected_message", 10},  {"bad_record_mac", 20},
	{"handshake_failure", 40},     {"bad_certificate", 42},     {"unsupported_certificate", 43},
	{"certificate_revoked", 44},   {"certificate_expired", 45}, {"certificate_unknown", 46},
	{"illegal_parameter", 47},     {"unknown_ca", 48},          {"access_denied", 49},
	{"decode_error", 50},          {"decrypt_error", 51},       {"protocol_version", 70},
	{"insufficient_security", 71}, {"internal_error", 80},      {"user_canceled", 90},
	{"no_renegotiation", 100},     {"unrecognized_name", 112},  {"unknown_psk_identity", 115},
};

static const struct number versions[] = {
	{"ssl3", SSL_3}, {"1.0", TLS_1_0}, {"1.1", TLS_1_1}, {"1.2", TLS_1_2}, {"1.3", TLS_1_3},
};

const struct suite *suite_find(const struct line *line, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(suites); i++)
		if (!strcmp(suites[i].name, name))
			return &suites[i];
	line_fail(line, "no cipher suite is called %s", name);
}

static unsigned find(const struct line *line, const struct number *numbers, size_t n,
		     const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(numbers[i].name, name))
			return numbers[i].number;
	line_fail(line, "TLS knows no %s", name);
}

unsigned alert_find(const struct line *line, const char *name)
{
	return find(line, alerts, G_N_ELEMENTS(alerts), name);
}

unsigned version_find(const struct line *line, const char *name)
{
	return find(line, versions, G_N_ELEMENTS(versions), name);
}
