/* SPDX-License-Identifier: GPL-2.0-or-later */
/* soap_words.c - what can be said of a body's first bytes, of an element's name, of a refusal. */
#include "soap.h"

#include <strings.h>

#include "soap_text.h"

bool soap_looks_like(struct bytes start)
{
	static const char byte_order_mark[] = "\xef\xbb\xbf";

	if (start.n >= 3 && memcmp(start.p, byte_order_mark, 3) == 0)
		start = bytes_of(start.p + 3, start.n - 3);
	start = soap_trimmed(start);
	return start.n == 0 || start.p[0] == '<';
}

/* What every URI of AMT's own classes and services begins with. */
static const char *const intel[] = {"http://intel.com/", "http://schemas.intel.com/"};

bool soap_is_intel(struct bytes uri)
{
	for (size_t i = 0; i < sizeof intel / sizeof intel[0]; i++)
		if (uri.n > strlen(intel[i]) && memcmp(uri.p, intel[i], strlen(intel[i])) == 0)
			return true;
	return false;
}

bool soap_mentions_intel(struct bytes text)
{
	for (size_t i = 0; i < sizeof intel / sizeof intel[0]; i++)
		if (text.n && memmem(text.p, text.n, intel[i], strlen(intel[i])))
			return true;
	return false;
}

/* Of the classes' properties and parameters, in any case: the older SOAP has its own. */
static const char *const secrets[] = {
	"PPS",      "KeyBlob",   "PrivateKey", "ProvisioningServerOTP",
	"PSKValue", "MasterKey", "OptInCode",  "ProtectedAccessCredential",
};

static const char *const secret_endings[] = {"Password", "Passphrase"};

bool soap_is_secret(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
		if (strcasecmp(secrets[i], name) == 0)
			return true;
	for (size_t i = 0; i < sizeof secret_endings / sizeof secret_endings[0]; i++) {
		size_t n = strlen(secret_endings[i]);

		if (length >= n && strcasecmp(name + length - n, secret_endings[i]) == 0)
			return true;
	}
	return false;
}

const char *soap_refusal_text(enum soap_refusal refusal)
{
	static const char *const texts[] = {
		[SOAP_SHORT] = "it ended early",
		[SOAP_NOT_XML] = "it is not well-formed XML",
		[SOAP_OTHER_XML] = "it is no SOAP envelope",
		[SOAP_DOCTYPE] = "it has a DOCTYPE",
		[SOAP_TOO_DEEP] = "its elements are nested too deep",
		[SOAP_TOO_LONG] = "it is too long",
	};

	return texts[refusal];
}
