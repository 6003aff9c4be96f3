/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * apf.c - the types of messages as a table of their parts.
 *
 * A part is a field and how it is written; what depends on an earlier part is
 * a tail function. Layout and sources: apf.h.
 */
#include "apf.h"

#include "fields.h"

#define UUID_LENGTH 16
#define PARTS_MAX 9
/* No name of a service, user or request is longer (RFC 4250, 4.6.1: 64). */
#define NAME_MAX_LENGTH 255

enum form {
	END,
	NUMBER, /* u32 */
	FLAG,   /* u8 */
	TEXT,
	UUID,
	SPARE2,
	SPARE4,
	SPARE8,
	SPARE64,
};

static const uint8_t spare_length[] = {[SPARE2] = 2, [SPARE4] = 4, [SPARE8] = 8, [SPARE64] = 64};

struct part {
	uint16_t field;
	enum form form;
};

struct layout {
	uint8_t type;
	struct part part[PARTS_MAX];
	void (*tail)(struct apf *apf, struct reader *r, enum apf_reply expected);
};

static bool text_is(struct bytes text, const char *word)
{
	return bytes_equal(text, bytes_of(word, strlen(word)));
}

static struct bytes *text_of(struct apf *apf, uint16_t field)
{
	switch (field) {
	case F_APF_SERVICE:
		return &apf->service;
	case F_APF_USER:
		return &apf->user;
	case F_APF_METHOD:
		return &apf->method;
	case F_APF_REQUEST:
		return &apf->request;
	case F_APF_CHANNEL_TYPE:
		return &apf->channel_type;
	case F_APF_ADDRESS:
		return &apf->address;
	case F_APF_ORIGIN:
		return &apf->origin;
	case F_APF_DATA:
		return &apf->data;
	}
	return NULL;
}

static uint32_t *number_of(struct apf *apf, uint16_t field)
{
	switch (field) {
	case F_APF_PORT:
		return &apf->port;
	case F_APF_ORIGIN_PORT:
		return &apf->origin_port;
	case F_APF_RECIPIENT:
		return &apf->recipient;
	case F_APF_SENDER:
		return &apf->sender;
	case F_APF_REASON:
	case F_APF_OPEN_REASON:
		return &apf->reason;
	}
	return NULL;
}

static void read_text(struct apf *apf, struct reader *r, uint16_t field)
{
	uint32_t length = field_u32be(r, F_APF_LENGTH);
	bool believed = length <= APF_TEXT_MAX;
	struct bytes text =
		field_bytes(r, believed ? field : F_APF_DATA, believed ? length : rd_left(r));
	struct bytes *kept = text_of(apf, field);

	if (kept && believed)
		*kept = text;
}

static void read_number(struct apf *apf, struct reader *r, uint16_t field)
{
	uint32_t value = field_u32be(r, field);
	uint32_t *kept = number_of(apf, field);

	if (kept)
		*kept = value;
}

static void read_uuid(struct apf *apf, struct reader *r)
{
	struct bytes b = field_bytes(r, F_APF_UUID, UUID_LENGTH);

	if (b.p)
		memcpy(apf->uuid.b, b.p, UUID_LENGTH);
}

static void read_part(struct apf *apf, struct reader *r, const struct part *part)
{
	switch (part->form) {
	case TEXT:
		read_text(apf, r, part->field);
		return;
	case NUMBER:
		read_number(apf, r, part->field);
		return;
	case FLAG:
		apf->want_reply = field_u8(r, part->field);
		return;
	case UUID:
		read_uuid(apf, r);
		return;
	default:
		field_bytes(r, part->field, spare_length[part->form]);
	}
}

static void read_parts(struct apf *apf, struct reader *r, const struct part *part)
{
	for (; part->form != END; part++)
		read_part(apf, r, part);
}

#define SPARE(n)                         \
	{                                \
		F_APF_RESERVED, SPARE##n \
	}
#define FORWARD                    \
	{F_APF_ADDRESS, TEXT},     \
	{                          \
		F_APF_PORT, NUMBER \
	}
