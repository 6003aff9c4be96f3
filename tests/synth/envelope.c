/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * envelope.c - the bodies of calls and answers, in both dialects.
 *
 * Element names and prefixes are those that MeshCentral and SOAP::Lite send
 * and that firmware answers with. Sources: DSP0226 (WS-Management), SOAP 1.1
 * and 1.2; Intel AMT Implementation and Reference Guide,
 * errorsandreturnvalues.htm.
 */
#include "web.h"

#include <string.h>

#define XML "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
#define SOAP_1_2 "http://www.w3.org/2003/05/soap-envelope"
#define SOAP_1_1 "http://schemas.xmlsoap.org/soap/envelope/"
#define ADDRESSING "http://schemas.xmlsoap.org/ws/2004/08/addressing"
#define WSMAN "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
#define TRANSFER "http://schemas.xmlsoap.org/ws/2004/09/transfer"
#define ENUMERATION "http://schemas.xmlsoap.org/ws/2004/09/enumeration"

static const struct {
	const char *prefix, *uri;
} families[] = {
	{"CIM_", "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"},
	{"IPS_", "http://intel.com/wbem/wscim/1/ips-schema/1/"},
	{"", "http://intel.com/wbem/wscim/1/amt-schema/1/"},
};

/* Operations that every class has, and the namespace of their actions. */
static const struct {
	const char *name, *uri;
} operations[] = {
	{"Get", TRANSFER},    {"Put", TRANSFER},          {"Create", TRANSFER},
	{"Delete", TRANSFER}, {"Enumerate", ENUMERATION}, {"Pull", ENUMERATION},
};

static char *class_uri(const struct call *call)
{
	size_t i = 0;

	while (!g_str_has_prefix(call->class, families[i].prefix))
		i++;
	return g_strconcat(families[i].uri, call->class, NULL);
}

/* NULL: a method of the class itself. */
static const char *operation_uri(const struct call *call)
{
	for (size_t i = 0; i < G_N_ELEMENTS(operations); i++)
		if (!strcmp(operations[i].name, call->method))
			return operations[i].uri;
	return NULL;
}

static char *old_namespace(const struct call *call)
{
	return g_strdup_printf("http://schemas.intel.com/platform/client/%s/2004/01", call->class);
}

char *envelope_path(const struct call *call)
{
	return call->old ? g_strdup_printf("/%sService", call->class) : g_strdup("/wsman");
}

char *envelope_action(const struct call *call)
{
	char *namespace = old_namespace(call);
	char *action = g_strdup_printf("\"%s#%s\"", namespace, call->method);

	g_free(namespace);
	return action;
}

/* "Name=value" as elements with |prefix|. */
static void put_elements(GString *out, const GPtrArray *values, const char *prefix)
{
	for (unsigned i = 0; i < values->len; i++) {
		char **parts = g_strsplit(values->pdata[i], "=", 2);

		g_string_append_printf(out, "<%s%s>%s</%s%s>", prefix, parts[0],
				       parts[1] ? parts[1] : "", prefix, parts[0]);
		g_strfreev(parts);
	}
}

static char *old_message(const struct call *call, const char *name, const GPtrArray *values,
			 const char *status)
{
	char *namespace = old_namespace(call);
	GString *out = g_string_new(NULL);

	g_string_printf(out,
			XML "<soap:Envelope xmlns:soap=\"" SOAP_1_1 "\"><soap:Body>"
			    "<n:%s xmlns:n=\"%s\">",
			name, namespace);
	if (status)
		g_string_append_printf(out, "<n:Status>%s</n:Status>", status);
	put_elements(out, values, "n:");
	g_string_append_printf(out, "</n:%s></soap:Body></soap:Envelope>", name);
	g_free(namespace);
	return g_string_free(out, FALSE);
}

static char *old_fault(const struct call *call)
{
	return g_strdup_printf(XML "<soap:Envelope xmlns:soap=\"" SOAP_1_1 "\"><soap:Body>"
				   "<soap:Fault><faultcode>soap:%s</faultcode>"
				   "<faultstring>%s</faultstring></soap:Fault>"
				   "</soap:Body></soap:Envelope>",
			       call->fault, call->reason);
}

