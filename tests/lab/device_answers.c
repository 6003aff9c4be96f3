/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_answers.c - what the device says of itself, and the envelopes around it.
 *
 * Shapes and prefixes are those of Intel's published samples
 * (go-wsman-messages); the identifiers of messages too.
 */
#include "device_answers.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

#include "device.h"
#include "lab_clock.h"
#include "words.h"

#define OUTPUT 4096
#define AMT "http://intel.com/wbem/wscim/1/amt-schema/1/"
#define ADDRESSING "http://schemas.xmlsoap.org/ws/2004/08/addressing"
#define WSMAN "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"

/* Properties of the only instance, as Get and Pull give them. %s: what the scenario knows. */
static const struct instance {
	const char *class, *properties;
} instances[] = {
	{"AMT_GeneralSettings",
	 "<h:DigestRealm>%s</h:DigestRealm><h:DomainName></h:DomainName><h:HostName></h:HostName>"
	 "<h:InstanceID>Intel(r) AMT: General Settings</h:InstanceID>"
	 "<h:NetworkInterfaceEnabled>true</h:NetworkInterfaceEnabled>"},
	{"AMT_SetupAndConfigurationService",
	 "<h:CreationClassName>AMT_SetupAndConfigurationService</h:CreationClassName>"
	 "<h:ProvisioningMode>1</h:ProvisioningMode><h:ProvisioningState>1</h:ProvisioningState>"
	 "<h:ProvisioningServerOTP>%s</h:ProvisioningServerOTP>"
	 "<h:ZeroTouchConfigurationEnabled>true</h:ZeroTouchConfigurationEnabled>"},
	{"CIM_SoftwareIdentity",
	 "<h:InstanceID>AMT</h:InstanceID><h:VersionString>11.8.50</h:VersionString>"},
	{"AMT_TLSSettingData",
	 "<h:ElementName>Intel(r) AMT 802.3 TLS Settings</h:ElementName><h:Enabled>false</h:Enabled>"
	 "<h:InstanceID>Intel(r) AMT 802.3 TLS Settings</h:InstanceID>"
	 "<h:MutualAuthentication>false</h:MutualAuthentication>"
	 "<h:AcceptNonSecureConnections>true</h:AcceptNonSecureConnections>"},
};

static const char key_instance[] =
	"<h:DERKey>%s</h:DERKey><h:ElementName>Intel(r) AMT Key</h:ElementName>"
	"<h:InstanceID>Intel(r) AMT Key: Handle: 0</h:InstanceID>";

static bool key_made; /* GenerateKeyPair was called */

static void public_key(char *text, size_t room)
{
	FILE *f = fopen(word("key", ""), "r");
	EVP_PKEY *key = f ? PEM_read_PrivateKey(f, NULL, NULL, NULL) : NULL;
	unsigned char *der = NULL;
	int length = key ? i2d_PUBKEY(key, &der) : 0;

	*text = '\0';
	if (length > 0 && (size_t)length * 4 / 3 + 4 < room)
		EVP_EncodeBlock((unsigned char *)text, der, length);
	OPENSSL_free(der);
	EVP_PKEY_free(key);
	if (f)
		fclose(f);
}

/* The instance of |class|; false where there is none. */
static bool instance_of(const char *class, char *text, size_t room)
{
	char value[1024];

	bool general = strcmp(class, "AMT_GeneralSettings") == 0;

	snprintf(value, sizeof value, "%s", general ? word("realm", REALM) : word("otp", ""));
	for (size_t i = 0; i < sizeof instances / sizeof *instances; i++) {
		const char *properties = instances[i].properties, *gap = strstr(properties, "%s");

		if (strcmp(instances[i].class, class) != 0)
			continue;
		snprintf(text, room, "<h:%s>%.*s%s%s</h:%s>", class,
			 (int)(gap ? gap - properties : (long)strlen(properties)), properties,
			 gap ? value : "", gap ? gap + 2 : "", class);
		return true;
	}
	if (strcmp(class, "AMT_PublicPrivateKeyPair") != 0 || !key_made)
		return false;
	const char *gap = strstr(key_instance, "%s");

	public_key(value, sizeof value);
	snprintf(text, room, "<h:%s>%.*s%s%s</h:%s>", class, (int)(gap - key_instance),
		 key_instance, value, gap + 2, class);
	return true;
}

static void reference(char *text, size_t room, const char *element, const char *class,
		      const char *instance)
{
	snprintf(text, room,
		 "<g:%s><b:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
		 "</b:Address><b:ReferenceParameters><c:ResourceURI>" AMT "%s</c:ResourceURI>"
		 "<c:SelectorSet><c:Selector Name=\"InstanceID\">%s</c:Selector></c:SelectorSet>"
		 "</b:ReferenceParameters></g:%s>",
		 element, class, instance, element);
}

