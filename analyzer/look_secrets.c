/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look_secrets.c - files of secrets are read in whole into memory of our own, which
 * is wiped before it is given back. See look_secrets.h.
 */
#include "look_secrets.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "pid.h"

#define FILE_MAX (64u * 1024 * 1024) /* bytes: 200,000 lines of a key log are 35 MB */

void look_secrets_open(struct look_secrets *secrets, const struct site *site)
{
	*secrets = (struct look_secrets){
		.site = site,
		.keylog = keylog_new(),
		.rsa_keys = rsa_keys_new(),
	};
}

void look_secrets_close(struct look_secrets *secrets)
{
	keylog_free(secrets->keylog);
	rsa_keys_free(secrets->rsa_keys);
	*secrets = (struct look_secrets){0};
}

struct content {
	uint8_t *p;
	size_t n, room;
};

static void wipe(struct content *content)
{
	if (content->p)
		explicit_bzero(content->p, content->room);
	g_free(content->p);
	*content = (struct content){0};
}

static void grow(struct content *content)
{
	struct content more = {.n = content->n, .room = MAX(4096, 2 * content->room)};

	more.p = g_malloc(more.room);
	if (content->n)
		memcpy(more.p, content->p, content->n);
	wipe(content);
	*content = more;
}

static bool fail(GError **error, const char *path, int code, const char *why)
{
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(code), "%s: %s", path, why);
	return false;
}

/* A file may be a pipe, so that a secret needs to lie nowhere. */
static bool read_all(int file, struct content *content)
{
	ssize_t n;

	do {
		if (content->n == content->room)
			grow(content);
		n = read(file, content->p + content->n, content->room - content->n);
		content->n += n > 0 ? (size_t)n : 0;
	} while ((n > 0 && content->n <= FILE_MAX) || (n < 0 && errno == EINTR));
	return n == 0;
}

static bool read_file(const char *path, struct content *content, GError **error)
{
	int file = g_open(path, O_RDONLY | O_CLOEXEC, 0);
	bool whole = file >= 0 && read_all(file, content);
	int code = content->n > FILE_MAX ? EFBIG : errno;

	if (file >= 0)
		close(file);
	if (whole)
		return true;
	wipe(content);
	return fail(error, path, code, g_strerror(code));
}

bool look_secrets_add_keylog(struct look_secrets *secrets, const char *path, GError **error)
{
	unsigned before = keylog_counts(secrets->keylog).secrets;
	struct content content = {0};

	if (!read_file(path, &content, error))
		return false;
	keylog_read(secrets->keylog, bytes_of(content.p, content.n));
	wipe(&content);
	return keylog_counts(secrets->keylog).secrets > before ||
	       fail(error, path, EINVAL, "no line of it is a secret of a TLS key log");
}

/* The first line without its end becomes a string in place. */
static const char *first_line(struct content *content)
{
	if (content->n == content->room)
		grow(content);
	content->p[content->n] = '\0';
	char *line = (char *)content->p;

	line[strcspn(line, "\r\n")] = '\0';
	return line;
}

bool look_secrets_add_rsa_key(struct look_secrets *secrets, const char *path, const char *password,
			      GError **error)
{
	struct content key = {0}, word = {0};
	bool added = false;

	if (password && !read_file(password, &word, error))
		return false;
	if (read_file(path, &key, error)) {
		added = rsa_keys_add(secrets->rsa_keys, bytes_of(key.p, key.n),
				     password ? first_line(&word) : NULL);
		if (!added)
			fail(error, path, EINVAL,
			     password ? "no RSA private key that the password opens"
				      : "no RSA private key that opens without a password "
					"(--key-password)");
	}
	wipe(&key);
	wipe(&word);
	return added;
}

bool look_secrets_is_pid(struct bytes identity)
{
	return identity.n == PID_LENGTH && !memchr(identity.p, '\0', identity.n);
}

size_t look_secrets_psk(const struct site *site, struct bytes identity,
			uint8_t psk[SESSION_PSK_MAX])
{
	char pid[PID_TEXT] = "", pps[PPS_LENGTH + 1];

	if (!site || !look_secrets_is_pid(identity))
		return 0;
	memcpy(pid, identity.p, PID_LENGTH);
	bool known = site_pps(site, pid, pps);

	if (known)
		memcpy(psk, pps, PPS_LENGTH);
	explicit_bzero(pps, sizeof pps);
	return known ? PPS_LENGTH : 0;
}
