/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_soap.c - calls and answers: values, prefixes, places, and what is refused. */
#include <dirent.h>
#include <sys/stat.h>

#include "calls.h"
#include "fields.h"
#include "hellos.h"
#include "message.h"
#include "names.h"
#include "soap.h"
#include "tiling.h"

static struct span spans[64];
static struct trace trace;
static struct soap soap;

static bool decode_bytes(struct bytes body)
{
	struct reader r = reader_over(body);

	trace = trace_into(spans, 64);
	r.trace = &trace;
	return soap_decode(&soap, &r);
}

static bool decode(const char *body)
{
	return decode_bytes(bytes_of(body, strlen(body)));
}

/* The bytes of |body| that the first span of |field| covers. */
static const char *place(const char *body, uint16_t field)
{
	static char text[SOAP_TEXT];
	const struct span *span = span_of(&trace, field, 0);

	snprintf(text, sizeof text, "%.*s", span ? (int)span->len : 0,
		 body + (span ? span->off : 0));
	return text;
}

START_TEST(soap_values_of_a_call)
{
	ck_assert(decode(call_commit));
	ck_assert_int_eq(soap.kind, SOAP_REQUEST);
	ck_assert_str_eq(soap.class, "AMT_SetupAndConfigurationService");
	ck_assert_str_eq(soap.method, "CommitChanges");
	ck_assert_str_eq(soap.message_id, "4");
	ck_assert_str_eq(soap.relates_to, "");
	ck_assert(soap.intel && !soap.has_return_value);
	ck_assert(decode(call_get));
	ck_assert_str_eq(soap.method, "Get");
}
END_TEST

START_TEST(soap_values_of_an_answer)
{
	ck_assert(decode(answer_commit));
	ck_assert_int_eq(soap.kind, SOAP_RESPONSE);
	ck_assert_str_eq(soap.method, "CommitChanges");
	ck_assert_str_eq(soap.relates_to, "4");
	ck_assert_str_eq(soap.message_id, "uuid:00000000-8086-8086-8086-000000000004");
	ck_assert(soap.has_return_value);
	ck_assert_uint_eq(soap.return_value, 2057);
}
END_TEST

START_TEST(soap_values_of_a_fault)
{
	ck_assert(decode(fault_destination));
	ck_assert_int_eq(soap.kind, SOAP_FAULT);
	ck_assert_str_eq(soap.fault, "DestinationUnreachable");
	ck_assert_str_eq(soap.fault_reason, "No route can be determined.");
	ck_assert_str_eq(soap.method, "");
	ck_assert(!soap.has_amt_status);
	ck_assert(decode(fault_status));
	ck_assert_str_eq(soap.fault, "InternalError");
	ck_assert_uint_eq(soap.amt_status, 2054);
}
END_TEST

START_TEST(soap_values_of_the_older_dialect)
{
	ck_assert(decode(old_answer));
	ck_assert_int_eq(soap.kind, SOAP_RESPONSE);
	ck_assert_str_eq(soap.class, "SecurityAdministration");
	ck_assert_str_eq(soap.method, "GetCoreVersion");
	ck_assert(soap.has_return_value && soap.return_value == 42);
	ck_assert(decode(old_call));
	ck_assert_int_eq(soap.kind, SOAP_REQUEST);
	ck_assert_str_eq(soap.method, "SetMEBxPassword");
	ck_assert_uint_eq(soap.secrets, 1);
}
END_TEST

START_TEST(soap_knows_where_its_values_stand)
{
	decode(answer_commit);
	ck_assert_str_eq(place(answer_commit, F_CALL_CLASS), "AMT_SetupAndConfigurationService");
	ck_assert_str_eq(place(answer_commit, F_CALL_METHOD), "CommitChanges");
	ck_assert_str_eq(place(answer_commit, F_CALL_RETURN_VALUE), "2057");
	decode(old_answer);
	ck_assert_str_eq(place(old_answer, F_CALL_CLASS), "SecurityAdministration");
	ck_assert_str_eq(place(old_answer, F_CALL_METHOD), "GetCoreVersion");
	decode(fault_status);
	ck_assert_str_eq(place(fault_status, F_CALL_AMT_STATUS), "2054");
	ck_assert_str_eq(place(fault_status, F_CALL_FAULT), "InternalError");
}
END_TEST

static bool holds(const void *where, size_t n, const char *word)
{
	return memmem(where, n, word, strlen(word)) != NULL;
}

