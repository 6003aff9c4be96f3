/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * names.c - what numbers and hashes are called.
 *
 * Sources disagree on algorithm 3 (SHA-384 or SHA-512), so that a name holds
 * only together with its length. Numbers: Intel AMT Implementation and
 * Reference Guide, setupmodehellomessages.htm and
 * cfggetcertificatehashentry.htm.
 */
#include "names.h"

#define SHA1_LENGTH 20
#define SHA256_LENGTH 32
#define SHA384_LENGTH 48

/* ALGORITHM(number, length in bytes, name) */
#define ALGORITHMS                             \
	ALGORITHM(1, SHA1_LENGTH, "SHA-1")     \
	ALGORITHM(2, SHA256_LENGTH, "SHA-256") \
	ALGORITHM(3, SHA384_LENGTH, "SHA-384")

const struct name NAMES_YES_NO[] = {
	{0, "No"},
	{1, "Yes"},
	{0, NULL},
};

const struct name NAMES_HELLO_VERSION[] = {
	{2, "PSK"},
	{3, "PKI"},
	{0, NULL},
};

const struct name NAMES_HASH_ALGORITHM[] = {
#define ALGORITHM(number, length, name) {number, name},
	ALGORITHMS
#undef ALGORITHM
	{0, NULL},
};

const char *name_of(const struct name table[], uint32_t value)
{
	for (const struct name *row = table; row->text; row++)
		if (row->value == value)
			return row->text;
	return NULL;
}

bool hash_is_known(uint8_t algorithm, uint8_t length)
{
	switch (algorithm) {
#define ALGORITHM(number, bytes, name) \
	case number:                   \
		return length == (bytes);
		ALGORITHMS
#undef ALGORITHM
	}
	return false;
}

static const struct root_ca root_cas[] = {
#define ROOT_CA(name, sha256, sha1) {name, sha256, sha1},
#include "roots.def"
#undef ROOT_CA
};

/* |text| has room for two characters a byte and a NUL. */
static void hex_text(char *text, struct bytes b)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < b.n; i++) {
		*text++ = digit[b.p[i] >> 4];
		*text++ = digit[b.p[i] & 15];
	}
	*text = '\0';
}

const struct root_ca *root_ca_of(struct bytes hash)
{
	char text[2 * SHA256_LENGTH + 1];

	if (hash.n != SHA1_LENGTH && hash.n != SHA256_LENGTH)
		return NULL;
	hex_text(text, hash);
	for (size_t i = 0; i < sizeof root_cas / sizeof root_cas[0]; i++) {
		const struct root_ca *root = &root_cas[i];

		if (strcmp(text, hash.n == SHA1_LENGTH ? root->sha1 : root->sha256) == 0)
			return root;
	}
	return NULL;
}

const char *root_ca_name(struct bytes hash)
{
	const struct root_ca *root = root_ca_of(hash);

	return root ? root->name : NULL;
}