/* What a method gives beside its ReturnValue. */
static void method_output(const char *method, char *text, size_t room)
{
	*text = '\0';
	if (strcmp(method, "GetLowAccuracyTimeSynch") == 0)
		snprintf(text, room, "<g:Ta0>%ld</g:Ta0>",
			 (long)lab_now() - word_number("clock-seconds", 3600));
	else if (strcmp(method, "GenerateKeyPair") == 0)
		reference(text, room, "KeyPair", "AMT_PublicPrivateKeyPair",
			  "Intel(r) AMT Key: Handle: 0");
	else if (strcmp(method, "AddCertificate") == 0)
		reference(text, room, "CreatedCertificate", "AMT_PublicKeyCertificate",
			  "Intel(r) AMT Certificate: Handle: 0");
}

static void write_output(const struct call *call, long value, char *text, size_t room)
{
	char instance[OUTPUT];
	const char *op = call->operation;
	bool found = instance_of(call->class, instance, sizeof instance);

	if (strcmp(op, "Get") == 0 || strcmp(op, "Put") == 0)
		snprintf(text, room, "%s", found ? instance : "");
	else if (strcmp(op, "Enumerate") == 0)
		snprintf(text, room,
			 "<g:EnumerateResponse><g:EnumerationContext>7"
			 "</g:EnumerationContext></g:EnumerateResponse>");
	else if (strcmp(op, "Pull") == 0)
		snprintf(text, room,
			 "<g:PullResponse><g:Items>%s</g:Items><g:EndOfSequence>"
			 "</g:EndOfSequence></g:PullResponse>",
			 found ? instance : "");
	else if (strcmp(op, "Create") == 0)
		reference(text, room, "ResourceCreated", call->class, "1");
	else {
		method_output(op, instance, sizeof instance);
		snprintf(text, room,
			 "<g:%s_OUTPUT>%s<g:ReturnValue>%ld</g:ReturnValue></g:%s_OUTPUT>", op,
			 instance, value, op);
	}
}

static const char *namespace_of(const struct call *call)
{
	static const char enumeration[] = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
	static const char transfer[] = "http://schemas.xmlsoap.org/ws/2004/09/transfer";

	if (strcmp(call->operation, "Enumerate") == 0 || strcmp(call->operation, "Pull") == 0)
		return enumeration;
	return strcmp(call->operation, "Create") == 0 ? transfer : call->resource;
}

static void write_wsman(const struct call *call, const char *content, char *body, size_t room)
{
	static unsigned long messages = 0x1000;

	snprintf(
		body, room,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
		"<a:Envelope xmlns:a=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:b=\"" ADDRESSING
		"\" xmlns:c=\"" WSMAN "\" xmlns:g=\"%s\" xmlns:h=\"%s\"><a:Header>"
		"<b:To>" ADDRESSING "/role/anonymous</b:To><b:RelatesTo>%s</b:RelatesTo>"
		"<b:Action a:mustUnderstand=\"true\">%s/%sResponse</b:Action>"
		"<b:MessageID>uuid:00000000-8086-8086-8086-%012lX</b:MessageID>"
		"<c:ResourceURI>%s</c:ResourceURI></a:Header><a:Body>%s</a:Body></a:Envelope>",
		namespace_of(call), call->resource, call->id, namespace_of(call), call->operation,
		messages++, call->resource, content);
}

void write_fault(const char *subcode, const char *reason, const char *detail, char *body,
		 size_t room)
{
	snprintf(
		body, room,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
		"<a:Envelope xmlns:a=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:b=\"" ADDRESSING
		"\" xmlns:c=\"" WSMAN "\"><a:Header><b:Action>" ADDRESSING "/fault</b:Action>"
		"</a:Header><a:Body><a:Fault><a:Code><a:Value>a:Receiver</a:Value><a:Subcode>"
		"<a:Value>%s</a:Value></a:Subcode></a:Code><a:Reason><a:Text xml:lang=\"en-US\">%s"
		"</a:Text></a:Reason><a:Detail>%s</a:Detail></a:Fault></a:Body></a:Envelope>",
		subcode, reason, detail);
}

static void write_legacy(const struct call *call, long value, char *body, size_t room)
{
	char interface[NAME];

	snprintf(interface, sizeof interface, "%.*s", (int)strlen(call->class) - 7, call->class);
	snprintf(body, room,
		 "<?xml version=\"1.0\" encoding=\"UTF-8\"?><SOAP-ENV:Envelope "
		 "xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:b="
		 "\"http://schemas.intel.com/platform/client/%s/2004/01\"><SOAP-ENV:Body>"
		 "<b:%sResponse><b:Status>%ld</b:Status></b:%sResponse></SOAP-ENV:Body>"
		 "</SOAP-ENV:Envelope>",
		 interface, call->operation, value, call->operation);
}

void write_answer(const struct call *call, long value, char *body, size_t room)
{
	char output[OUTPUT + 1024];

	if (call->legacy) {
		write_legacy(call, value, body, room);
		return;
	}
	key_made = key_made || strcmp(call->operation, "GenerateKeyPair") == 0;
	write_output(call, value, output, sizeof output);
	write_wsman(call, output, body, room);
}
