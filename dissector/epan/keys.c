/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * keys.c - see keys.h.
 *
 * The preference tls.psk holds one key for all sessions. A key log has a line
 * for each, and Wireshark takes such lines at run time from a capture that
 * carries secrets: that is the door used here. A premaster secret is enough,
 * for with plain PSK it follows from the key alone (RFC 4279, 2), and TLS
 * derives the rest, whatever version and extensions the two agreed on.
 */
#include "keys.h"

#include "numbers.h"
#include "pid.h"

/* A premaster secret: length u16, as many zeros, length u16, key. */
#define PREMASTER_LENGTH (2 * (2 + PPS_LENGTH))
#define LINE_NAME "PMS_CLIENT_RANDOM "
#define KEY_LINE_MAX (sizeof LINE_NAME + 2 * TLS_RANDOM_LENGTH + 1 + 2 * PREMASTER_LENGTH + 1)

/* A row of the table: both in capital letters without dashes. */
struct key {
	char *pid;
	char *pps;
};

static struct key *keys;
static guint key_count;

/* The compiler may leave out a memset() of what is never read again. */
static void wipe(void *secret, size_t n)
{
	volatile uint8_t *at = secret;

	while (n-- > 0)
		*at++ = 0;
}

static void wipe_text(char *text)
{
	if (text)
		wipe(text, strlen(text));
	g_free(text);
}

/* Takes what people write between the groups out of |text|: "ABCD-EFGH" is "ABCDEFGH". */
static void bare(char *text)
{
	size_t n = strlen(text);
	char *to = text;

	for (const char *at = text; *at; at++)
		if (*at != '-' && *at != ' ')
			*to++ = g_ascii_toupper(*at);
	wipe(to, (size_t)(text + n - to));
}

static bool is_of_letters_and_digits(const char *text, size_t n)
{
	return strlen(text) == n && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == n;
}

static CALLBACK_BOOL check_row(void *record, char **error)
{
	struct key *key = record;

	bare(key->pid);
	bare(key->pps);
	*error = NULL;
	if (!is_of_letters_and_digits(key->pid, PID_LENGTH))
		*error = g_strdup("A PID has 8 letters and digits");
	else if (!is_of_letters_and_digits(key->pps, PPS_LENGTH))
		*error = g_strdup("A PPS has 32 letters and digits");
	return *error == NULL;
}

static void *copy_row(void *to, const void *from, size_t n _U_)
{
	const struct key *key = from;

	*(struct key *)to = (struct key){.pid = g_strdup(key->pid), .pps = g_strdup(key->pps)};
	return to;
}

static void free_row(void *record)
{
	struct key *key = record;

	wipe_text(key->pps);
	g_free(key->pid);
}

UAT_CSTRING_CB_DEF(keys, pid, struct key)
UAT_CSTRING_CB_DEF(keys, pps, struct key)

void keys_register(module_t *module)
{
	static uat_field_t columns[] = {
		UAT_FLD_CSTRING(keys, pid, "PID", "Provisioning ID: 8 letters and digits"),
		UAT_FLD_CSTRING(keys, pps, "PPS", "Its key: 32 letters and digits"),
		UAT_END_FIELDS,
	};

	prefs_register_uat_preference(
		module, "keys", "PIDs and PPSs",
		"Keys of devices that are provisioned with TLS-PSK, as a server's key list has them",
		uat_new("Intel AMT PIDs and PPSs", sizeof(struct key), "iamt_keys", TRUE, &keys,
			&key_count, UAT_AFFECTS_DISSECTION, NULL, copy_row, check_row, free_row,
			NULL, NULL, columns));
}

static const struct key *key_of(struct bytes pid)
{
	for (guint i = 0; i < key_count; i++)
		if (keys[i].pid && bytes_equal(bytes_of(keys[i].pid, strlen(keys[i].pid)), pid))
			return &keys[i];
	return NULL;
}

static char *put_hex(char *to, const uint8_t *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*to++ = digits[bytes[i] >> 4];
		*to++ = digits[bytes[i] & 0xf];
	}
	return to;
}

static void give(const uint8_t random[TLS_RANDOM_LENGTH], const char *pps)
{
	uint8_t premaster[PREMASTER_LENGTH] = {0, PPS_LENGTH};
	char line[KEY_LINE_MAX], *to = line + strlen(LINE_NAME);

	premaster[2 + PPS_LENGTH + 1] = PPS_LENGTH;
	memcpy(premaster + 2 + PPS_LENGTH + 2, pps, PPS_LENGTH);
	memcpy(line, LINE_NAME, strlen(LINE_NAME));
	to = put_hex(to, random, TLS_RANDOM_LENGTH);
	*to++ = ' ';
	to = put_hex(to, premaster, sizeof premaster);
	*to++ = '\n';
	secrets_wtap_callback(SECRETS_TYPE_TLS, line, (guint)(to - line));
	wipe(line, sizeof line);
	wipe(premaster, sizeof premaster);
}

enum key_found keys_give(struct bytes identity, const uint8_t random[TLS_RANDOM_LENGTH],
			 uint16_t suite)
{
	const struct key *key = key_of(identity);
	const struct tls_suite *row = tls_suite_of(suite);

	if (!key || strlen(key->pps) != PPS_LENGTH)
		return KEY_NONE;
	if (!row || row->key_exchange != TLS_KX_PSK)
		return KEY_NOT_ALONE;
	give(random, key->pps);
	return KEY_GIVEN;
}

const char *keys_text(enum key_found found)
{
	static const char *const texts[] = {
		[KEY_NONE] = "the table of PIDs and PPSs has no row of this PID",
		[KEY_GIVEN] = "found in the table of PIDs and PPSs",
		[KEY_NOT_ALONE] = "in the table, but this cipher suite needs more than the PPS",
	};

	return texts[found];
}
