/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay_tls.c - OpenSSL in the device's place: TLS-PSK, up to TLS 1.2.
 *
 * A session cannot be played as it was recorded, for every one is encrypted
 * anew. With the PPS in the records it can be held, and that it opens proves
 * that the server has the same key; what is asked then is answered by the
 * calls that the case keeps. Source: RFC 4279.
 */
#include "replay_tls.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <string.h>

/* PID and PPS of the session at hand; OpenSSL's callback gets it from the session. */
struct key {
	const struct site *site;
	const char *pid;
	bool asked, known;
};

static unsigned give_pps(SSL *ssl, const char *identity, unsigned char *psk, unsigned max)
{
	struct key *key = SSL_get_app_data(ssl);
	char pps[PPS_LENGTH + 1];

	key->asked = true;
	if (strcmp(identity, key->pid) != 0 || max < PPS_LENGTH ||
	    !site_pps(key->site, key->pid, pps))
		return 0;
	key->known = true;
	memcpy(psk, pps, PPS_LENGTH);
	explicit_bzero(pps, sizeof pps);
	return PPS_LENGTH;
}

static SSL_CTX *new_context(void)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());

	/* What devices of those years speak, old suites and versions too. */
	SSL_CTX_set_security_level(context, 0);
	SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
	SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
	SSL_CTX_set_cipher_list(context, "PSK:@SECLEVEL=0");
	SSL_CTX_set_psk_server_callback(context, give_pps);
	return context;
}

static char *in_words(SSL *ssl, int done, const struct key *key)
{
	const char *why = ERR_reason_error_string(ERR_peek_error());

	if (done == 1)
		return g_strdup_printf("TLS-PSK opened (%s, %s): the server has this PPS",
				       SSL_get_version(ssl), SSL_get_cipher_name(ssl));
	if (key->asked && !key->known)
		return g_strdup("TLS-PSK with another PID, or one whose PPS is not in the records");
	return g_strdup_printf("TLS-PSK failed: %s", why ? why : "the server went away");
}

static int64_t now_ms(void)
{
	return g_get_monotonic_time() / 1000;
}

/* The socket does not block, so that whoever sends a byte a second holds nobody up. */
static void stop_blocking(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/* Waits for what OpenSSL lacks to go on after |done|. False when that will not come. */
static bool wait_for_more(SSL *ssl, int done, int64_t until)
{
	int why = SSL_get_error(ssl, done);
	int64_t left = MIN(until - now_ms(), ANSWERING_PAUSE_MS);

	if ((why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) || left <= 0)
		return false;
	short events = why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;

	return poll(&(struct pollfd){.fd = SSL_get_fd(ssl), .events = events}, 1, (int)left) == 1;
}

static int accept_within(SSL *ssl, int64_t until)
{
	int done;

	do
		done = SSL_accept(ssl);
	while (done != 1 && wait_for_more(ssl, done, until));
	return done;
}

static bool say(SSL *ssl, const GString *words, int64_t until)
{
	int n = 1;

	if (!words->len)
		return true;
	do
		n = SSL_write(ssl, words->str, (int)words->len);
	while (n <= 0 && wait_for_more(ssl, n, until));
	return n > 0;
}

/* Until the server goes, or nothing more is to be said to it. */
static void answer_all(SSL *ssl, struct answering *answering, int64_t until, size_t budget)
{
	uint8_t buffer[4096];
	bool more = true;

	while (more && budget) {
		int n = SSL_read(ssl, buffer, (int)MIN(sizeof buffer, budget));

		if (n <= 0) {
			more = wait_for_more(ssl, n, until);
			continue;
		}
		g_autoptr(GString) words = g_string_new(NULL);

		budget -= (size_t)n;
		more = answering_hear(answering, bytes_of(buffer, (size_t)n), words);
		more = say(ssl, words, until) && more;
	}
	explicit_bzero(buffer, sizeof buffer);
}

/* Takes |words|. */
static char *with_answers(char *words, SSL *ssl, struct answers *answers, int64_t until,
			  size_t budget)
{
	struct answering *answering = answering_new(answers);

	answer_all(ssl, answering, until, budget);
	g_autofree char *answered = answering_words(answering), *opened = words;

	answering_free(answering);
	return g_strdup_printf("%s; %s", opened, answered);
}

char *replay_tls(int fd, const struct site *site, const char *pid, struct answers *answers,
		 int limit, size_t budget)
{
	struct key key = {.site = site, .pid = pid};
	int64_t until = now_ms() + limit;
	SSL_CTX *context = new_context();
	SSL *ssl = SSL_new(context);
	char *words;
	int done;

	ERR_clear_error();
	SSL_set_app_data(ssl, &key);
	SSL_set_fd(ssl, fd);
	stop_blocking(fd);
	done = accept_within(ssl, until);
	words = in_words(ssl, done, &key);
	if (done == 1 && answers->list->len)
		words = with_answers(words, ssl, answers, until, budget);
	SSL_shutdown(ssl);
	SSL_free(ssl);
	SSL_CTX_free(context);
	ERR_clear_error();
	return words;
}
