/* SPDX-License-Identifier: GPL-2.0-or-later */
/* diagnosis.c - the words of the report's enumerations, and the catalogue's look-ups. */
#include "diagnosis.h"

#include "catalogue.h"
#include "finding.h"
#include "fleet.h"
#include "what_if.h"

const char *const step_names[STEPS] = {
	[STEP_ADDRESS] = "address", [STEP_RESOLVE] = "resolve",     [STEP_CONNECT] = "connect",
	[STEP_HELLO] = "hello",     [STEP_IDENTIFY] = "identify",   [STEP_NAME] = "name",
	[STEP_PROFILE] = "profile", [STEP_CALLBACK] = "callback",   [STEP_SECURE] = "secure",
	[STEP_LOGIN] = "login",     [STEP_CONFIGURE] = "configure", [STEP_COMMIT] = "commit",
};

const char *const certainty_names[] = {
	[CERTAINTY_POSSIBLE] = "possible",
	[CERTAINTY_LIKELY] = "likely",
	[CERTAINTY_CERTAIN] = "certain",
};

const char *const severity_names[] = {
	[SEVERITY_NOTE] = "note",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

const char *const known_names[] = {
	[KNOWN_WIRE] = "wire", [KNOWN_RECORDS] = "records",     [KNOWN_SILENCE] = "silence",
	[KNOWN_LOG] = "log",   [KNOWN_CANDIDATE] = "candidate",
};

const char *const outcome_names[OUTCOMES] = {
	[OUTCOME_FAILED] = "failed",
	[OUTCOME_UNKNOWN] = "unknown",
	[OUTCOME_IN_PROGRESS] = "in-progress",
	[OUTCOME_PROVISIONED] = "provisioned",
};

const char *const method_names[] = {
	[METHOD_UNKNOWN] = NULL,
	[METHOD_PSK] = "psk",
	[METHOD_PKI] = "pki",
};

const char *failure_title(const struct failure *row)
{
	return row->remark ? row->remark->title : row->title;
}

const char *failure_cause(const struct failure *row)
{
	return row->remark ? row->remark->cause : row->cause;
}

const char *failure_remedy(const struct failure *row)
{
	return row->remark ? row->remark->remedy : row->remedy;
}

const char *failure_source(const struct failure *row)
{
	return row->remark ? row->remark->source : row->source;
}

const struct failure *catalogue_row(size_t i)
{
	for (size_t k = 0; k < stage_count; k++) {
		if (i < stages[k]->n)
			return &stages[k]->row[i];
		i -= stages[k]->n;
	}
	return NULL;
}

const struct failure *catalogue_find(const char *id)
{
	const struct failure *row;

	if (g_ascii_strncasecmp(id, "AMT-", 4) == 0)
		id += 4;
	for (size_t i = 0; (row = catalogue_row(i)); i++)
		if (g_ascii_strcasecmp(row->id + 4, id) == 0)
			return row;
	return NULL;
}

const struct address *addresses_at(const struct addresses *addresses, unsigned i)
{
	return i ? &addresses->more[i - 1] : &addresses->first;
}

bool addresses_have(const struct addresses *addresses, const struct address *address)
{
	for (unsigned i = 0; i < addresses->n; i++)
		if (address_equal(addresses_at(addresses, i), address))
			return true;
	return false;
}

void addresses_add(struct addresses *addresses, const struct address *address)
{
	if (addresses->n++ == 0) {
		addresses->first = *address;
		return;
	}
	addresses->more = g_renew(struct address, addresses->more, addresses->n - 1);
	addresses->more[addresses->n - 2] = *address;
}

void diagnosis_free(struct diagnosis *diagnosis)
{
	if (!diagnosis)
		return;
	g_ptr_array_free(diagnosis->devices, TRUE);
	room_close(&diagnosis->room);
	g_ptr_array_set_free_func(diagnosis->findings, (GDestroyNotify)finding_free);
	g_ptr_array_free(diagnosis->findings, TRUE);
	what_if_free(diagnosis->what_if);
	if (diagnosis->fleet)
		fleet_free(diagnosis->fleet);
	if (diagnosis->strings)
		g_string_chunk_free(diagnosis->strings);
	if (diagnosis->limits)
		g_ptr_array_free(diagnosis->limits, TRUE);
	g_free(diagnosis->verdict);
	g_free(diagnosis);
}
