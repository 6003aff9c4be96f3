/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tls.h - TLS records and handshake messages, SSL 3 to TLS 1.3.
 *
 *   record    = type u8, version u16, length u16, length bytes
 *   handshake = type u8, length u24, length bytes
 *
 * Handshake messages are cut into records wherever the sender likes, so the
 * two are read apart: records from the stream, messages from what their
 * fragments say in a row. Nothing here decrypts, and everything kept is a
 * view. Lists that have no bound of their own are cut at one of ours, and
 * counted on.
 *
 * Sources: RFC 6101 (SSL 3), 2246, 4346, 5246, 8446; 4279 (PSK), 6066 (server
 * name), 7366 (encrypt-then-MAC), 7627 (extended master secret); 6101 E (the
 * ClientHello of SSL 2).
 */
#ifndef WIRE_TLS_H
#define WIRE_TLS_H

#include "reader.h"
#include "tls_names.h"

#define TLS_RECORD_HEADER 5
#define TLS_FRAGMENT_MAX (16384 + 2048) /* RFC 5246, 6.2.3 */
#define TLS_HANDSHAKE_HEADER 4
#define TLS_RANDOM_LENGTH 32
#define TLS_SESSION_ID_MAX 32
#define TLS_CERTIFICATES_MAX 16 /* of one message */

enum tls_type {
	TLS_CHANGE_CIPHER_SPEC = 20,
	TLS_ALERT = 21,
	TLS_HANDSHAKE = 22,
	TLS_APPLICATION_DATA = 23,
	TLS_HEARTBEAT = 24,
};

struct tls_record {
	uint8_t type;
	uint16_t version;
	struct bytes fragment;
};

/* Reads one record. False while bytes are missing. Refuses no value. */
bool tls_record_decode(struct tls_record *record, struct reader *r);

/* Could these first bytes of a stream be a TLS record, or the ClientHello of SSL 2? */
bool tls_looks_like(struct bytes start);

/* Is this a record that can stand in a stream of TLS: known type and version, length in bounds? */
bool tls_record_is_sound(const struct tls_record *record);

/* One handshake message; |whole| is header and body, as transcripts hash it. */
struct tls_handshake {
	uint8_t type; /* enum tls_handshake_type */
	struct bytes body;
	struct bytes whole;
};

/* Reads one message from the fragments put together. False while bytes are missing. */
bool tls_handshake_decode(struct tls_handshake *handshake, struct reader *r);

/* What both hellos may carry, as far as it changes keys or names somebody. */
struct tls_extensions {
	bool extended_master_secret;
	bool encrypt_then_mac;
	bool session_ticket;
	bool early_data;
	bool pre_shared_key; /* of TLS 1.3 */
	bool renegotiation_info;
	struct bytes versions; /* supported_versions: u16 list; in a ServerHello the one chosen */
	struct bytes server_name; /* host_name only */
	struct bytes ticket;      /* session_ticket's content */
	struct bytes alpn;        /* the list of protocol names, each with its length */
};

struct tls_client_hello {
	uint16_t version; /* as the message says; 1.3 says 1.2 here */
	struct bytes random;
	struct bytes session_id;
	struct bytes suites; /* u16 list; of SSL 2 u24 list */
	struct bytes compressions;
	struct tls_extensions extensions;
	bool ssl2; /* came in the form of SSL 2; |random| is then 16 to 32 bytes */
};

struct tls_server_hello {
	uint16_t version; /* the one chosen, supported_versions considered */
	struct bytes random;
	struct bytes session_id;
	uint16_t suite;
	uint8_t compression;
	bool retry_request; /* TLS 1.3: HelloRetryRequest */
	struct tls_extensions extensions;
};

/* DER certificates as sent, leaf first if the sender did it right. */
struct tls_certificates {
	unsigned n;        /* kept in |certificate| */
	unsigned left_out; /* behind the last one kept */
	struct bytes certificate[TLS_CERTIFICATES_MAX];
};

struct tls_alert {
	uint8_t level;
	uint8_t description;
};

/*
 * Readers of the bodies. False when the body ends too early; what was read so
 * far stands. Bytes behind the message are passed over.
 */
bool tls_client_hello_decode(struct tls_client_hello *hello, struct reader *r);
bool tls_server_hello_decode(struct tls_server_hello *hello, struct reader *r);

/* |version| is the session's: a list of TLS 1.3 has a context and extensions. */
bool tls_certificates_decode(struct tls_certificates *list, uint16_t version, struct reader *r);

/* The identity hint of a ServerKeyExchange, empty when |suite| has none. */
bool tls_psk_hint_decode(struct bytes *hint, uint16_t suite, struct reader *r);

/*
 * What a ClientKeyExchange says: the PSK identity (PSK suites) and the
 * premaster secret encrypted to the server's RSA key (RSA, RSA_PSK); the
 * others' public values are passed over.
 */
struct tls_client_key_exchange {
	struct bytes identity;
	struct bytes encrypted;
};

bool tls_client_key_exchange_decode(struct tls_client_key_exchange *exchange, uint16_t suite,
				    uint16_t version, struct reader *r);

/* TLS 1.2 and earlier: the ticket of a NewSessionTicket. */
bool tls_ticket_decode(struct bytes *ticket, struct reader *r);

bool tls_alert_decode(struct tls_alert *alert, struct reader *r);

/*
 * The ClientHello of SSL 2, with which old clients ask for SSL 3 or TLS.
 * False while bytes are missing. |whole| is what transcripts hash of it.
 */
bool tls_is_ssl2_hello(struct bytes start);
bool tls_ssl2_hello_decode(struct tls_client_hello *hello, struct bytes *whole, struct reader *r);

/* The |nth| suite of a ClientHello as TLS numbers it; false behind the last. */
bool tls_offered_suite(const struct tls_client_hello *hello, unsigned nth, uint16_t *suite);

/* The highest version that a ClientHello offers, values reserved for tests (RFC 8701) aside. */
uint16_t tls_offered_version(const struct tls_client_hello *hello);

#endif
