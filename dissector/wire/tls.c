/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tls.c - records, handshake messages, alerts, and the messages without extensions.
 *
 * A length that a message states for itself is read as a nested reader, so
 * that one that lies runs out inside and not into the next message. Layouts
 * and sources: tls.h.
 */
#include "tls.h"

#include "tls_parts.h"

uint32_t tls_u24(struct reader *r)
{
	uint32_t high = rd_u8(r);

	return high << 16 | rd_u16be(r);
}

/* A vector whose length stands before it in one, two or three bytes. */
struct bytes tls_vector(struct reader *r, unsigned width)
{
	uint32_t n = width == 1 ? rd_u8(r) : width == 2 ? rd_u16be(r) : tls_u24(r);

	return rd_bytes(r, n);
}

bool tls_record_decode(struct tls_record *record, struct reader *r)
{
	record->type = rd_u8(r);
	record->version = rd_u16be(r);
	record->fragment = tls_vector(r, 2);
	return rd_ok(r);
}

static bool is_version(uint8_t major)
{
	return major == TLS_SSL_3 >> 8;
}

bool tls_record_is_sound(const struct tls_record *record)
{
	return record->type >= TLS_CHANGE_CIPHER_SPEC && record->type <= TLS_HEARTBEAT &&
	       is_version((uint8_t)(record->version >> 8)) &&
	       record->fragment.n <= TLS_FRAGMENT_MAX;
}

bool tls_looks_like(struct bytes start)
{
	if (start.n == 0)
		return true;
	if (start.p[0] & 0x80)
		return start.n < TLS_RECORD_HEADER || tls_is_ssl2_hello(start);
	if (start.p[0] < TLS_CHANGE_CIPHER_SPEC || start.p[0] > TLS_HEARTBEAT)
		return false;
	return start.n < 2 || is_version(start.p[1]);
}

bool tls_handshake_decode(struct tls_handshake *handshake, struct reader *r)
{
	const uint8_t *start = r->at;

	handshake->type = rd_u8(r);
	handshake->body = tls_vector(r, 3);
	handshake->whole = bytes_of(start, (size_t)(r->at - start));
	return rd_ok(r);
}

static void keep_certificate(struct tls_certificates *list, struct bytes der)
{
	if (list->n < TLS_CERTIFICATES_MAX)
		list->certificate[list->n++] = der;
	else
		list->left_out++;
}

bool tls_certificates_decode(struct tls_certificates *list, uint16_t version, struct reader *r)
{
	*list = (struct tls_certificates){0};
	if (version >= TLS_1_3)
		tls_vector(r, 1); /* the context of the request */
	struct bytes all = tls_vector(r, 3);
	struct reader inner = reader_over(all);

	while (rd_ok(&inner) && rd_left(&inner)) {
		struct bytes der = tls_vector(&inner, 3);

		if (version >= TLS_1_3)
			tls_vector(&inner, 2); /* the certificate's extensions */
		if (der.p)
			keep_certificate(list, der);
	}
	return rd_ok(r) && rd_ok(&inner);
}

/* RFC 4279: the hint stands alone (2), before DH parameters (3), or alone (4). */
bool tls_psk_hint_decode(struct bytes *hint, uint16_t suite, struct reader *r)
{
	*hint = tls_suite_uses_psk(suite) ? tls_vector(r, 2) : (struct bytes){0};
	return rd_ok(r);
}

static bool sends_encrypted(enum tls_key_exchange key_exchange)
{
	return key_exchange == TLS_KX_RSA || key_exchange == TLS_KX_RSA_PSK;
}

bool tls_client_key_exchange_decode(struct tls_client_key_exchange *exchange, uint16_t suite,
				    uint16_t version, struct reader *r)
{
	*exchange = (struct tls_client_key_exchange){0};
	if (tls_suite_uses_psk(suite))
		exchange->identity = tls_vector(r, 2);
	if (!sends_encrypted(tls_suite_key_exchange(suite)))
		return rd_ok(r);
	/* SSL 3 leaves out the length (RFC 5246, 7.4.7.1). */
	exchange->encrypted = version == TLS_SSL_3 ? rd_rest(r) : tls_vector(r, 2);
	return rd_ok(r);
}

bool tls_ticket_decode(struct bytes *ticket, struct reader *r)
{
	rd_u32be(r); /* its lifetime */
	*ticket = tls_vector(r, 2);
	return rd_ok(r);
}

bool tls_alert_decode(struct tls_alert *alert, struct reader *r)
{
	alert->level = rd_u8(r);
	alert->description = rd_u8(r);
	return rd_ok(r);
}
