/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * redirection.c - the types of messages as a table of their parts.
 *
 * A part is a field and its length; what no table can say (lengths that stand
 * in the message) is a tail function. Layout and sources: redirection.h.
 */
#include "redirection.h"

#include "fields.h"

#define SERVICE_LENGTH 4
#define PARTS_MAX 18
#define HOST_SETTINGS_LENGTH 15 /* of 21: 23 bytes in all, their meaning is not public */
#define ERROR_LENGTH 3          /* of 4A: MeshCentral takes 11 bytes off */

/* Bytes of IDE registers before disk data, and behind the header of 51 and 52. */
#define REGISTERS_FROM_HOST 3
#define REGISTERS_TO_HOST 23
#define ATAPI_PACKET 12 /* ATA/ATAPI-6, 9.8: command packets */

struct part {
	uint16_t field;
	uint8_t length; /* 0: no more parts */
};

struct layout {
	uint8_t type;
	bool status; /* the second byte is a status */
	struct part part[PARTS_MAX];
	void (*tail)(struct redirection *redirection, struct reader *r);
};

static void oem_tail(struct redirection *redirection, struct reader *r)
{
	(void)redirection;
	field_bytes(r, F_REDIRECTION_OEM_DATA, field_u8(r, F_REDIRECTION_OEM_LENGTH));
}

static void text_tail(struct redirection *redirection, struct reader *r)
{
	uint16_t length = field_u16le(r, F_REDIRECTION_LENGTH);

	redirection->text = field_bytes(r, F_REDIRECTION_TEXT, length);
}

/* A spare byte, a length, |registers| bytes of IDE registers, then as many as the length says. */
static void disk_tail(struct redirection *redirection, struct reader *r, size_t registers)
{
	field_bytes(r, F_REDIRECTION_RESERVED, 1);
	uint16_t length = field_u16le(r, F_REDIRECTION_LENGTH);

	field_bytes(r, F_REDIRECTION_REGISTERS, registers);
	redirection->disk = field_bytes(r, F_REDIRECTION_DISK, length);
}

static void disk_from_host_tail(struct redirection *redirection, struct reader *r)
{
	disk_tail(redirection, r, REGISTERS_FROM_HOST);
}

static void disk_to_host_tail(struct redirection *redirection, struct reader *r)
{
	disk_tail(redirection, r, REGISTERS_TO_HOST);
}

/* Asking what there is takes no bits. */
static void feature_tail(struct redirection *redirection, struct reader *r)
{
	enum {
		FEATURES = 0x48,
		GET_SUPPORTED = 1
	};

	if (field_u8(r, F_REDIRECTION_FEATURE) != GET_SUPPORTED || redirection->type != FEATURES)
		field_u32le(r, F_REDIRECTION_FEATURE_BITS);
}

static const uint16_t digest_answer[] = {
	F_REDIRECTION_USER,     F_REDIRECTION_REALM,  F_REDIRECTION_NONCE,
	F_REDIRECTION_URI,      F_REDIRECTION_CNONCE, F_REDIRECTION_NC,
	F_REDIRECTION_RESPONSE, F_REDIRECTION_QOP,    F_NONE,
};
static const uint16_t digest_challenge[] = {F_REDIRECTION_REALM, F_REDIRECTION_NONCE,
					    F_REDIRECTION_QOP, F_NONE};
static const uint16_t basic[] = {F_REDIRECTION_BASIC_USER, F_REDIRECTION_PASSWORD, F_NONE};

/* Texts, each behind a byte with its length, as far as they fit into the log-in's bytes. */
static void read_texts(struct redirection *redirection, struct reader *r, const uint16_t *fields)
{
	for (; *fields && rd_left(r) > 0 && r->at[0] < rd_left(r); fields++) {
		uint8_t length = field_u8(r, F_REDIRECTION_TEXT_LENGTH);
		struct bytes text = field_bytes(r, *fields, length);

		if (*fields == F_REDIRECTION_USER)
			redirection->user = text;
	}
}

static void read_auth(struct redirection *redirection, struct reader *r)
{
	enum {
		QUERY,
		BASIC,
		KERBEROS,
		DIGEST,
		DIGEST_QOP
	};
	bool challenge = redirection->type == REDIRECTION_AUTHENTICATE_REPLY;

	if (redirection->auth == QUERY)
		while (rd_left(r) > 0)
			field_u8(r, F_REDIRECTION_AUTH_OFFERED);
	if (redirection->auth == BASIC)
		read_texts(redirection, r, basic);
	if (redirection->auth == KERBEROS)
		field_bytes(r, F_REDIRECTION_KERBEROS, rd_left(r));
	if (redirection->auth == DIGEST || redirection->auth == DIGEST_QOP)
		read_texts(redirection, r, challenge ? digest_challenge : digest_answer);
	field_bytes(r, F_REDIRECTION_AUTH_DATA, rd_left(r));
}

