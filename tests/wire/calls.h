/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * calls.h - bodies of calls and answers to test with.
 *
 * Requests are as MeshCentral and SOAP::Lite wrote them, answers as a stand-in
 * for the firmware gave them, whose prefixes are those of AMT.
 */
#ifndef TESTS_WIRE_CALLS_H
#define TESTS_WIRE_CALLS_H

#define XML "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
#define AMT_CLASSES "http://intel.com/wbem/wscim/1/amt-schema/1/"

/* MeshCentral: the envelope's namespace is the default one. */
#define CALL(action, uri, body)                                                            \
	XML "<Envelope xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "      \
	    "xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" "                  \
	    "xmlns=\"http://www.w3.org/2003/05/soap-envelope\" ><Header><a:Action>" action \
	    "</a:Action><a:To>/wsman</a:To><w:ResourceURI>" uri                            \
	    "</w:ResourceURI><a:MessageID>4</a:MessageID></Header><Body>" body             \
	    "</Body></Envelope>"

#define ANSWER(action, uri, body)                                                                  \
	XML "<a:Envelope xmlns:a=\"http://www.w3.org/2003/05/soap-envelope\" "                     \
	    "xmlns:b=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" "                        \
	    "xmlns:c=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\" xmlns:g=\"" uri            \
	    "\"><a:Header><b:RelatesTo>4</b:RelatesTo><b:Action a:mustUnderstand=\"true\">" action \
	    "</b:Action><b:MessageID>uuid:00000000-8086-8086-8086-000000000004</b:MessageID>"      \
	    "<c:ResourceURI>" uri "</c:ResourceURI></a:Header><a:Body>" body                       \
	    "</a:Body></a:Envelope>"

#define SETUP AMT_CLASSES "AMT_SetupAndConfigurationService"

static const char call_get[] =
	CALL("http://schemas.xmlsoap.org/ws/2004/09/transfer/Get", SETUP, "");
static const char call_commit[] =
	CALL(SETUP "/CommitChanges", SETUP, "<r:CommitChanges_INPUT xmlns:r=\"" SETUP "\"/>");
static const char call_password[] =
	CALL(SETUP "/SetMEBxPassword", SETUP,
	     "<r:SetMEBxPassword_INPUT xmlns:r=\"" SETUP
	     "\"><r:Password>Mebx-P@ss1</r:Password></r:SetMEBxPassword_INPUT>");
static const char answer_commit[] = ANSWER(
	SETUP "/CommitChangesResponse", SETUP,
	"<g:CommitChanges_OUTPUT><g:ReturnValue>2057</g:ReturnValue></g:CommitChanges_OUTPUT>");

static const char fault_destination[] =
	XML "<a:Envelope xmlns:a=\"http://www.w3.org/2003/05/soap-envelope\" "
	    "xmlns:b=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\">"
	    "<a:Header><b:RelatesTo>3</b:RelatesTo><b:Action a:mustUnderstand=\"true\">"
	    "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault</b:Action></a:Header>"
	    "<a:Body><a:Fault><a:Code><a:Value>a:Sender</a:Value><a:Subcode>"
	    "<a:Value>b:DestinationUnreachable</a:Value></a:Subcode></a:Code><a:Reason>"
	    "<a:Text xml:lang=\"en-US\">No route can be determined.</a:Text></a:Reason>"
	    "<a:Detail></a:Detail></a:Fault></a:Body></a:Envelope>";

/* As errorsandreturnvalues.htm describes it: the detail of an InternalError. */
static const char fault_status[] = XML
	"<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:w=\"urn:w\"><s:Body>"
	"<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:InternalError"
	"</s:Value></s:Subcode></s:Code><s:Reason><s:Text>x</s:Text></s:Reason><s:Detail>"
	"<w:FaultDetail>AMT-STATUS 2054</w:FaultDetail></s:Detail></s:Fault></s:Body></s:Envelope>";

#define OLDER "http://schemas.intel.com/platform/client/SecurityAdministration/2004/01"
#define OLD_BODY(body)                                                           \
	XML "<SOAP-ENV:Envelope xmlns:SOAP-ENV="                                 \
	    "\"http://schemas.xmlsoap.org/soap/envelope/\"><SOAP-ENV:Body>" body \
	    "</SOAP-ENV:Body></SOAP-ENV:Envelope>"

static const char old_call[] = OLD_BODY("<SetMEBxPassword xmlns=\"" OLDER
					"\"><Password>s3cret</Password></SetMEBxPassword>");
static const char old_answer[] = OLD_BODY("<GetCoreVersionResponse xmlns=\"" OLDER
					  "\"><Status>42</Status><Version>2.1.3</Version>"
					  "</GetCoreVersionResponse>");

#endif
