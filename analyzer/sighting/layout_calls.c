/* SPDX-License-Identifier: GPL-2.0-or-later */
/* layout_calls.c - the rows of calls over HTTP; see layout.c. */
#include <glib.h>

#include "layout_rows.h"

static const struct row call_rows[] = {
	{"request", MOMENT, ONE(seen_call, request)},
	{"answer", MOMENT, ONE(seen_call, answer)},
	{"last", MOMENT, ONE(seen_call, last)},
	{"request_place", PLACE, ONE(seen_call, request_place)},
	{"answer_place", PLACE, ONE(seen_call, answer_place)},
	{"count", CELL_U32, ONE(seen_call, count), .required = true},
	{"verb", CELL_TEXT, ONE(seen_call, verb)},
	{"path", CELL_TEXT, ONE(seen_call, path)},
	{"status", CELL_U16, ONE(seen_call, status)},
	{"authorized", CELL_FLAG, ONE(seen_call, authorized)},
	{"challenged", CELL_FLAG, ONE(seen_call, challenged)},
	{"stale", CELL_FLAG, ONE(seen_call, stale)},
	{"realm", CELL_TEXT, ONE(seen_call, realm)},
	{"user", CELL_TEXT, ONE(seen_call, user)},
	{"class", CELL_TEXT, ONE(seen_call, class)},
	{"method", CELL_TEXT, ONE(seen_call, method)},
	{"related", CELL_FLAG, ONE(seen_call, related)},
	{"misrelated", CELL_FLAG, ONE(seen_call, misrelated)},
	{"has_return_value", CELL_FLAG, ONE(seen_call, has_return_value)},
	{"return_value", CELL_U32, ONE(seen_call, return_value)},
	{"has_amt_status", CELL_FLAG, ONE(seen_call, has_amt_status)},
	{"amt_status", CELL_U32, ONE(seen_call, amt_status)},
	{"is_fault", CELL_FLAG, ONE(seen_call, is_fault)},
	{"fault", CELL_TEXT, ONE(seen_call, fault)},
	{"reason", CELL_TEXT, ONE(seen_call, reason)},
	{"request_unread", CELL_TEXT, ONE(seen_call, request_unread)},
	{"answer_unread", CELL_TEXT, ONE(seen_call, answer_unread)},
	{"secrets", CELL_U32, ONE(seen_call, secrets)},
	{.name = NULL},
};

static const struct layout layout_call = {
	.size = sizeof(struct seen_call),
	.rows = call_rows,
};

static const struct row calls_rows[] = {
	{"total", CELL_U32, ONE(seen_calls, total)},
	{"left_out", CELL_U32, ONE(seen_calls, left_out)},
	{"before", CELL_U32, ONE(seen_calls, before), .limit = SEEN_CALLS_FIRST},
	{"decrypted", CELL_FLAG, ONE(seen_calls, decrypted)},
	{"client_lost", CELL_FLAG, ONE(seen_calls, lost[0])},
	{"server_lost", CELL_FLAG, ONE(seen_calls, lost[1])},
	{"client_foreign", CELL_FLAG, ONE(seen_calls, foreign[0])},
	{"server_foreign", CELL_FLAG, ONE(seen_calls, foreign[1])},
	{"server", CELL_TEXT, ONE(seen_calls, server)},
	{"call", CELL_OBJECT, ONE(seen_calls, call), .of = &layout_call, .apart = true,
	 .most = SEEN_CALLS_FIRST + SEEN_CALLS_LAST,
	 .count = offsetof(struct seen_calls, call_count)},
	{.name = NULL},
};

const struct layout layout_calls = {
	.size = sizeof(struct seen_calls),
	.rows = calls_rows,
};
