/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * server_calls.c - what a configuration server calls, in its order.
 *
 * The WS-Management order is MeshCentral's, the older SOAP's that of the
 * interfaces that existed then. "stops-at=METHOD" leaves without a word there;
 * "blind=1" goes on whatever ReturnValue says, as MeshCentral does.
 */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "lab_clock.h"
#include "words.h"

#define AMT "http://intel.com/wbem/wscim/1/amt-schema/1/"
#define CIM "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
#define TRANSFER "http://schemas.xmlsoap.org/ws/2004/09/transfer/"
#define ENUMERATION "http://schemas.xmlsoap.org/ws/2004/09/enumeration/"

struct call {
	const char *space, *class, *operation, *content;
};

static const struct call wsman_calls[] = {
	{AMT, "AMT_GeneralSettings", "Get", ""},
	{CIM, "CIM_SoftwareIdentity", "Enumerate", ""},
	{CIM, "CIM_SoftwareIdentity", "Pull", "<n:EnumerationContext>7</n:EnumerationContext>"},
	{AMT, "AMT_SetupAndConfigurationService", "Get", ""},
	{AMT, "AMT_SetupAndConfigurationService", "SetMEBxPassword",
	 "<r:Password>Lab!Passw0rd</r:Password>"},
	{AMT, "AMT_AuthorizationService", "SetAdminAclEntryEx",
	 "<r:Username>admin</r:Username><r:DigestPassword>0f9d12e5c8a7463b2b1c9d0e4f5a6b7c"
	 "</r:DigestPassword>"},
	{AMT, "AMT_TimeSynchronizationService", "GetLowAccuracyTimeSynch", ""},
	{AMT, "AMT_TimeSynchronizationService", "SetHighAccuracyTimeSynch",
	 "<r:Ta0>1</r:Ta0><r:Tm1>2</r:Tm1><r:Tm2>2</r:Tm2>"},
	{AMT, "AMT_PublicKeyManagementService", "GenerateKeyPair",
	 "<r:KeyAlgorithm>0</r:KeyAlgorithm><r:KeyLength>2048</r:KeyLength>"},
	{AMT, "AMT_PublicKeyManagementService", "AddCertificate",
	 "<r:CertificateBlob>MAA=</r:CertificateBlob>"},
	{AMT, "AMT_TLSSettingData", "Put",
	 "<r:InstanceID>Intel(r) AMT 802.3 TLS Settings</r:InstanceID><r:Enabled>true</r:Enabled>"},
	{AMT, "AMT_SetupAndConfigurationService", "CommitChanges", ""},
	{NULL, NULL, NULL, NULL},
};

/* What Intel's script says to a device with another one-time password, before it leaves. */
static const struct call farewell = {AMT, "AMT_SetupAndConfigurationService",
				     "ExtendProvisioningPeriod", "<r:Duration>0</r:Duration>"};

static const struct call legacy_calls[] = {
	{"2004/01", "SecurityAdministration", "GetCoreVersion", ""},
	{"2004/01", "NetworkTime", "GetLowAccuracyTimeSynch", ""},
	{"2004/01", "NetworkTime", "SetHighAccuracyTimeSynch",
	 "<Ta0>1</Ta0><Tm1>2</Tm1><Tm2>2</Tm2>"},
	{"2004/01", "NetworkAdministration", "SetHostName", "<HostName>pc1</HostName>"},
	{"2004/01", "NetworkAdministration", "SetDomainName",
	 "<DomainName>example.test</DomainName>"},
	{"2004/01", "SecurityAdministration", "SetMEBxPassword",
	 "<Password>Lab!Passw0rd</Password>"},
	{"2004/01", "SecurityAdministration", "CommitChanges", ""},
	{NULL, NULL, NULL, NULL},
};

static unsigned long messages;

static const char *action_space(const struct call *call)
{
	if (strcmp(call->operation, "Enumerate") == 0 || strcmp(call->operation, "Pull") == 0)
		return ENUMERATION;
	return strcmp(call->operation, "Get") == 0 || strcmp(call->operation, "Put") == 0 ? TRANSFER
											  : NULL;
}

static void write_content(const struct call *call, char *text, size_t room)
{
	const char *op = call->operation;

	if (strcmp(op, "Get") == 0)
		*text = '\0';
	else if (action_space(call) && strcmp(op, "Put") != 0)
		snprintf(text, room,
			 "<n:%s xmlns:n=\"http://schemas.xmlsoap.org/ws/2004/09/"
			 "enumeration\">%s</n:%s>",
			 op, call->content, op);
	else if (strcmp(op, "Put") == 0)
		snprintf(text, room, "<r:%s>%s</r:%s>", call->class, call->content, call->class);
	else
		snprintf(text, room, "<r:%s_INPUT>%s</r:%s_INPUT>", op, call->content, op);
}

static void write_wsman(const struct call *call, char *body, size_t room)
{
	char content[1024], action[TEXT];

	write_content(call, content, sizeof content);
	if (action_space(call))
		snprintf(action, sizeof action, "%s%s", action_space(call), call->operation);
	else
		snprintf(action, sizeof action, "%s%s/%s", call->space, call->class,
			 call->operation);
	snprintf(body, room,
		 "<?xml version=\"1.0\" encoding=\"utf-8\"?><Envelope "
		 "xmlns=\"http://www.w3.org/2003/05/soap-envelope\" "
		 "xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "
		 "xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" xmlns:r=\"%s%s\">"
		 "<Header><a:Action>%s</a:Action><a:To>/wsman</a:To>"
		 "<w:ResourceURI>%s%s</w:ResourceURI><a:MessageID>%lu</a:MessageID><a:ReplyTo>"
		 "<a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
		 "</a:Address></a:ReplyTo><w:OperationTimeout>PT60S</w:OperationTimeout></Header>"
		 "<Body>%s</Body></Envelope>",
		 call->space, call->class, action, call->space, call->class, messages++, content);
}