static void auth_tail(struct redirection *redirection, struct reader *r)
{
	redirection->auth = field_u8(r, F_REDIRECTION_AUTH);
	redirection->has_auth = rd_ok(r);
	uint32_t length = field_u32le(r, F_REDIRECTION_AUTH_BYTES);

	if (length > REDIRECTION_AUTH_MAX) {
		field_bytes(r, F_REDIRECTION_AUTH_DATA, rd_left(r));
		return;
	}
	struct reader inner = rd_nested(r, length);

	field_note(r, F_REDIRECTION_AUTH_DATA, 0);
	if (rd_ok(r))
		read_auth(redirection, &inner);
}

#define ZEROS(n)                          \
	{                                 \
		F_REDIRECTION_RESERVED, n \
	}
#define SEQUENCE                          \
	{                                 \
		F_REDIRECTION_SEQUENCE, 4 \
	}
#define ATTRIBUTES                          \
	{                                   \
		F_REDIRECTION_ATTRIBUTES, 1 \
	}
#define VERSIONS                                                                         \
	{F_REDIRECTION_MAJOR, 1}, {F_REDIRECTION_MINOR, 1}, {F_REDIRECTION_FW_MAJOR, 1}, \
	{                                                                                \
		F_REDIRECTION_FW_MINOR, 1                                                \
	}
#define SOL ZEROS(3), SEQUENCE
#define SOL_REPLY ZEROS(2), SEQUENCE
#define IDER ZEROS(2), ATTRIBUTES, SEQUENCE

/* clang-format off */
static const struct layout layouts[] = {
	{0x10, false, {ZEROS(3), {F_REDIRECTION_SERVICE, SERVICE_LENGTH}}, NULL},
	{0x11, true,  {ZEROS(2), VERSIONS, {F_REDIRECTION_OEM, 4}}, oem_tail},
	{0x12, false, {ZEROS(3)}, NULL},
	{0x13, false, {ZEROS(3)}, auth_tail},
	{0x14, true,  {ZEROS(2)}, auth_tail},
	{0x20, false, {SOL, {F_REDIRECTION_MAX_TX, 2}, {F_REDIRECTION_TX_TIMEOUT, 2},
		       {F_REDIRECTION_TX_OVERFLOW, 2}, {F_REDIRECTION_RX_TIMEOUT, 2},
		       {F_REDIRECTION_RX_FLUSH, 2}, {F_REDIRECTION_HEARTBEAT, 2}, ZEROS(4)}, NULL},
	{0x21, true,  {SOL_REPLY, {F_REDIRECTION_SETTINGS, HOST_SETTINGS_LENGTH}}, NULL},
	{0x22, false, {SOL}, NULL},
	{0x23, true,  {SOL_REPLY}, NULL},
	{0x24, false, {SOL}, NULL},
	{0x25, false, {SOL}, NULL},
	{0x27, false, {SOL, {F_REDIRECTION_CONTROL, 1}, {F_REDIRECTION_LINE, 1}}, NULL},
	{0x28, false, {SOL}, text_tail},
	{0x29, false, {SOL, {F_REDIRECTION_CONTROL, 1}, {F_REDIRECTION_LINE, 1}}, NULL},
	{0x2a, false, {SOL}, text_tail},
	{0x2b, false, {SOL}, NULL},
	{0x40, false, {IDER, {F_REDIRECTION_RX_TIMEOUT, 2}, {F_REDIRECTION_TX_TIMEOUT, 2},
		       {F_REDIRECTION_HEARTBEAT, 2}, {F_REDIRECTION_VERSION, 4}}, NULL},
	{0x41, true,  {ZEROS(1), ATTRIBUTES, SEQUENCE, VERSIONS, ZEROS(4),
		       {F_REDIRECTION_READ_BUFFER, 2}, {F_REDIRECTION_WRITE_BUFFER, 2}, ZEROS(1),
		       {F_REDIRECTION_PROTOCOL, 1}, ZEROS(3), {F_REDIRECTION_OEM, 4}}, oem_tail},
	{0x42, false, {IDER}, NULL},
	{0x43, true,  {ZEROS(1), ATTRIBUTES, SEQUENCE}, NULL},
	{0x44, false, {IDER}, NULL},
	{0x45, false, {IDER}, NULL},
	{0x46, false, {IDER, {F_REDIRECTION_RESET, 1}}, NULL},
	{0x47, false, {IDER}, NULL},
	{0x48, false, {IDER}, feature_tail},
	{0x49, false, {IDER}, feature_tail},
	{0x4a, false, {IDER, {F_REDIRECTION_ERROR, ERROR_LENGTH}}, NULL},
	{0x4b, false, {IDER}, NULL},
	{0x50, false, {IDER, {F_REDIRECTION_REGISTERS, 8}, {F_REDIRECTION_PACKET, ATAPI_PACKET}}, NULL},
	{0x51, false, {IDER, {F_REDIRECTION_REGISTERS, REGISTERS_TO_HOST}}, NULL},
	{0x52, false, {IDER, {F_REDIRECTION_REGISTERS, REGISTERS_TO_HOST}}, NULL},
	{0x53, false, {IDER}, disk_from_host_tail},
	{0x54, false, {IDER}, disk_to_host_tail},
};
/* clang-format on */

