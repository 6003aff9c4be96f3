/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tls_names.h - the numbers of TLS that have names: versions, messages, alerts, suites. */
#ifndef WIRE_TLS_NAMES_H
#define WIRE_TLS_NAMES_H

#include "names.h"

enum tls_version {
	TLS_SSL_3 = 0x0300,
	TLS_1_0 = 0x0301,
	TLS_1_1 = 0x0302,
	TLS_1_2 = 0x0303,
	TLS_1_3 = 0x0304,
};

enum tls_handshake_type {
	TLS_HELLO_REQUEST = 0,
	TLS_CLIENT_HELLO = 1,
	TLS_SERVER_HELLO = 2,
	TLS_NEW_SESSION_TICKET = 4,
	TLS_END_OF_EARLY_DATA = 5,
	TLS_ENCRYPTED_EXTENSIONS = 8,
	TLS_CERTIFICATE = 11,
	TLS_SERVER_KEY_EXCHANGE = 12,
	TLS_CERTIFICATE_REQUEST = 13,
	TLS_SERVER_HELLO_DONE = 14,
	TLS_CERTIFICATE_VERIFY = 15,
	TLS_CLIENT_KEY_EXCHANGE = 16,
	TLS_FINISHED = 20,
	TLS_CERTIFICATE_STATUS = 22,
	TLS_KEY_UPDATE = 24,
};

enum tls_alert_level {
	TLS_WARNING = 1,
	TLS_FATAL = 2,
};

enum tls_alert_description {
	TLS_CLOSE_NOTIFY = 0,
	TLS_BAD_RECORD_MAC = 20,
	TLS_DECRYPTION_FAILED = 21,
	TLS_HANDSHAKE_FAILURE = 40,
	TLS_BAD_CERTIFICATE = 42,
	TLS_CERTIFICATE_EXPIRED = 45,
	TLS_CERTIFICATE_UNKNOWN = 46,
	TLS_UNKNOWN_CA = 48,
	TLS_DECRYPT_ERROR = 51,
	TLS_PROTOCOL_VERSION = 70,
	TLS_INSUFFICIENT_SECURITY = 71,
	TLS_NO_RENEGOTIATION = 100,
	TLS_UNKNOWN_PSK_IDENTITY = 115,
};

extern const struct name NAMES_TLS_VERSION[];
extern const struct name NAMES_TLS_HANDSHAKE[];
extern const struct name NAMES_TLS_ALERT_LEVEL[];
extern const struct name NAMES_TLS_ALERT[];

/* How a suite's keys come about. */
enum tls_key_exchange {
	TLS_KX_OTHER,
	TLS_KX_ANY, /* TLS 1.3: the suite does not say */
	TLS_KX_RSA,
	TLS_KX_DH,
	TLS_KX_DHE,
	TLS_KX_ECDH,
	TLS_KX_ECDHE,
	TLS_KX_PSK,
	TLS_KX_RSA_PSK,
	TLS_KX_DHE_PSK,
	TLS_KX_ECDHE_PSK,
	TLS_KX_SRP,
};

enum tls_cipher {
	TLS_CIPHER_OTHER,
	TLS_CIPHER_NULL,
	TLS_CIPHER_RC4_128,
	TLS_CIPHER_DES_CBC,
	TLS_CIPHER_DES_EDE3_CBC,
	TLS_CIPHER_IDEA_CBC,
	TLS_CIPHER_SEED_CBC,
	TLS_CIPHER_AES_128_CBC,
	TLS_CIPHER_AES_256_CBC,
	TLS_CIPHER_CAMELLIA_128_CBC,
	TLS_CIPHER_CAMELLIA_256_CBC,
	TLS_CIPHER_ARIA_128_CBC,
	TLS_CIPHER_ARIA_256_CBC,
	TLS_CIPHER_AES_128_GCM,
	TLS_CIPHER_AES_256_GCM,
	TLS_CIPHER_CAMELLIA_128_GCM,
	TLS_CIPHER_CAMELLIA_256_GCM,
	TLS_CIPHER_ARIA_128_GCM,
	TLS_CIPHER_ARIA_256_GCM,
	TLS_CIPHER_AES_128_CCM,
	TLS_CIPHER_AES_256_CCM,
	TLS_CIPHER_AES_128_CCM_8,
	TLS_CIPHER_AES_256_CCM_8,
	TLS_CIPHER_CHACHA20_POLY1305,
	TLS_CIPHERS
};

enum tls_hash {
	TLS_HASH_NONE,
	TLS_HASH_MD5,
	TLS_HASH_SHA,
	TLS_HASH_SHA256,
	TLS_HASH_SHA384,
};

struct tls_suite {
	uint16_t number;
	enum tls_key_exchange key_exchange;
	enum tls_cipher cipher;
	enum tls_hash hash; /* of the MAC; with an AEAD cipher, of the PRF */
	const char *name;   /* IANA's */
};

/* The suite of that number, or NULL. */
const struct tls_suite *tls_suite_of(uint16_t number);

/* Its key exchange; TLS_KX_OTHER for an unknown number. */
enum tls_key_exchange tls_suite_key_exchange(uint16_t number);

/* Is the key of this suite a pre-shared one, alone or with something else? */
bool tls_suite_uses_psk(uint16_t number);

/* Not a cipher but a signal (RFC 5746, 7507) or a value reserved for tests (RFC 8701). */
bool tls_suite_is_signal(uint16_t number);

#endif