#define ORIGIN                            \
	{F_APF_ORIGIN, TEXT},             \
	{                                 \
		F_APF_ORIGIN_PORT, NUMBER \
	}

static const struct part forward_parts[] = {FORWARD, {0, END}};
static const struct part udp_parts[] = {FORWARD, ORIGIN, {F_APF_DATA, TEXT}, {0, END}};

static void login_tail(struct apf *apf, struct reader *r, enum apf_reply expected)
{
	(void)expected;
	if (!text_is(apf->method, "password"))
		return;
	field_bytes(r, F_APF_RESERVED, 1);
	read_text(apf, r, F_APF_PASSWORD);
}

/* One byte by Intel's sources, two as MeshCentral sends it; no message's type is 0. */
static void failure_tail(struct apf *apf, struct reader *r, enum apf_reply expected)
{
	(void)apf;
	(void)expected;
	bool two = rd_left(r) >= 2 && r->at[1] == 0;

	field_bytes(r, F_APF_PARTIAL, two ? 2 : 1);
}

static void request_tail(struct apf *apf, struct reader *r, enum apf_reply expected)
{
	(void)expected;
	if (text_is(apf->request, "tcpip-forward") || text_is(apf->request, "cancel-tcpip-forward"))
		read_parts(apf, r, forward_parts);
	else if (text_is(apf->request, "udp-send-to@amt.intel.com"))
		read_parts(apf, r, udp_parts);
	else if (rd_ok(r))
		field_bytes(r, F_APF_DATA, rd_left(r));
}

/* A port is below 65536 and a type is not 0, so the next byte tells them apart. */
static void success_tail(struct apf *apf, struct reader *r, enum apf_reply expected)
{
	bool guess = expected == APF_REPLY_GUESS && rd_left(r) > 0 && r->at[0] == 0;

	if (expected == APF_REPLY_PORT || guess)
		read_number(apf, r, F_APF_PORT);
}

/* clang-format off */
static const struct layout layouts[] = {
	{APF_DISCONNECT,           {{F_APF_REASON, NUMBER}, SPARE(2)}, NULL},
	{APF_SERVICE_REQUEST,      {{F_APF_SERVICE, TEXT}}, NULL},
	{APF_SERVICE_ACCEPT,       {{F_APF_SERVICE, TEXT}}, NULL},
	{APF_USERAUTH_REQUEST,     {{F_APF_USER, TEXT}, {F_APF_SERVICE, TEXT}, {F_APF_METHOD, TEXT}}, login_tail},
	{APF_USERAUTH_FAILURE,     {{F_APF_METHOD, TEXT}}, failure_tail},
	{APF_USERAUTH_SUCCESS,     {{0, END}}, NULL},
	{APF_GLOBAL_REQUEST,       {{F_APF_REQUEST, TEXT}, {F_APF_WANT_REPLY, FLAG}}, request_tail},
	{APF_REQUEST_SUCCESS,      {{0, END}}, success_tail},
	{APF_REQUEST_FAILURE,      {{0, END}}, NULL},
	{APF_CHANNEL_OPEN,         {{F_APF_CHANNEL_TYPE, TEXT}, {F_APF_SENDER, NUMBER}, {F_APF_WINDOW, NUMBER}, SPARE(4), FORWARD, ORIGIN}, NULL},
	{APF_CHANNEL_CONFIRMATION, {{F_APF_RECIPIENT, NUMBER}, {F_APF_SENDER, NUMBER}, {F_APF_WINDOW, NUMBER}, SPARE(4)}, NULL},
	{APF_CHANNEL_FAILURE,      {{F_APF_RECIPIENT, NUMBER}, {F_APF_OPEN_REASON, NUMBER}, SPARE(8)}, NULL},
	{APF_WINDOW_ADJUST,        {{F_APF_RECIPIENT, NUMBER}, {F_APF_WINDOW, NUMBER}}, NULL},
	{APF_CHANNEL_DATA,         {{F_APF_RECIPIENT, NUMBER}, {F_APF_DATA, TEXT}}, NULL},
	{APF_CHANNEL_CLOSE,        {{F_APF_RECIPIENT, NUMBER}}, NULL},
	{APF_PROTOCOL_VERSION,     {{F_APF_MAJOR, NUMBER}, {F_APF_MINOR, NUMBER}, {F_APF_TRIGGER, NUMBER}, {F_APF_UUID, UUID}, SPARE(64)}, NULL},
	{APF_KEEPALIVE_REQUEST,    {{F_APF_COOKIE, NUMBER}}, NULL},
	{APF_KEEPALIVE_REPLY,      {{F_APF_COOKIE, NUMBER}}, NULL},
	{APF_KEEPALIVE_OPTIONS_REQUEST, {{F_APF_INTERVAL, NUMBER}, {F_APF_TIMEOUT, NUMBER}}, NULL},
	{APF_KEEPALIVE_OPTIONS_REPLY,   {{F_APF_INTERVAL, NUMBER}, {F_APF_TIMEOUT, NUMBER}}, NULL},
	{APF_JSON_CONTROL,         {{F_APF_JSON, TEXT}}, NULL},
};
/* clang-format on */