static void put_request_body(GString *out, const struct call *call, const char *uri)
{
	const char *operation = operation_uri(call);

	if (operation && !call->inputs->len && strcmp(operation, ENUMERATION) != 0) {
		g_string_append(out, "<Body /></Envelope>");
		return;
	}
	const char *tail = operation ? "" : "_INPUT";
	const char *name = operation && !strcmp(operation, TRANSFER) ? call->class : call->method;

	g_string_append_printf(out, "<Body><r:%s%s xmlns:r=\"%s\">", name, tail,
			       operation && name == call->method ? operation : uri);
	put_elements(out, call->inputs, "r:");
	g_string_append_printf(out, "</r:%s%s></Body></Envelope>", name, tail);
}

char *envelope_request(const struct call *call)
{
	if (call->old)
		return old_message(call, call->method, call->inputs, NULL);
	const char *operation = operation_uri(call);
	char *uri = class_uri(call);
	GString *out = g_string_new(NULL);

	g_string_printf(out,
			XML "<Envelope xmlns:a=\"" ADDRESSING "\" xmlns:w=\"" WSMAN
			    "\" xmlns=\"" SOAP_1_2 "\"><Header><a:Action>%s/%s</a:Action>"
			    "<a:To>/wsman</a:To><w:ResourceURI>%s</w:ResourceURI>"
			    "<a:MessageID>%u</a:MessageID><a:ReplyTo><a:Address>" ADDRESSING
			    "/role/anonymous</a:Address></a:ReplyTo>"
			    "<w:OperationTimeout>PT60S</w:OperationTimeout></Header>",
			operation ? operation : uri, call->method, uri, call->id);
	put_request_body(out, call, uri);
	g_free(uri);
	return g_string_free(out, FALSE);
}

static void put_answer_header(GString *out, const struct call *call, const char *uri,
			      const char *action)
{
	g_string_append_printf(out,
			       XML "<a:Envelope xmlns:a=\"" SOAP_1_2 "\" xmlns:b=\"" ADDRESSING
				   "\" xmlns:c=\"" WSMAN
				   "\" xmlns:g=\"%s\"><a:Header><b:To>" ADDRESSING
				   "/role/anonymous</b:To>"
				   "<b:RelatesTo>%s</b:RelatesTo>"
				   "<b:Action a:mustUnderstand=\"true\">%s</b:Action>"
				   "<b:MessageID>uuid:00000000-8086-8086-8086-%012X</b:MessageID>"
				   "<c:ResourceURI>%s</c:ResourceURI></a:Header><a:Body>",
			       uri, call->relates, action, call->answer, uri);
}

static void put_fault(GString *out, const struct call *call)
{
	g_string_append_printf(out,
			       "<a:Fault><a:Code><a:Value>a:Sender</a:Value><a:Subcode>"
			       "<a:Value>c:%s</a:Value></a:Subcode></a:Code><a:Reason>"
			       "<a:Text xml:lang=\"en-US\">%s</a:Text></a:Reason>",
			       call->fault, call->reason);
	if (call->amt_status)
		g_string_append_printf(out,
				       "<a:Detail><g:Status>AMT-STATUS %s</g:Status>"
				       "</a:Detail>",
				       call->amt_status);
	g_string_append(out, "</a:Fault>");
}

static void put_output(GString *out, const struct call *call)
{
	const char *operation = operation_uri(call);
	char *name = operation && !strcmp(operation, TRANSFER)
			     ? g_strdup(call->class)
			     : g_strconcat(call->method, operation ? "Response" : "_OUTPUT", NULL);

	g_string_append_printf(out, "<g:%s>", name);
	put_elements(out, call->outputs, "g:");
	if (call->value && !operation)
		g_string_append_printf(out, "<g:ReturnValue>%s</g:ReturnValue>", call->value);
	g_string_append_printf(out, "</g:%s>", name);
	g_free(name);
}

static char *answer_action(const struct call *call, const char *uri)
{
	const char *operation = operation_uri(call);

	if (call->fault)
		return g_strdup(ADDRESSING "/fault");
	return g_strdup_printf("%s/%sResponse", operation ? operation : uri, call->method);
}

char *envelope_answer(const struct call *call)
{
	if (call->old && call->fault)
		return old_fault(call);
	if (call->old) {
		char *name = g_strconcat(call->method, "Response", NULL);
		char *whole = old_message(call, name, call->outputs, call->value);

		g_free(name);
		return whole;
	}
	char *uri = class_uri(call), *action = answer_action(call, uri);
	GString *out = g_string_new(NULL);

	put_answer_header(out, call, uri, action);
	if (call->fault)
		put_fault(out, call);
	else
		put_output(out, call);
	g_string_append(out, "</a:Body></a:Envelope>");
	g_free(action);
	g_free(uri);
	return g_string_free(out, FALSE);
}
