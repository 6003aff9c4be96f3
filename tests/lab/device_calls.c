/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_calls.c - the device's answers to WS-Management and to the older SOAP.
 *
 * Every method is answered with 0 but where a scenario says "METHOD=WHAT": a
 * number (ReturnValue), "fault", "status:N" (AMT-STATUS in a fault), "bad"
 * (XML that ends early), "close", "reset", "silence" or "reboot".
 */
#include "device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device_answers.h"
#include "words.h"

static bool rebooted; /* once is enough */

/* Between "<...NAME ...>" and the next '<', whatever the prefix. */
static void element_text(const char *xml, const char *name, char *text, size_t room)
{
	size_t length = strlen(name);

	*text = '\0';
	for (const char *p = xml; (p = strstr(p, name)); p += length) {
		if (p == xml || (p[-1] != ':' && p[-1] != '<') || !strchr(" >", p[length]))
			continue;
		p += strcspn(p, ">");
		if (!*p)
			return;
		snprintf(text, room, "%.*s", (int)strcspn(p, "<") - 1, p + 1);
		return;
	}
}

static const char *last_part(const char *uri)
{
	const char *slash = strrchr(uri, '/');

	return slash ? slash + 1 : uri;
}

/* The first element of the body names the older interface's method. */
static void read_legacy(struct call *call, const struct message *message)
{
	const char *body = strstr(message->body, "Body");
	size_t length;

	call->legacy = true;
	sscanf(message->head, "POST /%120[A-Za-z]", call->class);
	body = body ? strchr(body, '>') : NULL;
	body = body ? strchr(body, '<') : NULL;
	if (!body)
		return;
	length = strcspn(++body, " />");
	if (memchr(body, ':', length)) {
		length -= strcspn(body, ":") + 1;
		body += strcspn(body, ":") + 1;
	}
	snprintf(call->operation, NAME, "%.*s", (int)length, body);
}

static void read_call(struct call *call, const struct message *message)
{
	char action[2 * NAME];

	memset(call, 0, sizeof *call);
	if (strncmp(message->head, "POST /wsman", 11) != 0) {
		read_legacy(call, message);
		return;
	}
	element_text(message->body, "ResourceURI", call->resource, sizeof call->resource);
	element_text(message->body, "Action", action, sizeof action);
	element_text(message->body, "MessageID", call->id, NAME);
	snprintf(call->class, NAME, "%.*s", NAME - 1, last_part(call->resource));
	snprintf(call->operation, NAME, "%.*s", NAME - 1, last_part(action));
}

static enum answer unusual(const char *what)
{
	static const struct {
		const char *name;
		enum answer answer;
	} others[] = {
		{"close", ANSWER_CLOSE},
		{"reset", ANSWER_RESET},
		{"silence", ANSWER_SILENCE},
		{"reboot", ANSWER_REBOOT},
	};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(what, others[i].name) == 0)
			return others[i].answer;
	return ANSWER_SENT;
}

/* A refusal that the scenario asks for; false where it asks for none. */
static bool refuse(const char *what, int *status, char *body, size_t room)
{
	char detail[NAME];

	if (strncmp(what, "fault", 5) == 0) {
		write_fault(what[5] == ':' ? what + 6 : "c:SchemaValidationError",
			    "The supplied SOAP violates the corresponding XML schema definition.",
			    "", body, room);
		*status = 400;
		return true;
	}
	if (strncmp(what, "status:", 7) != 0)
		return false;
	snprintf(detail, sizeof detail, "AMT-STATUS %s", what + 7);
	write_fault("c:InternalError",
		    "The service cannot comply with the request due to internal "
		    "processing errors.",
		    detail, body, room);
	*status = 500;
	return true;
}

enum answer answer_call(const struct message *message, int *status, char *body, size_t room)
{
	struct call call;

	read_call(&call, message);
	const char *what = word(call.operation, "0");
	long value = strtol(what, NULL, 10);

	say("%s %s: %s", call.class, call.operation, what);
	*status = 200;
	if (strcmp(what, "reboot") == 0 && rebooted)
		what = "0";
	rebooted = rebooted || strcmp(what, "reboot") == 0;
	if (unusual(what) != ANSWER_SENT)
		return unusual(what);
	if (refuse(what, status, body, room))
		return ANSWER_SENT;
	write_answer(&call, value, body, room);
	if (strcmp(what, "bad") == 0)
		body[strlen(body) / 2] = '\0';
	return strcmp(call.operation, "CommitChanges") == 0 && strcmp(what, "0") == 0
		       ? ANSWER_COMMITTED
		       : ANSWER_SENT;
}