static void write_legacy(const struct call *call, char *body, size_t room)
{
	snprintf(body, room,
		 "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope "
		 "xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
		 "<%s xmlns=\"http://schemas.intel.com/platform/client/%s/%s\">%s</%s>"
		 "</soap:Body></soap:Envelope>",
		 call->operation, call->class, call->space, call->content, call->operation);
}

/* A log-in: the challenge that came, and how often it was used. */
struct login {
	char realm[TEXT], nonce[TEXT];
	unsigned count;
};

static void write_authorization(struct login *login, const char *uri, char *line, size_t room)
{
	char response[DIGEST_TEXT], count[9];

	*line = '\0';
	if (!*login->nonce)
		return;
	snprintf(count, sizeof count, "%08x", ++login->count);
	digest_response(&(struct digest){"admin", word("password", "admin"), login->realm,
					 login->nonce, count, "0a4f113b", "POST", uri},
			response);
	snprintf(line, room,
		 "Authorization: Digest username=\"admin\",realm=\"%s\",nonce=\"%s\",uri=\"%s\","
		 "qop=auth,nc=%s,cnonce=\"0a4f113b\",response=\"%s\"\r\n",
		 login->realm, login->nonce, uri, count, response);
}

static bool send_call(struct link *link, const struct call *call, struct login *login,
		      const char *host, bool legacy)
{
	static char text[HTTP_BODY], body[HTTP_BODY / 2];
	char uri[TEXT] = "/wsman", authorization[1024];

	if (legacy) {
		snprintf(uri, sizeof uri, "/%sService", call->class);
		write_legacy(call, body, sizeof body);
	} else {
		write_wsman(call, body, sizeof body);
	}
	write_authorization(login, uri, authorization, sizeof authorization);
	int n = snprintf(text, sizeof text,
			 "POST %s HTTP/1.1\r\n%sHost: %s\r\nContent-Type: %s; charset=utf-8\r\n"
			 "Content-Length: %zu\r\n\r\n%s",
			 uri, authorization, host, legacy ? "text/xml" : "application/soap+xml",
			 strlen(body), body);

	return link_write_all(link, text, (size_t)n);
}

static void take_challenge(struct login *login, const struct message *answer)
{
	char header[1024];

	http_header(answer, "WWW-Authenticate", header, sizeof header);
	digest_parameter(header, "realm", login->realm, TEXT);
	digest_parameter(header, "nonce", login->nonce, TEXT);
	login->count = 0;
}

/* The number in ReturnValue or Status; 0 where there is none. */
static long result_of(const char *body)
{
	const char *p = strstr(body, ":ReturnValue>");

	if (!p)
		p = strstr(body, ":Status>");
	return p ? strtol(strchr(p, '>') + 1, NULL, 10) : 0;
}

static bool is_good(const struct call *call, const struct message *answer)
{
	long result = result_of(answer->body);

	say("%s: %d, %ld", call->operation, http_status(answer), result);
	if (http_status(answer) != 200)
		return false;
	if (!strstr(answer->body, "Envelope>")) {
		say("half an answer");
		return false;
	}
	return result == 0 || word_number("blind", 0);
}

/* One call, with the log-in that it may need; false where the connection ended. */
static bool ask(struct link *link, const struct call *call, struct login *login, const char *host,
		bool legacy, struct message *answer)
{
	unsigned tries = 0, most = (unsigned)word_number("log-ins", 2);

	do {
		if (!send_call(link, call, login, host, legacy) || !http_read(link, answer))
			return false;
		if (http_status(answer) == 401)
			take_challenge(login, answer);
	} while (http_status(answer) == 401 && ++tries < most);
	return true;
}

/* Has the device another one-time password than "otp="? */
static bool has_other_otp(const struct call *call, const struct message *answer)
{
	const char *own = word("otp", NULL);

	return own && strcmp(call->operation, "Get") == 0 &&
	       strstr(answer->body, "ProvisioningServerOTP") && !strstr(answer->body, own);
}

static enum made make_call(struct link *link, const struct call *call, struct login *login,
			   const char *host, bool legacy)
{
	static struct message answer;

	if (!ask(link, call, login, host, legacy, &answer))
		return MADE_STOPPED;
	if (http_status(&answer) == 401) {
		say("401 in spite of the password");
		return MADE_NO_LOGIN;
	}
	if (has_other_otp(call, &answer)) {
		say("the one-time password is another");
		ask(link, &farewell, login, host, legacy, &answer);
		return MADE_STOPPED;
	}
	return is_good(call, &answer) ? MADE_ALL : MADE_STOPPED;
}

enum made make_calls(struct link *link, const char *host, bool legacy)
{
	struct login login = {.count = 0};
	enum made made = MADE_ALL;

	for (const struct call *c = legacy ? legacy_calls : wsman_calls; c->class; c++) {
		if (strcmp(word("stops-at", ""), c->operation) == 0) {
			say("left before %s", c->operation);
			return MADE_STOPPED;
		}
		made = make_call(link, c, &login, host, legacy);
		if (made != MADE_ALL)
			return made;
		lab_rest(0.02);
	}
	return made;
}
