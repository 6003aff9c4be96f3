/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate_names.c - names and extensions of certificates, value by value.
 *
 * Host names are mapped as everywhere; other words become letters that are
 * equal where they were. What verdicts rest on stays: usages, constraints,
 * and the unit with which a CA marks setup certificates. Source: RFC 5280.
 */
#include "certificate_names.h"

#include <string.h>

#include "certificate.h"
#include "rewrite.h"

static bool is_oid(const struct der *oid, const char *bytes, size_t n)
{
	return oid->length == n && memcmp(oid->value, bytes, n) == 0;
}

#define IS_OID(oid, bytes) is_oid(oid, bytes, sizeof bytes - 1)

static bool is_host_name(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isalnum(p[i]) && !memchr("-_.*", p[i], 4))
			return false;
	return n > 0;
}

static void rewrite_words(struct mapping *m, uint8_t *p, size_t n)
{
	g_autofree uint8_t *letters = g_malloc(n + 1);

	mapping_opaque(m, bytes_of(p, n), letters);
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)('a' + letters[i] % 26);
}

static void rewrite_value(struct mapping *m, const struct der *oid, const struct der *value)
{
	static const char country[] = "\x55\x04\x06";

	if (mapping_keeps(m, KEEP_NAMES))
		return;
	if (IS_OID(oid, country))
		memset(value->value, 'X', value->length);
	else if (value->length == strlen(CERTIFICATE_SETUP_UNIT) &&
		 memcmp(value->value, CERTIFICATE_SETUP_UNIT, value->length) == 0)
		return;
	else if (is_host_name(value->value, value->length))
		rewrite_name(m, value->value, value->length);
	else
		rewrite_words(m, value->value, value->length);
}

void rewrite_distinguished_name(struct mapping *m, const struct der *name)
{
	struct der_cursor sets = der_inside(name);
	struct der set, pair, oid, value;

	while (der_take(&set, &sets, DER_SET)) {
		struct der_cursor pairs = der_inside(&set);

		while (der_take(&pair, &pairs, DER_SEQUENCE)) {
			struct der_cursor inside = der_inside(&pair);

			if (der_take(&oid, &inside, DER_OID) && der_next(&value, &inside))
				rewrite_value(m, &oid, &value);
		}
	}
}

/* The first byte keeps it positive, and no shorter than it was (X.690, 8.3.2). */
void rewrite_serial(struct mapping *m, const struct der *serial)
{
	if (!serial->length)
		return;
	mapping_opaque(m, bytes_of(serial->value, serial->length), serial->value);
	serial->value[0] = (uint8_t)((serial->value[0] & 0x3f) | 0x40);
}

static void rewrite_address(struct mapping *m, const struct der *value)
{
	struct address a = value->length == 4            ? address_v4(value->value)
			   : value->length == sizeof a.b ? address_v6(value->value)
							 : (struct address){0};

	a = mapping_address(m, &a);
	if (value->length == 4)
		memcpy(value->value, a.b + ADDRESS_V4_PREFIX, 4);
	else if (value->length == sizeof a.b)
		memcpy(value->value, a.b, sizeof a.b);
	else
		memset(value->value, 0, value->length);
}

/* Everything inside that is no number of a public registry. */
static void cross_out(struct der_cursor c)
{
	struct der der;

	while (der_next(&der, &c)) {
		if (der.tag & DER_CONSTRUCTED)
			cross_out(der_inside(&der));
		else if (der.tag > DER_ENUMERATED || der.tag == DER_OCTET_STRING ||
			 der.tag == DER_BIT_STRING)
			memset(der.value, 'x', der.length);
	}
	if (c.left)
		memset(c.at, 0, c.left);
}

/* RFC 5280, 4.2.1.6: the choices that name machines. */
static void rewrite_general_names(struct mapping *m, struct der_cursor names)
{
	enum {
		DNS_NAME = DER_CONTEXT | 2,
		DIRECTORY_NAME = DER_CONTEXT | DER_CONSTRUCTED | 4,
		IP_ADDRESS = DER_CONTEXT | 7
	};
	struct der der, name;

	while (der_next(&der, &names)) {
		struct der_cursor inside = der_inside(&der);

		if (der.tag == DNS_NAME)
			rewrite_name(m, der.value, der.length);
		else if (der.tag == IP_ADDRESS)
			rewrite_address(m, &der);
		else if (der.tag == DIRECTORY_NAME && der_take(&name, &inside, DER_SEQUENCE))
			rewrite_distinguished_name(m, &name);
		else if (der.tag & DER_CONSTRUCTED)
			cross_out(inside);
		else
			memset(der.value, 'x', der.length);
	}
}

