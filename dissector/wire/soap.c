/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * soap.c - expat reads, a table says which elements matter where.
 *
 * Each open element has a place; a row leads from the place of its parent and
 * its local name to its own. What an element's text means is decided at its
 * end. Spans are noted in the order of the document, over the reader of the
 * body, so that nothing here knows of trees.
 */
#include "soap.h"

#include "fields.h"
#include "soap_parse.h"
#include "soap_text.h"

/* Between the parts of expat's names: namespace|local. */
#define NAMESPACE_END '|'

/* A NULL name is any; the first row that fits holds. */
static const struct step {
	enum place from;
	const char *name;
	enum place to;
} steps[] = {
	{TOP, "Envelope", ENVELOPE},
	{ENVELOPE, "Header", HEADER},
	{ENVELOPE, "Body", BODY},
	{HEADER, "Action", ACTION},
	{HEADER, "ResourceURI", RESOURCE},
	{HEADER, "MessageID", MESSAGE_ID},
	{HEADER, "RelatesTo", RELATES_TO},
	{BODY, "Fault", FAULT},
	{BODY, NULL, CONTENT},
	{CONTENT, "ReturnValue", RETURN_VALUE},
	{CONTENT, "Status", STATUS},
	{FAULT, "Code", CODE},
	{FAULT, "Reason", REASON},
	{FAULT, "Detail", DETAIL},
	{CODE, "Value", CODE_VALUE},
	{CODE, "Subcode", SUBCODE},
	{SUBCODE, "Value", SUBCODE_VALUE},
	{REASON, "Text", REASON_TEXT},
	{DETAIL, NULL, DETAIL},
	{FAULT, "faultcode", CODE_VALUE}, /* SOAP 1.1 */
	{FAULT, "faultstring", REASON_TEXT},
	{FAULT, "detail", DETAIL},
};

static void refuse(struct parse *p, enum soap_refusal why)
{
	p->soap->refusal = why;
	XML_StopParser(p->xml, XML_FALSE);
}

static enum place place_below(enum place from, const char *local)
{
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		if (steps[i].from == from && (!steps[i].name || strcmp(steps[i].name, local) == 0))
			return steps[i].to;
	return NOWHERE;
}

static void enter(struct parse *p, const char *name, const char *local)
{
	enum place parent = p->place[p->depth];
	enum place place = place_below(parent, local);

	if (parent == DETAIL)
		parse_take(p, DETAIL);
	if (parent == TOP && place != ENVELOPE)
		refuse(p, SOAP_OTHER_XML);
	p->place[++p->depth] = place;
	if (place == CONTENT)
		parse_take_content(p, bytes_of(name, local > name ? (size_t)(local - name) - 1 : 0),
				   bytes_of(local, strlen(local)));
	if (place == FAULT)
		p->soap->kind = SOAP_FAULT;
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
	struct parse *p = user;
	const char *mark = strrchr(name, NAMESPACE_END);
	const char *local = mark ? mark + 1 : name;

	(void)attributes;
	if (p->depth + 1 == SOAP_DEPTH_MAX) {
		refuse(p, SOAP_TOO_DEEP);
		return;
	}
	if (p->secret_depth)
		p->place[++p->depth] = NOWHERE;
	else
		enter(p, name, local);
	if (p->secret_depth)
		return;
	p->content = parse_offset(p) + parse_tag(p).n;
	p->text_length = 0;
	/* The body's element is a method: SetMEBxPassword is no password. */
	if (p->place[p->depth] != CONTENT && soap_is_secret(local))
		p->secret_depth = p->depth;
}

static void leave_secret(struct parse *p)
{
	size_t end = parse_offset(p);

	p->secret_depth = 0;
	p->soap->secrets++;
	if (end > p->content)
		parse_note(p, F_CALL_SECRET, p->content, end - p->content);
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
	struct parse *p = user;

	(void)name;
	if (p->secret_depth == p->depth)
		leave_secret(p);
	else if (!p->secret_depth)
		parse_take(p, p->place[p->depth]);
	if (!p->secret_depth) {
		p->text_length = 0;
		p->content = parse_offset(p);
	}
	p->depth--;
}

static void XMLCALL on_text(void *user, const XML_Char *text, int n)
{
	struct parse *p = user;
	size_t room = sizeof p->text - p->text_length;
	size_t taken = (size_t)n < room ? (size_t)n : room;

	if (p->secret_depth || p->place[p->depth] == NOWHERE)
		return;
	memcpy(p->text + p->text_length, text, taken);
	p->text_length += taken;
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	refuse(user, SOAP_DOCTYPE);
}

static enum soap_refusal why_not(XML_Parser xml)
{
	switch (XML_GetErrorCode(xml)) {
	case XML_ERROR_NO_ELEMENTS:
	case XML_ERROR_UNCLOSED_TOKEN:
	case XML_ERROR_PARTIAL_CHAR:
	case XML_ERROR_UNCLOSED_CDATA_SECTION:
		return SOAP_SHORT;
	default:
		return SOAP_NOT_XML;
	}
}

static void parse_body(struct parse *p)
{
	size_t n = rd_left(p->r);
	bool all = n <= SOAP_LENGTH_MAX;

	XML_SetUserData(p->xml, p);
	XML_SetElementHandler(p->xml, on_start, on_end);
	XML_SetCharacterDataHandler(p->xml, on_text);
	XML_SetStartDoctypeDeclHandler(p->xml, on_doctype);
	enum XML_Status status =
		XML_Parse(p->xml, (const char *)p->r->at, (int)(all ? n : SOAP_LENGTH_MAX), all);

	if (status == XML_STATUS_OK && !all)
		p->soap->refusal = SOAP_TOO_LONG;
	if (status != XML_STATUS_OK && p->soap->refusal == SOAP_WHOLE)
		p->soap->refusal = why_not(p->xml);
}

/* Some write it before the XML declaration, where it may not be. */
static void skip_space(struct reader *r)
{
	struct bytes body = soap_trimmed(bytes_of(r->at, rd_left(r)));

	rd_bytes(r, (size_t)(body.p - r->at));
}

bool soap_decode(struct soap *soap, struct reader *r)
{
	static const XML_Char separator[] = {NAMESPACE_END, 0};
	struct parse p = {.soap = soap, .r = r, .place = {TOP}};

	memset(soap, 0, sizeof *soap);
	field_open(r, F_CALL);
	skip_space(r);
	p.start = rd_offset(r);
	p.xml = rd_ok(r) ? XML_ParserCreate_MM(NULL, &parse_memory, separator) : NULL;
	if (p.xml)
		parse_body(&p);
	else
		soap->refusal = SOAP_SHORT;
	XML_ParserFree(p.xml);
	if (soap->kind != SOAP_FAULT && (p.answer || soap->relates_to[0]))
		soap->kind = SOAP_RESPONSE;
	rd_bytes(r, soap->refusal == SOAP_WHOLE ? rd_left(r) : SIZE_MAX);
	field_note(r, F_CALL, 0);
	field_close(r);
	return rd_ok(r);
}