START_TEST(soap_never_hands_out_secrets)
{
	ck_assert(decode(call_password));
	ck_assert_uint_eq(soap.secrets, 1);
	ck_assert_str_eq(place(call_password, F_CALL_SECRET), "Mebx-P@ss1");
	ck_assert(field_is_secret(F_CALL_SECRET));
	ck_assert(!holds(&soap, sizeof soap, "Mebx"));
	ck_assert(decode(
		CALL("x/SetTLSPSK", SETUP,
		     "<r:SetTLSPSK_INPUT xmlns:r=\"u\"><r:PID>A</r:PID><r:PPS>UVVV<r:x>QQ</r:x>W"
		     "</r:PPS></r:SetTLSPSK_INPUT>")));
	ck_assert_uint_eq(soap.secrets, 1);
	ck_assert_uint_eq(span_of(&trace, F_CALL_SECRET, 0)->len, strlen("UVVV<r:x>QQ</r:x>W"));
}
END_TEST

START_TEST(soap_secrets_are_known_by_name)
{
	static const char *const secret[] = {"Password",
					     "PPS",
					     "KeyBlob",
					     "RFBPassword",
					     "DigestPassword",
					     "NetworkAdminPassword",
					     "ProvisioningServerOTP",
					     "Pps",
					     "PSKPassPhrase"};
	static const char *const open[] = {
		"PasswordModel", "PID", "Username", "KeyPair", "NetAdminPassEncryptionType", "",
		"word"};

	for (size_t i = 0; i < sizeof secret / sizeof secret[0]; i++)
		ck_assert_msg(soap_is_secret(secret[i]), "%s", secret[i]);
	for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
		ck_assert_msg(!soap_is_secret(open[i]), "%s", open[i]);
}
END_TEST

static const char *const bodies[] = {call_get,          call_commit,  call_password, answer_commit,
				     fault_destination, fault_status, old_call,      old_answer};
#define BODIES (int)(sizeof bodies / sizeof bodies[0])

START_TEST(soap_every_prefix_is_short)
{
	size_t length = strlen(bodies[_i]);

	for (size_t n = 0; n < length; n++) {
		uint8_t *copy = exact_copy((const uint8_t *)bodies[_i], n);
		struct reader r = reader_over(bytes_of(copy, n));

		ck_assert(!soap_decode(&soap, &r));
		ck_assert_int_eq(soap.refusal, SOAP_SHORT);
		ck_assert_uint_ne(r.failed_field, F_NONE);
		free(copy);
	}
}
END_TEST

/* A call is not tiled: most of it is XML that says nothing here. */
START_TEST(soap_spans_lie_in_order_inside_the_body)
{
	size_t next = 0;

	ck_assert(decode(bodies[_i]));
	ck_assert_uint_eq(spans[0].field, F_CALL);
	ck_assert_uint_eq(spans[0].len, strlen(bodies[_i]));
	for (unsigned i = 1; i < trace.n; i++) {
		ck_assert_uint_ge(spans[i].off, next);
		next = spans[i].off + spans[i].len;
	}
	ck_assert_uint_le(next, strlen(bodies[_i]));
}
END_TEST

START_TEST(soap_with_entities_points_at_the_whole_text)
{
	static const char body[] = CALL("u/Get&#x55;uid", "u/AMT_&amp;", "");

	ck_assert(decode(body));
	ck_assert_str_eq(soap.method, "GetUuid");
	ck_assert_str_eq(soap.class, "AMT_&");
	ck_assert_str_eq(place(body, F_CALL_METHOD), "u/Get&#x55;uid");
}
END_TEST

static enum soap_refusal refusal(const char *body)
{
	ck_assert(!decode(body));
	return soap.refusal;
}

START_TEST(soap_refuses_what_it_cannot_place)
{
	ck_assert_int_eq(refusal("<!DOCTYPE x [<!ENTITY e \"e\">]><Envelope>&e;</Envelope>"),
			 SOAP_DOCTYPE);
	ck_assert_int_eq(refusal("<html><body>401</body></html>"), SOAP_OTHER_XML);
	ck_assert_int_eq(refusal("<Envelope><Body></Envelope>"), SOAP_NOT_XML);
	ck_assert_int_eq(refusal("not XML"), SOAP_NOT_XML);
	ck_assert_ptr_null(soap_refusal_text(SOAP_WHOLE));
	ck_assert_str_eq(soap_refusal_text(SOAP_TOO_LONG), "it is too long");
}
END_TEST

