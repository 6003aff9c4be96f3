/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * soap_parse.h - a body being read: where expat is, and what a place's text says.
 *
 * Shared by soap.c, which walks the elements, and soap_take.c, which takes
 * their meaning and notes where it stands.
 */
#ifndef WIRE_SOAP_PARSE_H
#define WIRE_SOAP_PARSE_H

#include <expat.h>

#include "soap.h"

/* A newer expat has wider numbers under new names, and warns of the old ones. */
#ifdef XML_ATTR_DEPRECATED
#define XML_GetCurrentByteIndex XML_GetCurrentByteIndex64
#define XML_GetCurrentByteCount XML_GetCurrentByteCount64
#endif

enum place {
	NOWHERE,
	TOP,
	ENVELOPE,
	HEADER,
	ACTION,
	RESOURCE,
	MESSAGE_ID,
	RELATES_TO,
	BODY,
	CONTENT, /* the body's element */
	RETURN_VALUE,
	STATUS,
	FAULT,
	CODE,
	CODE_VALUE,
	SUBCODE,
	SUBCODE_VALUE,
	REASON,
	REASON_TEXT,
	DETAIL,
};

struct parse {
	struct soap *soap;
	struct reader *r;
	XML_Parser xml;
	size_t start; /* of the body, in the offsets of |r| */
	enum place place[SOAP_DEPTH_MAX];
	unsigned depth;
	unsigned secret_depth; /* of the open element that holds a secret, or 0 */
	size_t content;        /* where the content of the newest element begins */
	char text[SOAP_TEXT];  /* its text so far */
	size_t text_length;
	bool answer; /* the names say so */
	bool older;  /* the body names its class by a namespace */
};

/* Where the body's bytes are that expat handles now, in the offsets of |r|. */
size_t parse_offset(const struct parse *p);

/* The tag that was just read, as it stands in the body. */
struct bytes parse_tag(const struct parse *p);

/* Names bytes of the body; those before the newest span are left out. */
void parse_note(struct parse *p, uint16_t field, size_t off, size_t n);

/* What the text so far of an element at |place| says. */
void parse_take(struct parse *p, enum place place);

/* The body's element names method and class where the header does not. */
void parse_take_content(struct parse *p, struct bytes namespace, struct bytes local);

/* Memory for expat that is wiped when it is given back: it holds secrets too. */
extern const XML_Memory_Handling_Suite parse_memory;

#endif
