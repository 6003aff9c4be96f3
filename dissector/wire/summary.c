/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * summary.c - one line about a pong, a call, a message of redirection or of APF.
 *
 * Channel data and serial text are counted, not quoted: they are somebody's
 * traffic. Secrets have no value that could get here.
 */
#include "summary.h"

#include "names.h"

void summary_put_pong(struct line *line, const struct pong *pong)
{
	line_put(line, "Presence pong, AMT %u.%u,", pong->version.major, pong->version.minor);
	line_put_named(line, NAMES_PROVISIONING_STATE, pong->provisioning_state);
	if (pong->both_ports)
		line_put(line, ", ports 16992 and 16993");
	else if (pong->port)
		line_put(line, ", port %u", pong->port);
	else
		line_put(line, ", no port");
}

static void put_quoted(struct line *line, const char *before, struct bytes text)
{
	if (text.n == 0)
		return;
	line_put(line, "%s", before);
	line_put_bytes(line, text);
}

static void put_counted(struct line *line, struct bytes text)
{
	if (text.n)
		line_put(line, ", %zu byte%s", text.n, text.n == 1 ? "" : "s");
}

void summary_put_redirection(struct line *line, const struct redirection *redirection)
{
	line_put(line, "Redirection:");
	line_put_named(line, NAMES_REDIRECTION_TYPE, redirection->type);
	put_quoted(line, " ", redirection->service);
	if (redirection->has_auth) {
		line_put(line, ",");
		line_put_named(line, NAMES_REDIRECTION_AUTH, redirection->auth);
	}
	put_quoted(line, ", user ", redirection->user);
	if (redirection->has_status && redirection->status)
		line_put(line, ", status %u", redirection->status);
	put_counted(line, redirection->text);
	put_counted(line, redirection->disk);
}

static void put_reason(struct line *line, const struct apf *apf)
{
	bool open = apf->type == APF_CHANNEL_FAILURE;

	if (!open && apf->type != APF_DISCONNECT)
		return;
	line_put(line, ":");
	line_put_named(line, open ? NAMES_APF_OPEN_REASON : NAMES_APF_REASON, apf->reason);
}

void summary_put_apf(struct line *line, const struct apf *apf)
{
	line_put(line, "APF:");
	line_put_named(line, NAMES_APF_TYPE, apf->type);
	put_quoted(line, " ", apf->service);
	put_quoted(line, ", user ", apf->user);
	put_quoted(line, " ", apf->request);
	put_quoted(line, " ", apf->channel_type);
	put_quoted(line, " ", apf->address);
	if (apf->port)
		line_put(line, "%s%u", apf->address.n ? ":" : ", port ", apf->port);
	put_counted(line, apf->data);
	put_reason(line, apf);
}

static void put_result(struct line *line, const struct soap *soap)
{
	const char *name = return_value_name(soap->class, soap->method, soap->return_value);

	if (soap->has_return_value)
		line_put(line, ": %s (%u)", name ? name : "unknown code", soap->return_value);
	if (soap->kind == SOAP_FAULT)
		line_put_text(line, ": ");
	line_put_text(line, soap->fault);
	if (soap->has_amt_status) {
		line_put(line, ", AMT status");
		line_put_named(line, NAMES_PT_STATUS, soap->amt_status);
	}
}

void summary_put_soap(struct line *line, const struct soap *soap)
{
	static const char *const kinds[] = {
		[SOAP_REQUEST] = "Call",
		[SOAP_RESPONSE] = "Answer",
		[SOAP_FAULT] = "Fault",
	};

	line_put(line, "%s", kinds[soap->kind]);
	line_put_text(line, soap->class[0] ? " " : "");
	line_put_text(line, soap->class);
	line_put_text(line, soap->method[0] ? "." : "");
	line_put_text(line, soap->method);
	put_result(line, soap);
}