START_TEST(soap_refuses_what_is_nested_too_deep)
{
	char body[1024] = "<Envelope>";

	for (int i = 0; i < 40; i++)
		strcat(body, "<x>");
	ck_assert_int_eq(refusal(body), SOAP_TOO_DEEP);
	strcpy(body, "<Envelope>");
	for (int i = 0; i < SOAP_DEPTH_MAX - 3; i++)
		strcat(body, "<x>");
	strcat(body, "<x/>");
	ck_assert_int_eq(refusal(body), SOAP_SHORT);
}
END_TEST

START_TEST(soap_refuses_what_is_too_long)
{
	size_t n = SOAP_LENGTH_MAX + 1;
	char *body = malloc(n);

	ck_assert_ptr_nonnull(body);
	memset(body, ' ', n);
	memcpy(body, "<Envelope>", 10);
	ck_assert(!decode_bytes(bytes_of(body, n)));
	ck_assert_int_eq(soap.refusal, SOAP_TOO_LONG);
	free(body);
}
END_TEST

START_TEST(soap_cuts_texts_between_characters)
{
	/* 60 e with acute: two bytes each, so 95 bytes would end inside one. */
	char long_id[2 * 60 + 1] = "", body[1024];

	for (int i = 0; i < 60; i++)
		strcat(long_id, "\xc3\xa9");
	snprintf(body, sizeof body,
		 "<Envelope><Header><MessageID>%s</MessageID></Header></Envelope>", long_id);
	ck_assert(decode(body));
	ck_assert_uint_eq(strlen(soap.message_id), 94);
	ck_assert(strncmp(soap.message_id, long_id, 94) == 0);
}
END_TEST

START_TEST(soap_may_begin_with_white_space)
{
	ck_assert(decode(
		" \n<?xml version=\"1.0\"?><Envelope><Header><a><b/></a></Header></Envelope> "));
}
END_TEST

START_TEST(soap_status_counts_only_in_the_older_dialect)
{
	ck_assert(decode(
		ANSWER("x/GetResponse", "u/CIM_X", "<g:CIM_X><g:Status>7</g:Status></g:CIM_X>")));
	ck_assert(!soap.has_return_value);
}
END_TEST

START_TEST(soap_body_looks_like_markup)
{
	ck_assert(soap_looks_like(bytes_of(" \r\n<?xml", 8)));
	ck_assert(soap_looks_like(bytes_of("\xef\xbb\xbf<", 4)));
	ck_assert(soap_looks_like(bytes_of(NULL, 0)));
	ck_assert(!soap_looks_like(bytes_of("{}", 2)));
}
END_TEST

START_TEST(soap_knows_the_names_of_intel)
{
	static const char other[] = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_X";

	ck_assert(soap_is_intel(bytes_of(SETUP, strlen(SETUP))));
	ck_assert(soap_is_intel(bytes_of(OLDER, strlen(OLDER))));
	ck_assert(!soap_is_intel(bytes_of(other, strlen(other))));
	ck_assert(!soap_is_intel(bytes_of(call_get, strlen(call_get))));
	ck_assert(soap_mentions_intel(bytes_of(call_get, strlen(call_get))));
	ck_assert(!soap_mentions_intel(bytes_of(fault_status, strlen(fault_status))));
	ck_assert(!soap_mentions_intel(bytes_of(NULL, 0)));
}
END_TEST

static const char *summary(const char *body)
{
	static char line[256];
	struct message message = {.kind = MESSAGE_SOAP};

	decode(body);
	message.soap = soap;
	return message_summary(&message, line, sizeof line);
}

START_TEST(soap_in_one_line)
{
	ck_assert_str_eq(summary(call_get), "Call AMT_SetupAndConfigurationService.Get");
	ck_assert_str_eq(summary(answer_commit),
			 "Answer AMT_SetupAndConfigurationService.CommitChanges: "
			 "DATA_MISSING (2057)");
	ck_assert_str_eq(summary(fault_status),
			 "Fault: InternalError, AMT status INVALID_PASSWORD");
	ck_assert_str_eq(summary(old_answer),
			 "Answer SecurityAdministration.GetCoreVersion: INVALID_PID_FORMAT (42)");
	ck_assert_str_eq(summary(call_password),
			 "Call AMT_SetupAndConfigurationService.SetMEBxPassword");
}
END_TEST

