/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_visit.c - a call-back from the device's side: TLS, log-in, calls.
 *
 * The challenge is that of AMT: no algorithm, which means MD5, and no opaque.
 * Answers come in chunks, as its web server sends them.
 */
#include "device.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lab_clock.h"
#include "words.h"

#define PORT_TLS 16993
#define TEXT 256

static unsigned refused; /* log-ins since the device started */

static struct wishes wishes_of(void)
{
	bool pki = word_number("hello", 2) == 3;
	const char *library = word("library", "openssl");
	const char *suites = pki ? "AES128-SHA:AES256-SHA" : "PSK-AES128-CBC-SHA";

	return (struct wishes){
		.serves = true,
		.by_certificate = word_number("by-certificate", pki),
		.library = library,
		.oldest = word("tls-oldest", "1.0"),
		.newest = word("tls-newest", pki ? "1.2" : "1.1"),
		.suites = word("suites", suites),
		.identity = word("own-pid", word("pid", "0000037M")),
		.key = word("pps", "NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ"),
		.hint = word("hint", ""),
		.chain_file = word("certificate", NULL),
		.key_file = word("key", NULL),
		.judge = word_number("demand-chain", 1) ? chain_judge : NULL,
		.mute = word_number("mute", 0),
	};
}

static void new_nonce(char *nonce)
{
	unsigned char random[12];

	RAND_bytes(random, sizeof random);
	for (unsigned i = 0; i < sizeof random; i++)
		snprintf(nonce + 2 * i, 3, "%02X", random[i]);
}

/* Is the Authorization of |message| that of the administrator, with this |nonce|? */
static bool may_enter(const struct message *message, const char *nonce)
{
	char header[1024], user[TEXT], realm[TEXT], given[TEXT], uri[TEXT], count[TEXT],
		cnonce[TEXT], response[TEXT], right[DIGEST_TEXT];

	http_header(message, "Authorization", header, sizeof header);
	digest_parameter(header, "username", user, TEXT);
	digest_parameter(header, "realm", realm, TEXT);
	digest_parameter(header, "nonce", given, TEXT);
	digest_parameter(header, "uri", uri, TEXT);
	digest_parameter(header, "nc", count, TEXT);
	digest_parameter(header, "cnonce", cnonce, TEXT);
	digest_parameter(header, "response", response, TEXT);
	if (!*header || strcmp(given, nonce) != 0)
		return false;
	digest_response(&(struct digest){user, word("password", "admin"), realm, nonce, count,
					 cnonce, "POST", uri},
			right);
	return strcmp(user, "admin") == 0 && strcmp(response, right) == 0 &&
	       refused < (unsigned)word_number("locks-after", 1000);
}

static bool send_challenge(struct link *link, const char *nonce)
{
	static const char page[] = "<HTML><BODY>Log on failed. Incorrect user name or password, or "
				   "user account temporarily locked.</BODY></HTML>";
	char text[1024];
	int n = snprintf(text, sizeof text,
			 "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"%s\", "
			 "nonce=\"%s\",stale=\"false\",qop=\"auth\"\r\nContent-Type: text/html\r\n"
			 "Server: AMT\r\nContent-Length: %zu\r\n\r\n%s",
			 word("realm", REALM), nonce, sizeof page - 1, page);

	return link_write_all(link, text, (size_t)n);
}

static bool send_answer(struct link *link, int status, const char *body)
{
	static char text[HTTP_BODY + HTTP_HEAD];
	int n = snprintf(text, sizeof text,
			 "HTTP/1.1 %d %s\r\nContent-Type: application/soap+xml; charset=UTF-8\r\n"
			 "Server: AMT\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n0\r\n\r\n",
			 status, status == 200 ? "OK" : "Refused", strlen(body), body);

	return link_write_all(link, text, (size_t)n);
}

/* Serves one call after the log-in. */
static enum answer serve_call(struct link *link, const struct message *call)
{
	static char body[HTTP_BODY];
	int status;
	enum answer answer = answer_call(call, &status, body, sizeof body);

	if (answer == ANSWER_SILENCE)
		lab_rest(word_seconds("silence-seconds", 4));
	if ((answer == ANSWER_SENT || answer == ANSWER_COMMITTED) &&
	    !send_answer(link, status, body))
		return ANSWER_CLOSE;
	return answer;
}

static enum answer serve_calls(struct link *link, bool *committed)
{
	static struct message call;
	static char nonce[25]; /* lasts: MeshCentral answers it on its next connection */
	enum answer answer;

	if (!*nonce)
		new_nonce(nonce);
	while (http_read(link, &call)) {
		if (!may_enter(&call, nonce)) {
			char header[8];

			http_header(&call, "Authorization", header, sizeof header);
			refused += *header != '\0';
			if (*header)
				say("log-in %u refused", refused);
			if (!send_challenge(link, nonce))
				return ANSWER_CLOSE;
			continue;
		}
		answer = serve_call(link, &call);
		*committed = *committed || answer == ANSWER_COMMITTED;
		if (answer != ANSWER_SENT && answer != ANSWER_COMMITTED)
			return answer;
	}
	return ANSWER_CLOSE;
}

/* Whatever comes is no request to a server of HTTP that knows no TLS. */
static enum visit visit_refuse(int fd)
{
	static const char page[] = "HTTP/1.1 400 Bad Request\r\nServer: AMT\r\n"
				   "Content-Length: 0\r\nConnection: close\r\n\r\n";
	char request[HTTP_HEAD];

	recv(fd, request, sizeof request, 0);
	send(fd, page, sizeof page - 1, MSG_NOSIGNAL);
	close(fd);
	return VISIT_FAILED;
}

enum visit visit_serve(int fd, int port)
{
	struct wishes wishes = wishes_of();
	struct timeval patience = {.tv_sec = 8};
	bool plain = port != PORT_TLS, committed = false;
	int now = 1;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
	say("called at %d", port);
	if (!plain && word_number("no-tls", 0))
		return visit_refuse(fd);
	struct link *link = plain ? link_plain(fd) : link_secure(fd, &wishes);

	if (!link)
		return VISIT_FAILED;
	enum answer answer = serve_calls(link, &committed);

	link->abrupt = answer == ANSWER_RESET || answer == ANSWER_REBOOT;
	link_close(link);
	if (committed)
		return VISIT_PROVISIONED;
	return answer == ANSWER_REBOOT ? VISIT_REBOOT : VISIT_FAILED;
}
