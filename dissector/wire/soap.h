/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * soap.h - one call to AMT or its answer: the body of an HTTP message.
 *
 * Two dialects, told apart by nothing but their elements' local names, for
 * prefixes differ from sender to sender: WS-Management (class in ResourceURI,
 * method in Action, ReturnValue) and the older SOAP (class in the namespace of
 * the body's element, method its name, Status).
 *
 * A document with a DOCTYPE is refused, as is one too deep or too long. Values
 * of elements that hold secrets are never kept; only their place is reported.
 *
 * Source: DSP0226 (WS-Management 1.0), SOAP 1.1 and 1.2; Intel AMT
 * Implementation and Reference Guide, errorsandreturnvalues.htm (AMT-STATUS).
 */
#ifndef WIRE_SOAP_H
#define WIRE_SOAP_H

#include "reader.h"

#define SOAP_LENGTH_MAX (1 << 20)
#define SOAP_DEPTH_MAX 32
#define SOAP_NAME 96
#define SOAP_TEXT 256

enum soap_kind {
	SOAP_REQUEST,
	SOAP_RESPONSE,
	SOAP_FAULT,
};

/* Why a body could not be read to its end. */
enum soap_refusal {
	SOAP_WHOLE,
	SOAP_SHORT,
	SOAP_NOT_XML,
	SOAP_OTHER_XML, /* no envelope */
	SOAP_DOCTYPE,
	SOAP_TOO_DEEP,
	SOAP_TOO_LONG,
};

/* Texts are UTF-8 and cut to their room; "" where the message has none. */
struct soap {
	enum soap_kind kind;
	enum soap_refusal refusal;
	bool intel; /* class or namespace is Intel's */
	char class[SOAP_NAME];
	char method[SOAP_NAME]; /* without Response, _INPUT or _OUTPUT */
	char message_id[SOAP_NAME];
	char relates_to[SOAP_NAME];
	bool has_return_value;
	uint32_t return_value; /* return_value_name() in names.h */
	char fault[SOAP_NAME]; /* subcode without its prefix, else the code */
	char fault_reason[SOAP_TEXT];
	bool has_amt_status;
	uint32_t amt_status; /* NAMES_PT_STATUS */
	unsigned secrets;    /* elements whose values were passed over */
};

/*
 * Reads a whole body. False if it ended early or was refused: |soap| then
 * holds what came before, with |refusal| saying why.
 */
bool soap_decode(struct soap *soap, struct reader *r);

/* Can these first bytes of a body be XML? */
bool soap_looks_like(struct bytes start);

/* Is |uri| one of Intel's: a class's or a namespace of the older SOAP? */
bool soap_is_intel(struct bytes uri);

/* Does such a URI stand somewhere in |text|? */
bool soap_mentions_intel(struct bytes text);

/* Does the element called |name| hold a password, a key or the like? */
bool soap_is_secret(const char *name);

/* Why a body could not be read, in words; NULL for SOAP_WHOLE. */
const char *soap_refusal_text(enum soap_refusal refusal);

#endif
