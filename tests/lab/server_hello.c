/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * server_hello.c - the hello as a configuration server reads it.
 *
 * Layout: Intel's guide, setupmodehellomessages; see device_hello.c. Nothing
 * is trusted but what the device would say.
 */
#include "server.h"

#include <stdio.h>
#include <string.h>

#include "words.h"

#define HEAD 24
#define PID_BYTES 8
#define SHA256 2

static unsigned u16(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

/* The first three groups are little-endian. */
static void uuid_text(const unsigned char *p, char text[UUID_TEXT])
{
	snprintf(text, UUID_TEXT,
		 "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", p[3], p[2],
		 p[1], p[0], p[5], p[4], p[7], p[6], p[8], p[9], p[10], p[11], p[12], p[13], p[14],
		 p[15]);
}

static bool read_roots(struct call_home *hello, const unsigned char *p, const unsigned char *end)
{
	unsigned count = *p++;

	for (; count > 0; count--, p += 2 + p[1]) {
		if (end - p < 2 || end - p < 2 + p[1])
			return false;
		if (p[0] == SHA256 && p[1] == SHA256_BYTES)
			memcpy(hello->root[hello->root_count++], p + 2, SHA256_BYTES);
	}
	return true;
}

bool hello_read(struct call_home *hello, const unsigned char *bytes, size_t length)
{
	if (length < HEAD + 1) {
		say("no hello: %zu bytes", length);
		return false;
	}
	hello->version = u16(bytes + 2);
	hello->retry = u16(bytes + 4);
	hello->root_count = 0;
	uuid_text(bytes + 8, hello->uuid);
	hello->pid[0] = '\0';
	if (hello->version == 2 && length >= HEAD + PID_BYTES)
		snprintf(hello->pid, PID_TEXT, "%.*s", PID_BYTES, (const char *)bytes + HEAD);
	else if (hello->version != 3 || !read_roots(hello, bytes + HEAD, bytes + length)) {
		say("no hello of version 2 or 3");
		return false;
	}
	say("hello %u of %s, version %u", hello->retry, hello->uuid, hello->version);
	return true;
}