static void rewrite_alternative_names(struct mapping *m, struct der_cursor c)
{
	struct der names;

	if (der_take(&names, &c, DER_SEQUENCE))
		rewrite_general_names(m, der_inside(&names));
}

static void rewrite_subject_key(struct mapping *m, struct der_cursor c)
{
	struct der key;

	if (der_take(&key, &c, DER_OCTET_STRING))
		mapping_opaque(m, bytes_of(key.value, key.length), key.value);
}

/* Identifier, names and serial number of the issuer (RFC 5280, 4.2.1.1). */
static void rewrite_authority_key(struct mapping *m, struct der_cursor c)
{
	enum {
		IDENTIFIER = DER_CONTEXT | 0,
		ISSUER = DER_CONTEXT | DER_CONSTRUCTED | 1,
		SERIAL = DER_CONTEXT | 2
	};
	struct der all, der;
	struct der_cursor inside;

	if (!der_take(&all, &c, DER_SEQUENCE))
		return;
	inside = der_inside(&all);
	while (der_next(&der, &inside)) {
		if (der.tag == IDENTIFIER)
			mapping_opaque(m, bytes_of(der.value, der.length), der.value);
		else if (der.tag == ISSUER)
			rewrite_general_names(m, der_inside(&der));
		else if (der.tag == SERIAL)
			rewrite_serial(m, &der);
	}
}

static void keep(struct mapping *m, struct der_cursor c)
{
	(void)m, (void)c;
}

static void keep_numbers(struct mapping *m, struct der_cursor c)
{
	(void)m;
	cross_out(c);
}

static void drop(struct mapping *m, struct der_cursor c)
{
	(void)m;
	memset(c.at, 0, c.left);
}

/* Object identifier as it is encoded. */
static const struct {
	const char *oid;
	void (*rewrite)(struct mapping *m, struct der_cursor value);
} extensions[] = {
	{"\x55\x1d\x0e", rewrite_subject_key},
	{"\x55\x1d\x0f", keep}, /* keyUsage */
	{"\x55\x1d\x11", rewrite_alternative_names},
	{"\x55\x1d\x12", rewrite_alternative_names}, /* the issuer's */
	{"\x55\x1d\x13", keep},                      /* basicConstraints */
	{"\x55\x1d\x1f", keep_numbers},              /* where revocations are listed */
	{"\x55\x1d\x20", keep_numbers},              /* policies */
	{"\x55\x1d\x23", rewrite_authority_key},
	{"\x55\x1d\x25", keep},                             /* extKeyUsage */
	{"\x2b\x06\x01\x05\x05\x07\x01\x01", keep_numbers}, /* authorityInfoAccess */
	{"\x60\x86\x48\x01\x86\xf8\x42\x01\x01", keep},     /* nsCertType */
};

static void rewrite_extension(struct mapping *m, const struct der *extension)
{
	struct der_cursor c = der_inside(extension);
	struct der oid, value;
	void (*rewrite)(struct mapping * m, struct der_cursor value) = drop;

	if (!der_take(&oid, &c, DER_OID))
		return;
	while (der_next(&value, &c) && value.tag != DER_OCTET_STRING)
		; /* whether it is critical */
	if (value.tag != DER_OCTET_STRING)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
		if (is_oid(&oid, extensions[i].oid, strlen(extensions[i].oid)))
			rewrite = extensions[i].rewrite;
	rewrite(m, der_inside(&value));
}

void rewrite_extensions_of_certificate(struct mapping *m, struct der_cursor c)
{
	struct der list, extension;

	if (!der_take(&list, &c, DER_SEQUENCE))
		return;
	struct der_cursor all = der_inside(&list);

	while (der_take(&extension, &all, DER_SEQUENCE))
		rewrite_extension(m, &extension);
}