/* Numbers mean other things in other classes: provisioning of a host by itself, CIM's own. */
START_TEST(results_are_named_by_their_class)
{
	static const struct {
		const char *class, *method;
		uint32_t value;
		const char *name;
	} named[] = {
		{"AMT_SetupAndConfigurationService", "SetMEBxPassword", 2054, "INVALID_PASSWORD"},
		{"AMT_SetupAndConfigurationService", "CommitChanges", 3, "INVALID_PT_MODE"},
		{"IPS_HostBasedSetupService", "AdminSetup", 5, "AuthFailed"},
		{"IPS_HostBasedSetupService", "Setup", 4, "MethodDisabled"},
		{"IPS_HostBasedSetupService", "AdminSetup", 4, NULL},
		{"IPS_HostBasedSetupService", "AddNextCertInChain", 3, "InvalidState"},
		{"IPS_HostBasedSetupService", "UpgradeClientToAdmin", 1, NULL},
		{"AMT_RedirectionService", "RequestStateChange", 5, "Invalid parameter"},
		{"CIM_KVMRedirectionSAP", "RequestStateChange", 32768 + 16, "NOT_PERMITTED"},
		{"AMT_SetupAndConfigurationService", "CommitChanges", 99999, NULL},
	};

	for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
		const char *name =
			return_value_name(named[i].class, named[i].method, named[i].value);

		ck_assert_pstr_eq(name, named[i].name);
	}
}
END_TEST

static unsigned read_files(const char *folder);

static unsigned read_file(const char *path, const struct stat *status)
{
	size_t n = (size_t)status->st_size;
	char *body = malloc(n + 1);
	FILE *f = fopen(path, "r");

	ck_assert(f && body && fread(body, 1, n, f) == n);
	fclose(f);
	ck_assert_msg(decode_bytes(bytes_of(body, n)), "%s: %s", path,
		      soap_refusal_text(soap.refusal));
	ck_assert_msg(soap.kind != SOAP_FAULT && soap.method[0] && soap.class[0], "%s", path);
	free(body);
	return 1;
}

static unsigned read_entry(const char *folder, const char *name)
{
	char path[1024];
	struct stat status;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (name[0] == '.' || stat(path, &status) != 0)
		return 0;
	if (S_ISDIR(status.st_mode))
		return read_files(path);
	return strstr(name, ".xml") ? read_file(path, &status) : 0;
}

static unsigned read_files(const char *folder)
{
	unsigned n = 0;
	DIR *d = opendir(folder);

	ck_assert_msg(d, "%s", folder);
	for (struct dirent *entry; (entry = readdir(d));)
		n += read_entry(folder, entry->d_name);
	closedir(d);
	return n;
}

START_TEST(soap_reads_the_published_answers)
{
	if (shared_has("data/wsman-responses"))
		ck_assert_uint_gt(read_files(SHARED_DIR "/data/wsman-responses"), 200);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("soap");
	TCase *tc = tcase_create("soap");

	tcase_add_test(tc, soap_values_of_a_call);
	tcase_add_test(tc, soap_values_of_an_answer);
	tcase_add_test(tc, soap_values_of_a_fault);
	tcase_add_test(tc, soap_values_of_the_older_dialect);
	tcase_add_test(tc, soap_knows_where_its_values_stand);
	tcase_add_test(tc, soap_never_hands_out_secrets);
	tcase_add_test(tc, soap_secrets_are_known_by_name);
	tcase_add_loop_test(tc, soap_every_prefix_is_short, 0, BODIES);
	tcase_add_loop_test(tc, soap_spans_lie_in_order_inside_the_body, 0, BODIES);
	tcase_add_test(tc, soap_with_entities_points_at_the_whole_text);
	tcase_add_test(tc, soap_refuses_what_it_cannot_place);
	tcase_add_test(tc, soap_refuses_what_is_nested_too_deep);
	tcase_add_test(tc, soap_refuses_what_is_too_long);
	tcase_add_test(tc, soap_cuts_texts_between_characters);
	tcase_add_test(tc, soap_may_begin_with_white_space);
	tcase_add_test(tc, soap_status_counts_only_in_the_older_dialect);
	tcase_add_test(tc, soap_body_looks_like_markup);
	tcase_add_test(tc, soap_knows_the_names_of_intel);
	tcase_add_test(tc, soap_in_one_line);
	tcase_add_test(tc, results_are_named_by_their_class);
	tcase_add_test(tc, soap_reads_the_published_answers);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
