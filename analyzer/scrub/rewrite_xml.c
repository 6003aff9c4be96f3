/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rewrite_xml.c - SOAP in the clear: elements stay, and what stands in them where it is a number,
 * a name that a public schema begins, or the word of a fault.
 *
 * A piece of a body may begin anywhere: what is then taken for text, and is
 * none, is crossed out too. Sources: SOAP 1.2, DSP0226 (faults), WS-Addressing.
 */
#include "rewrite_text.h"

enum {
	NUMBER_MAX = 10, /* digits of a value that stays */
	PREFIX_MAX = 12, /* of a namespace, with its colon */
};

/* SOAP 1.2, 5.4.6; DSP0226, 14.6; WS-Addressing. */
static const char *const faults[] = {
	"Sender",
	"Receiver",
	"MustUnderstand",
	"VersionMismatch",
	"DataEncodingUnknown",
	"Client",
	"Server",
	"AccessDenied",
	"ActionNotSupported",
	"AlreadyExists",
	"CannotProcessFilter",
	"Concurrency",
	"DeliveryRefused",
	"DestinationUnreachable",
	"EncodingLimit",
	"EndpointUnavailable",
	"FragmentDialectNotSupported",
	"InternalError",
	"InvalidEnumerationContext",
	"InvalidExpirationTime",
	"InvalidMessage",
	"InvalidMessageInformationHeader",
	"InvalidOptions",
	"InvalidParameter",
	"InvalidRepresentation",
	"InvalidResourceURI",
	"InvalidSelectors",
	"MessageInformationHeaderRequired",
	"NoAck",
	"QuotaLimit",
	"SchemaValidationError",
	"TimedOut",
	"UnsupportedFeature",
};

/* Beginnings of names of the public schemas that WS-Management is spoken in. */
static const char *const public_names[] = {
	"http://schemas.",      "http://intel.com/wbem/",    "http://www.w3.org/",
	"http://www.dmtf.org/", "http://schemas.intel.com/",
};

static bool is_number(const uint8_t *p, size_t n)
{
	size_t digits = 0;

	while (digits < n && g_ascii_isdigit(p[digits]))
		digits++;
	return digits == n && n <= NUMBER_MAX;
}

bool is_fault_word(const char *word)
{
	return is_one_of((const uint8_t *)word, strlen(word), faults, G_N_ELEMENTS(faults));
}

/* A word of a fault, behind whatever prefix its namespace has there. */
static bool is_fault(const uint8_t *p, size_t n)
{
	const uint8_t *colon = memchr(p, ':', n);
	size_t prefix = colon ? (size_t)(colon - p) + 1 : 0;

	return colon && prefix <= PREFIX_MAX &&
	       is_one_of(p + prefix, n - prefix, faults, G_N_ELEMENTS(faults));
}

/* Switches, and what an XML declaration says. */
static const char *const words[] = {"true", "false", "1.0", "1.1", "utf-8", "us-ascii"};

static bool may_stay(const uint8_t *p, size_t n)
{
	static const char status[] = "AMT-STATUS "; /* and the number of what went wrong */

	for (size_t i = 0; i < G_N_ELEMENTS(public_names); i++)
		if (starts(p, n, public_names[i]))
			return !memchr(p, '?', n);
	if (starts(p, n, status))
		return is_number(p + strlen(status), n - strlen(status));
	return is_number(p, n) || is_fault(p, n) || is_one_of(p, n, words, G_N_ELEMENTS(words));
}

/* Identifiers of messages are only compared. */
static void rewrite_text(struct mapping *m, uint8_t *p, size_t n)
{
	static const char uuid[] = "uuid:";

	if (starts(p, n, uuid))
		rewrite_letters(m, p + strlen(uuid), n - strlen(uuid));
	else if (!may_stay(p, n))
		cross_out(p, n);
}

/* Inside of a tag: what stands in quotes. */
static void rewrite_tag(struct mapping *m, uint8_t *p, size_t n)
{
	size_t at = 0;

	while (at < n) {
		uint8_t quote = p[at++];

		if (quote != '"' && quote != '\'')
			continue;
		uint8_t *end = at < n ? memchr(p + at, quote, n - at) : NULL;
		size_t length = end ? (size_t)(end - p) - at : n - at;

		rewrite_text(m, p + at, length);
		at += length + 1;
	}
}

/* From one '<' or '>' to the next; comments and declarations are crossed out as tags are. */
void rewrite_xml(struct mapping *m, uint8_t *p, size_t n)
{
	size_t at = 0;

	while (at < n) {
		bool tag = p[at] == '<';
		uint8_t *end = memchr(p + at, tag ? '>' : '<', n - at);
		size_t length = end ? (size_t)(end - p) - at : n - at;

		if (!tag)
			rewrite_text(m, p + at, length);
		else if (length > 1 && p[at + 1] == '!')
			cross_out(p + at + 2, length - 2);
		else
			rewrite_tag(m, p + at, length);
		at += length + (tag && end);
	}
}
