/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tls_names.c - what the numbers of TLS are called.
 *
 * Alerts carry the names of their RFC, since logs and other programs use
 * them. Sources: RFC 5246 7.2, 8446 6, 6066, 4279; IANA, TLS Alerts.
 */
#include "tls_names.h"

const struct name NAMES_TLS_VERSION[] = {
	{TLS_SSL_3, "SSL 3.0"}, {TLS_1_0, "TLS 1.0"}, {TLS_1_1, "TLS 1.1"},
	{TLS_1_2, "TLS 1.2"},   {TLS_1_3, "TLS 1.3"}, {0, NULL},
};

const struct name NAMES_TLS_HANDSHAKE[] = {
	{TLS_HELLO_REQUEST, "HelloRequest"},
	{TLS_CLIENT_HELLO, "ClientHello"},
	{TLS_SERVER_HELLO, "ServerHello"},
	{TLS_NEW_SESSION_TICKET, "NewSessionTicket"},
	{TLS_END_OF_EARLY_DATA, "EndOfEarlyData"},
	{TLS_ENCRYPTED_EXTENSIONS, "EncryptedExtensions"},
	{TLS_CERTIFICATE, "Certificate"},
	{TLS_SERVER_KEY_EXCHANGE, "ServerKeyExchange"},
	{TLS_CERTIFICATE_REQUEST, "CertificateRequest"},
	{TLS_SERVER_HELLO_DONE, "ServerHelloDone"},
	{TLS_CERTIFICATE_VERIFY, "CertificateVerify"},
	{TLS_CLIENT_KEY_EXCHANGE, "ClientKeyExchange"},
	{TLS_FINISHED, "Finished"},
	{TLS_CERTIFICATE_STATUS, "CertificateStatus"},
	{TLS_KEY_UPDATE, "KeyUpdate"},
	{0, NULL},
};

const struct name NAMES_TLS_ALERT_LEVEL[] = {
	{TLS_WARNING, "warning"},
	{TLS_FATAL, "fatal"},
	{0, NULL},
};

const struct name NAMES_TLS_ALERT[] = {
	{TLS_CLOSE_NOTIFY, "close_notify"},
	{10, "unexpected_message"},
	{TLS_BAD_RECORD_MAC, "bad_record_mac"},
	{TLS_DECRYPTION_FAILED, "decryption_failed"},
	{22, "record_overflow"},
	{30, "decompression_failure"},
	{TLS_HANDSHAKE_FAILURE, "handshake_failure"},
	{41, "no_certificate"},
	{TLS_BAD_CERTIFICATE, "bad_certificate"},
	{43, "unsupported_certificate"},
	{44, "certificate_revoked"},
	{TLS_CERTIFICATE_EXPIRED, "certificate_expired"},
	{TLS_CERTIFICATE_UNKNOWN, "certificate_unknown"},
	{47, "illegal_parameter"},
	{TLS_UNKNOWN_CA, "unknown_ca"},
	{49, "access_denied"},
	{50, "decode_error"},
	{TLS_DECRYPT_ERROR, "decrypt_error"},
	{60, "export_restriction"},
	{TLS_PROTOCOL_VERSION, "protocol_version"},
	{TLS_INSUFFICIENT_SECURITY, "insufficient_security"},
	{80, "internal_error"},
	{86, "inappropriate_fallback"},
	{90, "user_canceled"},
	{TLS_NO_RENEGOTIATION, "no_renegotiation"},
	{109, "missing_extension"},
	{110, "unsupported_extension"},
	{111, "certificate_unobtainable"},
	{112, "unrecognized_name"},
	{113, "bad_certificate_status_response"},
	{114, "bad_certificate_hash_value"},
	{TLS_UNKNOWN_PSK_IDENTITY, "unknown_psk_identity"},
	{116, "certificate_required"},
	{120, "no_application_protocol"},
	{0, NULL},
};

static const struct tls_suite suites[] = {
#define SUITE(number, key_exchange, cipher, hash, name) \
	{number, TLS_KX_##key_exchange, TLS_CIPHER_##cipher, TLS_HASH_##hash, name},
#include "tls_suites.def"
#undef SUITE
};

/* The rows are in the order of their numbers. */
const struct tls_suite *tls_suite_of(uint16_t number)
{
	size_t low = 0, high = sizeof suites / sizeof suites[0];

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (suites[middle].number == number)
			return &suites[middle];
		if (suites[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

enum tls_key_exchange tls_suite_key_exchange(uint16_t number)
{
	const struct tls_suite *suite = tls_suite_of(number);

	return suite ? suite->key_exchange : TLS_KX_OTHER;
}

bool tls_suite_uses_psk(uint16_t number)
{
	switch (tls_suite_key_exchange(number)) {
	case TLS_KX_PSK:
	case TLS_KX_RSA_PSK:
	case TLS_KX_DHE_PSK:
	case TLS_KX_ECDHE_PSK:
		return true;
	default:
		return false;
	}
}

#define RENEGOTIATION_INFO_SCSV 0x00ff
#define FALLBACK_SCSV 0x5600

bool tls_suite_is_signal(uint16_t number)
{
	bool grease = (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);

	return grease || number == RENEGOTIATION_INFO_SCSV || number == FALLBACK_SCSV;
}
