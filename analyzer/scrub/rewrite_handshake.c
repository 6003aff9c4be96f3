/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rewrite_handshake.c - one handshake message in place, a row a kind.
 *
 * What was offered and chosen stays; names and identities are mapped, session
 * numbers and tickets keep only whether they are equal, and randoms, keys and
 * signatures become zeros. Sources: RFC 5246, 8446, 4279, 6066.
 */
#include "certificate_remake.h"
#include "rewrite.h"
#include "tls.h"

/* A cursor over bytes that are rewritten; |left| 0 once they ran out. */
struct cursor {
	uint8_t *at;
	size_t left;
};

/* The next |n| bytes, or NULL and the end. */
static uint8_t *take(struct cursor *c, size_t n)
{
	uint8_t *at = c->at;

	if (n > c->left) {
		c->left = 0;
		return NULL;
	}
	c->at += n;
	c->left -= n;
	return at;
}

/* A number of |width| bytes, which stays. */
static size_t take_length(struct cursor *c, unsigned width)
{
	uint8_t *at = take(c, width);
	size_t value = 0;

	for (unsigned i = 0; at && i < width; i++)
		value = value << 8 | at[i];
	return value;
}

static struct cursor take_nested(struct cursor *c, size_t n)
{
	uint8_t *at = take(c, n);

	return (struct cursor){at, at ? n : 0};
}

static void blank(struct cursor *c)
{
	if (c->left)
		memset(c->at, 0, c->left);
	c->left = 0;
}

static void hide(struct mapping *m, struct cursor *c)
{
	if (c->left)
		mapping_opaque(m, bytes_of(c->at, c->left), c->at);
	c->left = 0;
}

static void pass(struct cursor *c)
{
	c->left = 0;
}

/* RFC 6066, 3: of a list of names, each with its type. */
static void rewrite_server_name(struct mapping *m, struct cursor *c)
{
	size_t length = take_length(c, 2);
	struct cursor list = take_nested(c, length);

	while (list.left) {
		take(&list, 1);
		length = take_length(&list, 2);
		struct cursor name = take_nested(&list, length);

		if (name.left)
			rewrite_name(m, name.at, name.left);
	}
	blank(c);
}

/* Groups stay, keys do not; a server sends one without the length of a list (RFC 8446, 4.2.8). */
static void rewrite_key_share(struct mapping *m, struct cursor *c)
{
	struct cursor list = *c;
	size_t length = take_length(&list, 2);

	(void)m;
	if (length != list.left)
		list = *c;
	pass(c);
	while (list.left) {
		take(&list, 2);
		length = take_length(&list, 2);
		struct cursor key = take_nested(&list, length);

		blank(&key);
	}
}

static void keep_as_is(struct mapping *m, struct cursor *c)
{
	(void)m;
	pass(c);
}

/* Extensions whose content says how it was spoken, by their number at IANA. */
static const struct {
	uint16_t type;
	void (*rewrite)(struct mapping *m, struct cursor *c);
} extensions[] = {
	{0, rewrite_server_name},
	{10, keep_as_is}, /* supported_groups */
	{11, keep_as_is}, /* ec_point_formats */
	{13, keep_as_is}, /* signature_algorithms */
	{16, keep_as_is}, /* ALPN */
	{22, keep_as_is}, /* encrypt_then_mac */
	{23, keep_as_is}, /* extended_master_secret */
	{35, hide},       /* session_ticket */
	{43, keep_as_is}, /* supported_versions */
	{45, keep_as_is}, /* psk_key_exchange_modes */
	{51, rewrite_key_share},
};

static void rewrite_extensions(struct mapping *m, struct cursor *c)
{
	size_t length = take_length(c, 2);
	struct cursor list = take_nested(c, length);

	while (list.left) {
		size_t type = take_length(&list, 2);

		length = take_length(&list, 2);
		struct cursor value = take_nested(&list, length);

		for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
			if (extensions[i].type == type && value.left)
				extensions[i].rewrite(m, &value);
		blank(&value);
	}
	blank(c);
}

/* RFC 8446, 4.1.3: a ServerHello with this random asks for another ClientHello. */
static const uint8_t retry_random[TLS_RANDOM_LENGTH] = {
	0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
	0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
	0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

static void rewrite_random_and_session(struct mapping *m, struct cursor *c)
{
	take(c, 2); /* version */
	uint8_t *random = take(c, TLS_RANDOM_LENGTH);

	if (random && memcmp(random, retry_random, sizeof retry_random) != 0)
		mapping_opaque(m, bytes_of(random, TLS_RANDOM_LENGTH), random);
	size_t length = take_length(c, 1);
	struct cursor session = take_nested(c, length);

	hide(m, &session);
}

static void rewrite_client_hello(struct mapping *m, struct cursor *c)
{
	rewrite_random_and_session(m, c);
	size_t suites = take_length(c, 2);

	take(c, suites);
	size_t compressions = take_length(c, 1);

	take(c, compressions);
	rewrite_extensions(m, c);
}

static void rewrite_server_hello(struct mapping *m, struct cursor *c)
{
	rewrite_random_and_session(m, c);
	take(c, 3); /* suite, compression */
	rewrite_extensions(m, c);
}

/* What cannot be made anew is cut; its length stays, so that it is still seen how many there were. */
static void rewrite_certificates(struct mapping *m, struct cursor *c)
{
	size_t length = take_length(c, 3);
	struct cursor list = take_nested(c, length);

	while (list.left) {
		length = take_length(&list, 3);
		struct cursor certificate = take_nested(&list, length);

		if (!certificate.left ||
		    !certificate_remake(mapping_certificates(m), certificate.at, certificate.left))
			blank(&certificate);
	}
	blank(c);
}

/* With a PSK it begins with the identity, which is the PID (RFC 4279, 2). */
static void rewrite_key_exchange(struct mapping *m, struct cursor *c)
{
	struct cursor inner = *c;
	size_t length = take_length(&inner, 2);
	uint8_t *identity = take(&inner, length);
	bool is_text = identity && length > 0;

	for (size_t i = 0; is_text && i < length; i++)
		is_text = g_ascii_isprint(identity[i]);
	if (is_text && length == PID_LENGTH)
		mapping_pid(m, identity, identity);
	else if (is_text)
		memset(identity, 'x', length);
	blank(is_text ? &inner : c);
}

/* RFC 5077, 3.3: a lifetime, then the ticket with its length. */
static void rewrite_ticket(struct mapping *m, struct cursor *c)
{
	take(c, 6);
	hide(m, c);
}

static const struct {
	uint8_t type; /* RFC 5246, 7.4 */
	void (*rewrite)(struct mapping *m, struct cursor *c);
} messages[] = {
	{1, rewrite_client_hello},  {2, rewrite_server_hello},  {4, rewrite_ticket},
	{11, rewrite_certificates}, {16, rewrite_key_exchange},
};

void rewrite_handshake(struct mapping *m, uint8_t type, uint8_t *p, size_t n)
{
	struct cursor c = {p, n};

	for (size_t i = 0; i < G_N_ELEMENTS(messages); i++)
		if (messages[i].type == type) {
			messages[i].rewrite(m, &c);
			return;
		}
	blank(&c);
}