/* The screen's 40 and 41 carry nothing: eight bytes, then it speaks RFB. */
static const struct layout kvm_layout = {0, false, {ZEROS(7)}, NULL};

static const struct layout *layout_of(uint8_t type, bool kvm)
{
	if (kvm && (type == REDIRECTION_OPEN || type == REDIRECTION_OPEN_REPLY))
		return &kvm_layout;
	for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++)
		if (layouts[i].type == type)
			return &layouts[i];
	return NULL;
}

static void read_parts(struct redirection *redirection, struct reader *r,
		       const struct layout *layout)
{
	if (layout->status)
		redirection->status = field_u8(r, F_REDIRECTION_STATUS);
	redirection->has_status = layout->status && rd_ok(r);
	for (const struct part *part = layout->part; part->length; part++) {
		struct bytes b = field_bytes(r, part->field, part->length);

		if (part->field == F_REDIRECTION_SERVICE)
			redirection->service = b;
	}
	if (layout->tail)
		layout->tail(redirection, r);
}

bool redirection_decode(struct redirection *redirection, struct reader *r, bool kvm)
{
	memset(redirection, 0, sizeof *redirection);
	redirection->kvm = kvm;
	field_open(r, F_REDIRECTION);
	redirection->type = field_u8(r, F_REDIRECTION_TYPE);
	const struct layout *layout = rd_ok(r) ? layout_of(redirection->type, kvm) : NULL;

	if (layout)
		read_parts(redirection, r, layout);
	field_close(r);
	return rd_ok(r);
}

static bool is_small(struct bytes start, size_t at, uint8_t most)
{
	return start.n <= at || start.p[at] <= most;
}

/* Behind the type only zeros, but for a status, a flag of the screen and IDER's attributes. */
bool redirection_looks_like(struct bytes start)
{
	enum {
		ATTRIBUTES_MAX = 3
	};

	if (start.n == 0)
		return true;
	const struct layout *layout = layout_of(start.p[0], false);

	if (!layout)
		return false;
	if (layout->status)
		return is_small(start, 2, 1) && is_small(start, 3, ATTRIBUTES_MAX);
	return is_small(start, 1, start.p[0] == REDIRECTION_START) && is_small(start, 2, 0) &&
	       is_small(start, 3, start.p[0] >= REDIRECTION_OPEN ? ATTRIBUTES_MAX : 0);
}

static const char services[][SERVICE_LENGTH + 1] = {"SOL ", "IDER", "KVMR"};

/* Does a known service begin like |text|? */
static bool is_service(struct bytes text)
{
	for (size_t i = 0; i < sizeof services / sizeof services[0]; i++)
		if (memcmp(services[i], text.p,
			   text.n < SERVICE_LENGTH ? text.n : SERVICE_LENGTH) == 0)
			return true;
	return false;
}

bool redirection_is_strict(struct bytes start)
{
	enum {
		SERVICE_AT = 4
	};
	struct redirection redirection;
	struct reader r = reader_over(start);

	if (start.n == 0)
		return false;
	if (start.p[0] == REDIRECTION_START && redirection_looks_like(start))
		return start.n <= SERVICE_AT ||
		       is_service(bytes_of(start.p + SERVICE_AT, start.n - SERVICE_AT));
	while (rd_left(&r) > 0)
		if (!redirection_looks_like(bytes_of(r.at, rd_left(&r))) ||
		    !redirection_decode(&redirection, &r, false))
			return false;
	return true;
}

bool redirection_is_kvm(const struct redirection *redirection)
{
	return redirection->service.n == SERVICE_LENGTH &&
	       memcmp(redirection->service.p, "KVMR", SERVICE_LENGTH) == 0;
}
