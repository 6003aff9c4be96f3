/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rewrite_tls.c - TLS records in place: headers stay, and of what is not
 * encrypted the shape.
 *
 * Handshake messages are cut into records wherever the sender likes, so their
 * bytes are first put in a row and then put back. Source: tls.h.
 */
#include "certificate_remake.h"
#include "rewrite.h"
#include "tls.h"

/* Where the bytes of the handshake that are not encrypted lie. */
struct handshake_bytes {
	GByteArray *row;
	GArray *at; /* of gsize: each byte's place in the stream */
};

static void gather(struct handshake_bytes *all, const uint8_t *p, size_t at, size_t n)
{
	g_byte_array_append(all->row, p + at, (guint)n);
	for (size_t i = 0; i < n; i++) {
		gsize place = at + i;

		g_array_append_val(all->at, place);
	}
}

static void rewrite_row(struct mapping *m, GByteArray *row)
{
	size_t at = 0;

	while (row->len - at >= TLS_HANDSHAKE_HEADER) {
		uint8_t *head = row->data + at;
		size_t n = (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];

		if (n > row->len - at - TLS_HANDSHAKE_HEADER)
			break;
		rewrite_handshake(m, head[0], head + TLS_HANDSHAKE_HEADER, n);
		at += TLS_HANDSHAKE_HEADER + n;
	}
	if (at < row->len)
		memset(row->data + at, 0, row->len - at);
}

/* Walks records from |at|; gives where the first stands that is none, or is cut. */
static size_t walk_records(struct handshake_bytes *all, uint8_t *p, size_t n)
{
	struct reader r = reader_over(bytes_of(p, n));
	struct tls_record record;
	bool encrypted = false;
	size_t at = 0;

	while (tls_record_decode(&record, &r) && tls_record_is_sound(&record)) {
		size_t begins = at + TLS_RECORD_HEADER, length = record.fragment.n;
		bool plain_alert = record.type == TLS_ALERT && length == 2 && !encrypted;

		if (record.type == TLS_HANDSHAKE && !encrypted)
			gather(all, p, begins, length);
		else if (record.type != TLS_CHANGE_CIPHER_SPEC && !plain_alert)
			memset(p + begins, 0, length);
		encrypted = encrypted || record.type == TLS_CHANGE_CIPHER_SPEC ||
			    record.type == TLS_APPLICATION_DATA;
		at = begins + length;
	}
	return at;
}

/* The header of a record that the capture ends in stays: it says how much is missing. */
static void drop_rest(uint8_t *p, size_t n, size_t at)
{
	struct tls_record record = {0};

	if (n - at >= TLS_RECORD_HEADER) {
		record.type = p[at];
		record.version = (uint16_t)(p[at + 1] << 8 | p[at + 2]);
		record.fragment.n = (size_t)(p[at + 3] << 8 | p[at + 4]);
		if (tls_record_is_sound(&record))
			at += TLS_RECORD_HEADER;
	}
	memset(p + at, 0, n - at);
}

/* SSL 2's ClientHello: what it offers stays, its session and challenge do not (RFC 6101, E). */
static size_t rewrite_ssl2(uint8_t *p, size_t n)
{
	enum {
		HEADER = 2,
		FIXED = 9
	};
	size_t whole, kept;

	if (n < HEADER + FIXED)
		return n;
	whole = MIN(n, HEADER + ((size_t)(p[0] & 0x7f) << 8 | p[1]));
	kept = MIN(whole, HEADER + FIXED + ((size_t)p[5] << 8 | p[6]));
	memset(p + kept, 0, whole - kept);
	return whole;
}

/* The certificates of one Certificate message as TLS up to 1.2 has it. */
static void note_list(struct mapping *m, struct bytes body)
{
	struct tls_certificates list;
	struct reader r = reader_over(body);

	tls_certificates_decode(&list, TLS_1_2, &r);
	for (unsigned i = 0; i < list.n; i++)
		remaking_note(mapping_certificates(m), list.certificate[i]);
}

void note_certificates(struct mapping *m, struct bytes stream)
{
	g_autofree uint8_t *copy = g_memdup2(stream.p, stream.n);
	struct handshake_bytes all = {g_byte_array_new(), g_array_new(FALSE, FALSE, sizeof(gsize))};
	struct tls_handshake message;
	struct reader r;

	walk_records(&all, copy, stream.n);
	r = reader_over(bytes_of(all.row->data, all.row->len));
	while (tls_handshake_decode(&message, &r))
		if (message.type == TLS_CERTIFICATE)
			note_list(m, message.body);
	g_byte_array_unref(all.row);
	g_array_unref(all.at);
}

void rewrite_tls(struct mapping *m, uint8_t *p, size_t n)
{
	struct handshake_bytes all = {g_byte_array_new(), g_array_new(FALSE, FALSE, sizeof(gsize))};
	size_t begin = tls_is_ssl2_hello(bytes_of(p, n)) ? rewrite_ssl2(p, n) : 0;
	size_t end;

	p += begin;
	n -= begin;
	end = walk_records(&all, p, n);
	rewrite_row(m, all.row);
	for (guint i = 0; i < all.row->len; i++)
		p[g_array_index(all.at, gsize, i)] = all.row->data[i];
	drop_rest(p, n, end);
	g_byte_array_unref(all.row);
	g_array_unref(all.at);
}
