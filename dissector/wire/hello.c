/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hello.c - reading the hello.
 *
 * Nothing is refused here: an unknown version is a header and a rest, unknown
 * algorithms and lengths are kept as stated. What they mean is for remarks.c.
 * Layout and sources: hello.h.
 */
#include "hello.h"

#include "fields.h"
#include "names.h"
#include "pid.h"

#define UUID_LENGTH 16
/* Intel's firmware counts to 14 (setupmodehellomessages.htm); a guess allows for others. */
#define RETRY_PLAUSIBLE 255

static struct uuid read_uuid(struct reader *r)
{
	struct bytes b = field_bytes(r, F_HELLO_UUID, UUID_LENGTH);
	struct uuid uuid = {{0}};

	if (b.p)
		memcpy(uuid.b, b.p, sizeof uuid.b);
	return uuid;
}

static void read_hash(struct hello_hash *hash, struct reader *r)
{
	field_open(r, F_HELLO_HASH);
	hash->algorithm = field_u8(r, F_HELLO_HASH_ALGORITHM);
	hash->length = field_u8(r, F_HELLO_HASH_LENGTH);
	hash->value = field_bytes(r, F_HELLO_HASH_VALUE, hash->length);
	field_close(r);
}

static void read_hashes(struct hello *hello, struct reader *r)
{
	hello->hash_count = field_u8(r, F_HELLO_HASH_COUNT);
	for (unsigned i = 0; i < hello->hash_count && rd_ok(r); i++) {
		read_hash(&hello->hash[i], r);
		hello->hashes_read = (uint8_t)(i + rd_ok(r));
	}
}

bool hello_decode(struct hello *hello, struct reader *r)
{
	memset(hello, 0, offsetof(struct hello, hash));
	field_open(r, F_HELLO);
	hello->admin_set = field_u16le(r, F_HELLO_ADMIN_SET);
	hello->version = field_u16le(r, F_HELLO_VERSION);
	hello->retry = field_u32le(r, F_HELLO_RETRY);
	hello->uuid = read_uuid(r);
	if (hello->version == HELLO_VERSION_PSK)
		hello->pid = field_bytes(r, F_HELLO_PID, PID_LENGTH);
	if (hello->version == HELLO_VERSION_PKI)
		read_hashes(hello, r);
	hello->trailing = field_bytes(r, F_HELLO_TRAILING, rd_left(r));
	field_close(r);
	return rd_ok(r);
}

static bool is_text(uint8_t c)
{
	return (c >= ' ' && c <= '~') || c == '\r' || c == '\n' || c == '\t';
}

/* Content type 20 to 23, then a version of the SSL 3 family (RFC 5246, 6.2.1). */
static bool is_tls_record(struct bytes start)
{
	return start.p[0] >= 20 && start.p[0] <= 23 && start.p[1] == 3;
}

bool hello_looks_like(struct bytes start)
{
	if (start.n < 2)
		return true;
	return !is_tls_record(start) && !(is_text(start.p[0]) && is_text(start.p[1]));
}

static bool hashes_are_known(const struct hello *hello)
{
	for (unsigned i = 0; i < hello->hashes_read; i++)
		if (!hash_is_known(hello->hash[i].algorithm, hello->hash[i].length))
			return false;
	return hello->hashes_read > 0;
}

bool hello_is_strict(struct bytes message)
{
	struct hello hello;
	struct reader r = reader_over(message);

	if (!hello_decode(&hello, &r) || hello.trailing.n)
		return false;
	if (hello.admin_set > 1 || hello.retry > RETRY_PLAUSIBLE || uuid_is_blank(&hello.uuid))
		return false;
	if (hello.version == HELLO_VERSION_PSK)
		return pid_is_well_formed(hello.pid);
	return hello.version == HELLO_VERSION_PKI && hashes_are_known(&hello);
}