static const struct layout *layout_of(uint8_t type)
{
	for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++)
		if (layouts[i].type == type)
			return &layouts[i];
	return NULL;
}

bool apf_decode(struct apf *apf, struct reader *r, enum apf_reply expected)
{
	memset(apf, 0, sizeof *apf);
	field_open(r, F_APF);
	apf->type = field_u8(r, F_APF_TYPE);
	const struct layout *layout = layout_of(apf->type);

	if (layout)
		read_parts(apf, r, layout->part);
	if (layout && layout->tail)
		layout->tail(apf, r, expected);
	if (!layout && rd_ok(r))
		field_bytes(r, F_APF_DATA, rd_left(r));
	field_close(r);
	return rd_ok(r);
}

/* A small number or a short text behind the type, as far as the bytes go. */
static bool begins_small(struct bytes start, uint32_t most)
{
	uint32_t value = 0;

	for (size_t i = 1; i <= sizeof value; i++)
		value = value << 8 | (i < start.n ? start.p[i] : 0);
	return value <= most;
}

/* Behind a message of one byte comes nothing, a port's first byte, or another message. */
static bool goes_on(struct bytes start, const struct layout *layout)
{
	if (start.n == 1)
		return true;
	return layout_of(start.p[1]) || (layout->tail == success_tail && start.p[1] == 0);
}

bool apf_looks_like(struct bytes start)
{
	const struct layout *layout = start.n ? layout_of(start.p[0]) : NULL;

	if (start.n == 0 || !layout)
		return start.n == 0;
	if (layout->part[0].form == END)
		return goes_on(start, layout);
	if (layout->part[0].form == TEXT)
		return begins_small(start, layout->type == APF_JSON_CONTROL ? APF_TEXT_MAX
									    : NAME_MAX_LENGTH);
	return layout->part[0].field == F_APF_COOKIE || begins_small(start, UINT16_MAX);
}

bool apf_is_strict(struct bytes start)
{
	struct reader r = reader_over(start);
	struct apf apf;

	while (rd_left(&r) > 0)
		if (!apf_looks_like(bytes_of(r.at, rd_left(&r))) ||
		    !apf_decode(&apf, &r, APF_REPLY_GUESS))
			return false;
	return start.n > 0;
}

bool apf_is_greeting(struct bytes start)
{
	enum {
		SPARE_AT = 29,
		LENGTH = 93
	};

	if (start.n < LENGTH || start.p[0] != APF_PROTOCOL_VERSION || !apf_looks_like(start))
		return false;
	for (size_t i = SPARE_AT; i < LENGTH; i++)
		if (start.p[i])
			return false;
	return true;
}

enum apf_reply apf_reply_to(const struct apf *request)
{
	return text_is(request->request, "tcpip-forward") ? APF_REPLY_PORT : APF_REPLY_EMPTY;
}
