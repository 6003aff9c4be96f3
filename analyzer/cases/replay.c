/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay.c - connect, say hello, listen, answer; see replay.h.
 *
 * Sockets block, but for no longer than a second each, and the whole for no
 * longer than was asked for: plain calls read as what the device does.
 */
#include "replay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "answer_http.h"
#include "replay_tls.h"
#include "tls.h"

enum {
	CONNECT_MS = 3000,
	QUIET_MS = 1000,           /* nothing more comes from the other side */
	RECEIVED_MAX = 256 * 1024, /* of one call */
	LISTENING_MAX = 4,
	CALLS_MAX = 8,
	TALKING_MS = 20000, /* with callers, behind what is waited for them */
};

union end {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

struct playing {
	const struct script *script;
	const struct replay_options *options;
	FILE *out;
	struct replayed *replayed;
	struct pollfd listening[LISTENING_MAX];
	uint16_t port[LISTENING_MAX]; /* of each */
	unsigned listening_count;
	int64_t since; /* the hello, milliseconds */
	int64_t until; /* when everything ends, whatever the other side does */
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static socklen_t make_end(union end *end, const struct address *a, uint16_t port)
{
	memset(end, 0, sizeof *end);
	if (address_is_v4(a)) {
		end->v4.sin_family = AF_INET;
		end->v4.sin_port = htons(port);
		memcpy(&end->v4.sin_addr, a->b + ADDRESS_V4_PREFIX, 4);
		return sizeof end->v4;
	}
	end->v6.sin6_family = AF_INET6;
	end->v6.sin6_port = htons(port);
	memcpy(&end->v6.sin6_addr, a->b, sizeof a->b);
	return sizeof end->v6;
}

static void limit_waiting(int fd)
{
	const struct timeval second = {.tv_sec = QUIET_MS / 1000};

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second);
}

static enum answer answer_of(int error)
{
	if (error == 0)
		return ANSWER_ACCEPTED;
	if (error == ECONNREFUSED)
		return ANSWER_REFUSED;
	return error == EHOSTUNREACH || error == ENETUNREACH ? ANSWER_UNREACHABLE : ANSWER_NONE;
}

/* A connected socket, or one on which |answer| says what came instead. */
static int dial(const struct replay_options *options, enum answer *answer)
{
	union end end;
	socklen_t length = make_end(&end, &options->to, options->port);
	int fd = socket(end.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int error = 0;
	socklen_t size = sizeof error;

	*answer = ANSWER_NONE;
	if (fd < 0)
		return -1;
	if (connect(fd, &end.any, length) != 0 && errno != EINPROGRESS)
		error = errno;
	else if (poll(&(struct pollfd){.fd = fd, .events = POLLOUT}, 1, CONNECT_MS) != 1)
		error = ETIMEDOUT;
	else
		getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
	*answer = answer_of(error);
	return fd;
}

/* Listens on |port| at the address from which |fd| is connected: that is where the server calls. */
static void listen_on(struct playing *p, int fd, uint16_t port)
{
	union end end;
	socklen_t length = sizeof end;
	int listening, on = 1;

	if (getsockname(fd, &end.any, &length) != 0 || p->listening_count == LISTENING_MAX)
		return;
	if (end.any.sa_family == AF_INET)
		end.v4.sin_port = htons(port);
	else
		end.v6.sin6_port = htons(port);
	listening = socket(end.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (listening < 0 || bind(listening, &end.any, length) != 0 ||
	    listen(listening, CALLS_MAX) != 0) {
		fprintf(p->out, "call-back: port %u is not ours to listen on: %s\n", port,
			g_strerror(errno));
		p->replayed->not_listening = true;
		if (listening >= 0)
			close(listening);
		return;
	}
	p->port[p->listening_count] = port;
	p->listening[p->listening_count++] = (struct pollfd){.fd = listening, .events = POLLIN};
}

/* The ports that were called, or those where calls usually come. */
static void listen_where_called(struct playing *p, int fd)
{
	const struct script *script = p->script;

	for (enum service service = SERVICE_HELLO + 1; service < SERVICES; service++)
		if (service != SERVICE_REDIRECTION)
			listen_on(p, fd, script->ports[service]);
}

static bool send_all(const struct playing *p, int fd, const GByteArray *bytes)
{
	size_t sent = 0;

	while (sent < bytes->len) {
		if (now_ms() > p->until)
			return false;
		ssize_t n = send(fd, bytes->data + sent, bytes->len - sent, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		sent += (size_t)n;
	}
	return true;
}

static const char *const answer_words[] = {
	[ANSWER_NONE] = "no answer",
	[ANSWER_ACCEPTED] = "accepted",
	[ANSWER_REFUSED] = "refused",
	[ANSWER_UNREACHABLE] = "unreachable",
};

/* The connection and the hello on it. False when there is nothing to wait for. */
static bool say_hello(struct playing *p)
{
	enum answer answer;
	int fd = dial(p->options, &answer);
	char text[ADDRESS_TEXT];

	p->replayed->answer = answer;
	fprintf(p->out, "hello: %s port %u: %s\n", address_text(&p->options->to, text),
		p->options->port, answer_words[answer]);
	if (answer == ANSWER_ACCEPTED) {
		listen_where_called(p, fd);
		limit_waiting(fd);
		bool sent = send_all(p, fd, p->script->hello);

		fprintf(p->out, "hello: %u bytes %s\n", p->script->hello->len,
			sent ? "sent" : "not taken");
	}
	p->since = now_ms();
	if (fd >= 0)
		close(fd);
	return answer == ANSWER_ACCEPTED;
}

/* Reads until the other side is silent; gives how many bytes came. */
static size_t hear(const struct playing *p, int fd, size_t *budget)
{
	uint8_t buffer[4096];
	size_t heard = 0;
	ssize_t n = 1;

	while (*budget && n > 0 && now_ms() < p->until &&
	       poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, QUIET_MS) == 1) {
		n = recv(fd, buffer, MIN(sizeof buffer, *budget), 0);
		heard += n > 0 ? (size_t)n : 0;
		*budget -= n > 0 ? (size_t)n : 0;
		/* A request in one piece is the usual; more comes while there is more. */
		if (n > 0 && (size_t)n < sizeof buffer)
			break;
	}
	return heard;
}

/* The recorded answers, each when something was asked. */
static void answer_as_recorded(struct playing *p, int fd, const struct call *call)
{
	size_t heard = 0, sent = 0, budget = RECEIVED_MAX;

	for (guint i = 0; i < call->turns->len; i++) {
		const struct turn *turn = call->turns->pdata[i];

		if (!turn->device) {
			size_t n = hear(p, fd, &budget);

			heard += n;
			if (!n)
				break;
		} else if (!send_all(p, fd, turn->bytes)) {
			break;
		} else {
			sent += turn->bytes->len;
		}
	}
	fprintf(p->out, "call-back: %zu bytes heard, %zu answered as recorded\n", heard, sent);
}

/* Plain HTTP that the case does not have byte by byte: what it keeps of its calls. */
static void answer_as_kept(struct playing *p, int fd)
{
	struct answering *answering = answering_new(p->script->answers);
	uint8_t buffer[4096];
	size_t budget = RECEIVED_MAX;
	bool more = true;

	while (more && budget && now_ms() < p->until) {
		int patience = (int)MIN(p->until - now_ms(), ANSWERING_PAUSE_MS);
		ssize_t n = poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, patience);

		if (n == 1)
			n = recv(fd, buffer, MIN(sizeof buffer, budget), 0);
		if (n <= 0)
			break;
		GString *words = g_string_new(NULL);

		budget -= (size_t)n;
		more = answering_hear(answering, bytes_of(buffer, (size_t)n), words);
		GByteArray *bytes = g_byte_array_append(g_byte_array_new(), (guint8 *)words->str,
							(guint)words->len);

		more = send_all(p, fd, bytes) && more;
		g_byte_array_unref(bytes);
		g_string_free(words, TRUE);
	}
	explicit_bzero(buffer, sizeof buffer);
	g_autofree char *answered = answering_words(answering);

	answering_free(answering);
	fprintf(p->out, "call-back: %s\n", answered);
}

static const struct call *recorded_call(const struct script *script, uint16_t port, unsigned nth)
{
	for (guint i = 0; i < script->calls->len; i++) {
		const struct call *call = script->calls->pdata[i];

		if (call->port == port && nth-- == 0)
			return call;
	}
	return NULL;
}

static bool begins_tls(int fd)
{
	uint8_t start[TLS_RECORD_HEADER];
	ssize_t n = recv(fd, start, sizeof start, MSG_PEEK);

	return n >= (ssize_t)sizeof start && tls_looks_like(bytes_of(start, sizeof start));
}

static void answer_call(struct playing *p, int fd, uint16_t port)
{
	const struct call *call = recorded_call(p->script, port, 0);
	size_t budget = RECEIVED_MAX;

	limit_waiting(fd);
	if (begins_tls(fd)) {
		bool keys = p->options->site && p->script->pid[0];
		int left = (int)MAX(p->until - now_ms(), 0);
		g_autofree char *words = keys ? replay_tls(fd, p->options->site, p->script->pid,
							   p->script->answers, left, RECEIVED_MAX)
					      : g_strdup("TLS; no PPS at hand to answer it with");

		fprintf(p->out, "call-back: %s\n", words);
	} else if (call) {
		answer_as_recorded(p, fd, call);
	} else if (p->script->answers->list->len) {
		answer_as_kept(p, fd);
	} else {
		fprintf(p->out, "call-back: %zu bytes heard, nothing recorded to answer\n",
			hear(p, fd, &budget));
	}
}

static void accept_call(struct playing *p, const struct pollfd *listening, uint16_t port)
{
	int fd = accept4(listening->fd, NULL, NULL, SOCK_CLOEXEC);
	int64_t after = now_ms() - p->since;

	if (fd < 0)
		return;
	p->replayed->calls++;
	fprintf(p->out, "call-back: to port %u, %" G_GINT64_FORMAT ".%03u s after the hello\n",
		port, after / 1000, (unsigned)(after % 1000));
	answer_call(p, fd, port);
	close(fd);
}

static void wait_for_calls(struct playing *p)
{
	int64_t until = p->since + p->options->wait * INT64_C(1000), left;

	while ((left = until - now_ms()) > 0 && p->replayed->calls < CALLS_MAX &&
	       p->listening_count) {
		/* Behind the first call only a moment: the server may call again at once. */
		int patience = p->replayed->calls ? MIN((int)left, 2 * QUIET_MS) : (int)left;

		if (poll(p->listening, p->listening_count, patience) <= 0)
			break;
		for (unsigned i = 0; i < p->listening_count; i++)
			if (p->listening[i].revents & POLLIN)
				accept_call(p, &p->listening[i], p->port[i]);
	}
	if (!p->replayed->calls)
		fprintf(p->out, "call-back: none in %u s\n", p->options->wait);
}

bool replay(const struct script *script, const struct replay_options *options, FILE *out,
	    struct replayed *replayed, GError **error)
{
	struct playing p = {.script = script, .options = options, .out = out, .replayed = replayed};

	p.until = now_ms() + CONNECT_MS + options->wait * INT64_C(1000) + TALKING_MS;
	*replayed = (struct replayed){0};
	if (!script->hello->len) {
		g_set_error_literal(error, CASE_ERROR, CASE_ERROR_READ,
				    "the case has no hello to play");
		return false;
	}
	if (say_hello(&p))
		wait_for_calls(&p);
	for (unsigned i = 0; i < p.listening_count; i++)
		close(p.listening[i].fd);
	return true;
}
