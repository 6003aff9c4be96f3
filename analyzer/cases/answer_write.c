/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answer_write.c - see answer_write.h.
 *
 * What a case does not keep (properties, texts) is not made up: an answer has
 * its ReturnValue, or is empty. Sources: RFC 9112, 7616; SOAP 1.2; DSP0226;
 * Intel's Network Interface Guide (the older SOAP).
 */
#include "answer_write.h"

#include <string.h>

#define STATUS_FAULT 500 /* of HTTP, beside a SOAP fault: SOAP 1.2 part 2, 7.5.1.2 */
#define STATUS_REFUSED 300
#define STATUS_UNAUTHORIZED 401

/* The reasons of faults. */
#define AS_RECORDED "as recorded"
#define NOT_RECORDED "nothing was recorded of this call"

static const struct {
	uint16_t status;
	const char *phrase;
} phrases[] = {
	{200, "OK"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{408, "Timeout"},
	{500, "Internal Server Error"},
	{503, "Service Unavailable"},
};

/* Namespaces by the beginning of a class's name; the last one for those of the older SOAP. */
static const struct {
	const char *start, *namespace, *behind;
} schemas[] = {
	{"AMT_", "http://intel.com/wbem/wscim/1/amt-schema/1/", ""},
	{"IPS_", "http://intel.com/wbem/wscim/1/ips-schema/1/", ""},
	{"CIM_", "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/", ""},
	{"", "http://schemas.intel.com/platform/client/", "/2004/01"},
};

enum {
	OLDER = G_N_ELEMENTS(schemas) - 1
};

static unsigned schema_of(const char *class)
{
	unsigned i = 0;

	while (!g_str_has_prefix(class, schemas[i].start))
		i++;
	return i;
}

static const char *phrase_of(uint16_t status)
{
	for (size_t i = 0; i < G_N_ELEMENTS(phrases); i++)
		if (phrases[i].status == status)
			return phrases[i].phrase;
	return "As Recorded";
}

static void put_head(GString *out, uint16_t status, const char *more, size_t length)
{
	g_string_append_printf(out,
			       "HTTP/1.1 %u %s\r\nServer: AMT\r\n%s"
			       "Content-Type: application/soap+xml; charset=UTF-8\r\n"
			       "Content-Length: %zu\r\n\r\n",
			       status, phrase_of(status), more, length);
}

void answer_write_challenge(GString *out, bool stale)
{
	/* A nonce only has to be another one each time: no password is checked here. */
	g_autofree char *challenge = g_strdup_printf(
		"WWW-Authenticate: Digest realm=\"Digest:00000000000000000000000000000000\", "
		"nonce=\"%08x%08x%08x%08x\",stale=\"%s\",qop=\"auth\"\r\n",
		g_random_int(), g_random_int(), g_random_int(), g_random_int(),
		stale ? "true" : "false");

	put_head(out, STATUS_UNAUTHORIZED, challenge, 0);
}

/* What stands in an answer, from the request: it is escaped, whatever it is. */
struct named {
	char *class, *method, *id;
	unsigned schema;
};

static void put_fault(GString *body, const struct reply *reply)
{
	const char *word = reply && reply->fault ? reply->fault : "InternalError";

	g_string_append_printf(body,
			       "<a:Fault><a:Code><a:Value>a:Receiver</a:Value><a:Subcode>"
			       "<a:Value>w:%s</a:Value></a:Subcode></a:Code><a:Reason>"
			       "<a:Text xml:lang=\"en-US\">%s</a:Text></a:Reason>",
			       word, reply ? AS_RECORDED : NOT_RECORDED);
	if (reply && reply->has_amt_status)
		g_string_append_printf(body, "<a:Detail>AMT-STATUS %u</a:Detail>",
				       reply->amt_status);
	g_string_append(body, "</a:Fault>");
}

static void put_output(GString *body, const struct reply *reply, const struct named *n)
{
	if (!reply->has_return_value)
		g_string_append_printf(body, "<g:%s xmlns:g=\"%s%s\"/>", n->class,
				       schemas[n->schema].namespace, n->class);
	else
		g_string_append_printf(
			body,
			"<g:%s_OUTPUT xmlns:g=\"%s%s\"><g:ReturnValue>%u</g:ReturnValue>"
			"</g:%s_OUTPUT>",
			n->method, schemas[n->schema].namespace, n->class, reply->return_value,
			n->method);
}

/* The older SOAP: the method's own element, and in it a status. */
static void put_older(GString *body, const struct reply *reply, const struct named *n)
{
	g_string_append(body, "<a:Envelope xmlns:a=\"http://schemas.xmlsoap.org/soap/envelope/\">"
			      "<a:Body>");
	if (!reply || reply->is_fault) {
		g_string_append_printf(body,
				       "<a:Fault><faultcode>a:%s</faultcode>"
				       "<faultstring>%s</faultstring></a:Fault>",
				       reply && reply->fault ? reply->fault : "Server",
				       reply ? AS_RECORDED : NOT_RECORDED);
	} else {
		g_string_append_printf(body, "<g:%sResponse xmlns:g=\"%s%s%s\">", n->method,
				       schemas[n->schema].namespace, n->class,
				       schemas[n->schema].behind);
		if (reply->has_return_value)
			g_string_append_printf(body, "<g:Status>%u</g:Status>",
					       reply->return_value);
		g_string_append_printf(body, "</g:%sResponse>", n->method);
	}
	g_string_append(body, "</a:Body></a:Envelope>");
}

static void put_newer(GString *body, const struct reply *reply, const struct named *n)
{
	bool fault = !reply || reply->is_fault;

	g_string_append(body,
			"<a:Envelope xmlns:a=\"http://www.w3.org/2003/05/soap-envelope\" "
			"xmlns:b=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "
			"xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\"><a:Header>");
	if (*n->id)
		g_string_append_printf(body, "<b:RelatesTo>%s</b:RelatesTo>", n->id);
	if (fault)
		g_string_append(body, "<b:Action>http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"
				      "</b:Action>");
	else
		g_string_append_printf(body, "<b:Action>%s%s/%sResponse</b:Action>",
				       schemas[n->schema].namespace, n->class, n->method);
	g_string_append(body, "</a:Header><a:Body>");
	if (fault)
		put_fault(body, reply);
	else
		put_output(body, reply, n);
	g_string_append(body, "</a:Body></a:Envelope>");
}

static void put_envelope(GString *body, const struct reply *reply, const struct soap *request)
{
	struct named n = {
		.class = g_markup_escape_text(request->class, -1),
		.method = g_markup_escape_text(request->method, -1),
		.id = g_markup_escape_text(request->message_id, -1),
		.schema = schema_of(request->class),
	};

	if (n.schema == OLDER && *request->class)
		put_older(body, reply, &n);
	else
		put_newer(body, reply, &n);
	g_free(n.class);
	g_free(n.method);
	g_free(n.id);
}

void answer_write(GString *out, const struct reply *reply, const struct soap *request)
{
	g_autoptr(GString) body = g_string_new(NULL);
	bool named = *request->class && *request->method;

	if (!reply || reply->is_fault || (named && reply->status < STATUS_REFUSED))
		put_envelope(body, reply, request);
	put_head(out, reply ? reply->status : STATUS_FAULT, "", body->len);
	g_string_append_len(out, body->str, (gssize)body->len);
}
