/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * web.c - the verbs call, answer and data: HTTP, in the clear or inside a session.
 *
 * A call is asked, challenged where the client has no nonce yet, asked again
 * and answered; options leave out, spoil or keep back a part of that.
 * Formats: RFC 9112, 7616.
 */
#include "web.h"

#include "crypto.h"
#include "secure.h"
#include "stream.h"
#include "verbs.h"

#include <string.h>

#define REALM "Digest:F3EB554784E729164447A89F60B641C5"
#define CNONCE "5e1f0c2a9b7d4386"
#define NONCE_LENGTH 24 /* 32 characters of base64 */
#define MD5_TEXT 33
#define SERVER "Intel(R) Active Management Technology 7.1.4"
#define REFUSAL \
	"Log on failed. Incorrect user name or password, or user account temporarily locked."
#define ANSWER_TIME 20000000 /* ns: firmware is slow */

void web_free(struct web *web)
{
	if (!web)
		return;
	g_ptr_array_unref(web->waiting);
	g_free(web);
}

static void free_bytes(gpointer bytes)
{
	g_byte_array_unref(bytes);
}

static struct web *web_of(struct connection *c)
{
	if (!c->web) {
		c->web = g_new0(struct web, 1);
		c->web->waiting = g_ptr_array_new_with_free_func(free_bytes);
	}
	return c->web;
}

/* A call on its way: what the line says of its HTTP. */
struct errand {
	struct scene *scene;
	struct connection *c;
	struct web *web;
	struct call call;
	const char *user, *password, *authorization;
	bool typed, expects;
	uint64_t chunks, status;
	const char *body; /* of the answer, instead of the right one */
};

static char *nonce_text(const struct errand *e)
{
	uint8_t bytes[NONCE_LENGTH];

	crypto_noise(bytes, sizeof bytes, "nonce", e->c->number << 8 | e->web->nonce);
	return g_base64_encode(bytes, sizeof bytes);
}

static void md5(char hex[MD5_TEXT], const char *text)
{
	GByteArray *bytes = g_byte_array_new();
	uint8_t digest[HASH_MAX];

	put_bytes(bytes, text, strlen(text));
	crypto_hash(digest, EVP_md5(), bytes);
	for (unsigned i = 0; i < MD5_TEXT / 2; i++)
		g_snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	g_byte_array_unref(bytes);
}

/* RFC 7616, 3.4.1, with qop=auth. */
static void put_authorization(GString *out, struct errand *e, const char *path)
{
	char a1[MD5_TEXT], a2[MD5_TEXT], response[MD5_TEXT], *nonce = nonce_text(e);
	char *first = g_strdup_printf("%s:%s:%s", e->user, REALM, e->password);
	char *second = g_strdup_printf("POST:%s", path), *whole;

	e->web->uses++;
	md5(a1, first);
	md5(a2, second);
	whole = g_strdup_printf("%s:%s:%08x:%s:auth:%s", a1, nonce, e->web->uses, CNONCE, a2);
	md5(response, whole);
	g_string_append_printf(out,
			       "Authorization: Digest username=\"%s\",realm=\"%s\",nonce=\"%s\","
			       "uri=\"%s\",qop=auth,response=\"%s\",nc=%08x,cnonce=\"%s\"\r\n",
			       e->user, REALM, nonce, path, response, e->web->uses, CNONCE);
	g_free(whole);
	g_free(second);
	g_free(first);
	g_free(nonce);
}

static void put_type(GString *out, const struct errand *e)
{
	if (e->typed)
		g_string_append_printf(out, "Content-Type: %s\r\n",
				       e->call.old ? "text/xml; charset=utf-8"
						   : "application/soap+xml; charset=UTF-8");
	if (e->call.old && e->typed) {
		char *action = envelope_action(&e->call);

		g_string_append_printf(out, "SOAPAction: %s\r\n", action);
		g_free(action);
	}
}

static void say_text(struct errand *e, enum side side, const char *text)
{
	GByteArray *bytes = g_byte_array_new();

	put_bytes(bytes, text, strlen(text));
	secure_say(e->scene, e->c, side, bytes);
	g_byte_array_unref(bytes);
}

/* Head and body travel together, unless the client waits for leave to send the body. */
static void ask(struct errand *e, bool authorized)
{
	char *path = envelope_path(&e->call), *body = envelope_request(&e->call);
	GString *out = g_string_new(NULL);

	g_string_printf(out, "POST %s HTTP/1.1\r\n", path);
	if (authorized)
		put_authorization(out, e, path);
	g_string_append_printf(out, "Host: device:%u\r\n", e->c->port[SIDE_SERVER]);
	put_type(out, e);
	if (e->expects)
		g_string_append(out, "Expect: 100-continue\r\n");
	g_string_append_printf(out, "Content-Length: %zu\r\n\r\n", strlen(body));
	if (e->expects) {
		say_text(e, SIDE_CLIENT, out->str);
		say_text(e, SIDE_SERVER, "HTTP/1.1 100 Continue\r\n\r\n");
		g_string_truncate(out, 0);
	}
	g_string_append(out, body);
	say_text(e, SIDE_CLIENT, out->str);
	g_string_free(out, TRUE);
	g_free(body);
	g_free(path);
}

/* A new nonce; |stale|: the password was right, the nonce too old. */
static void challenge(struct errand *e, bool stale, const char *text)
{
	e->web->nonce++;
	e->web->uses = 0;
	char *nonce = nonce_text(e);
	char *body = g_strdup_printf("<html><body>%s</body></html>", text);
	char *whole = g_strdup_printf(
		"HTTP/1.1 401 Unauthorized\r\n"
		"WWW-Authenticate: Digest realm=\"%s\", nonce=\"%s\",stale=\"%s\",qop=\"auth\"\r\n"
		"Content-Type: text/html\r\nServer: %s\r\nContent-Length: %zu\r\n\r\n%s",
		REALM, nonce, stale ? "true" : "false", SERVER, strlen(body), body);

	scene_wait(e->scene, ANSWER_TIME);
	say_text(e, SIDE_SERVER, whole);
	g_free(whole);
	g_free(body);
	g_free(nonce);
}

static const char *status_text(uint64_t status)
{
	return status == 200   ? "OK"
	       : status == 400 ? "Bad Request"
	       : status == 404 ? "Not Found"
	       : status == 500 ? "Internal Server Error"
			       : "Something Else";
}

static void put_chunks(GString *out, const char *body, uint64_t chunks)
{
	size_t n = strlen(body), part = n / chunks;

	for (uint64_t i = 0; i < chunks; i++) {
		size_t length = i + 1 < chunks ? part : n - i * part;

		g_string_append_printf(out, "%zX\r\n%.*s\r\n", length, (int)length,
				       body + i * part);
	}
	g_string_append(out, "0\r\n\r\n");
}

static GByteArray *answer_bytes(struct errand *e)
{
	char *body = e->body ? g_strcompress(e->body) : envelope_answer(&e->call);
	GString *out = g_string_new(NULL);
	GByteArray *bytes = g_byte_array_new();

	g_string_printf(out, "HTTP/1.1 %u %s\r\n", (unsigned)e->status, status_text(e->status));
	if (e->typed)
		g_string_append_printf(out, "Content-Type: %s\r\n",
				       e->call.old ? "text/xml; charset=utf-8"
						   : "application/soap+xml; charset=UTF-8");
	g_string_append(out, "Server: " SERVER "\r\n");
	if (e->chunks) {
		g_string_append(out, "Transfer-Encoding: chunked\r\n\r\n");
		put_chunks(out, body, e->chunks);
	} else {
		g_string_append_printf(out, "Content-Length: %zu\r\n\r\n%s", strlen(body), body);
	}
	put_bytes(bytes, out->str, out->len);
	g_string_free(out, TRUE);
	g_free(body);
	return bytes;
}

/* Says what has waited, the oldest first. */
static void say_answers(struct scene *scene, struct connection *c)
{
	struct web *web = web_of(c);

	for (unsigned i = 0; i < web->waiting->len; i++) {
		scene_wait(scene, ANSWER_TIME);
		secure_say(scene, c, SIDE_SERVER, web->waiting->pdata[i]);
	}
	g_ptr_array_set_size(web->waiting, 0);
}

/* True: the request was heard, and is to be answered. */
static bool ask_and_log_in(struct errand *e, const struct line *line)
{
	const char *how = e->authorization;
	bool open = !strcmp(how, "open"), refused = !strcmp(how, "refused");

	if (!strcmp(how, "none") || (!open && !e->web->nonce)) {
		ask(e, false);
		challenge(e, false, "401 Unauthorized");
		if (!strcmp(how, "none"))
			return false;
	}
	ask(e, !open);
	if (refused || !strcmp(how, "stale")) {
		challenge(e, !refused, refused ? REFUSAL : "401 Unauthorized");
		if (refused)
			return false;
		ask(e, true);
	} else if (!open && strcmp(how, "yes") != 0) {
		line_fail(line, "auth is one of yes, open, none, refused, stale; not %s", how);
	}
	return true;
}

/* Words behind the method: Name=value of the request, :Name=value of the answer. */
static void read_values(struct call *call, const struct line *line)
{
	call->inputs = g_ptr_array_new();
	call->outputs = g_ptr_array_new();
	for (unsigned i = 4; i < line->words->len; i++) {
		char *word = (char *)line_word(line, i);
		bool answer = *word == ':';

		g_ptr_array_add(answer ? call->outputs : call->inputs, word + answer);
	}
}

static void read_call(struct call *call, struct web *web, struct line *line)
{
	const char *dialect = line_option(line, "dialect", "wsman");

	call->class = line_word(line, 2);
	call->method = line_word(line, 3);
	call->old = !strcmp(dialect, "soap");
	if (!call->old && strcmp(dialect, "wsman"))
		line_fail(line, "neither wsman nor soap: %s", dialect);
	read_values(call, line);
	call->value = line_option(line, "return", "0");
	call->fault = line_option(line, "fault", NULL);
	call->reason = line_option(line, "reason", "The request was refused.");
	call->amt_status = line_option(line, "amtstatus", NULL);
	call->id = ++web->calls;
	call->relates = line_option(line, "relates", NULL);
	if (!call->relates) {
		char *own = g_strdup_printf("%u", call->id);

		call->relates = g_intern_string(own);
		g_free(own);
	}
	call->answer = ++web->answers;
}

static struct errand read_exchange(struct scene *scene, struct line *line)
{
	struct errand e = {.scene = scene};

	e.c = scene_connection(scene, line, line_word(line, 1));
	e.web = web_of(e.c);
	read_call(&e.call, e.web, line);
	e.user = line_option(line, "user", "admin");
	e.password = line_option(line, "password", "P@ssw0rd");
	e.authorization = line_option(line, "auth", "yes");
	e.typed = !strcmp(line_option(line, "type", "yes"), "yes");
	e.expects = !strcmp(line_option(line, "expect", "no"), "yes");
	e.chunks = line_number(line, "chunks", e.call.old ? 0 : 1);
	e.status = line_number(line, "status", e.call.fault ? 400 : 200);
	e.body = line_option(line, "body", NULL);
	return e;
}

void verb_call(struct scene *scene, struct line *line)
{
	struct errand e = read_exchange(scene, line);
	const char *answer = line_option(line, "answer", "yes");

	if (ask_and_log_in(&e, line) && strcmp(answer, "none") != 0) {
		g_ptr_array_add(e.web->waiting, answer_bytes(&e));
		if (strcmp(answer, "later") != 0)
			say_answers(scene, e.c);
	}
	g_ptr_array_unref(e.call.inputs);
	g_ptr_array_unref(e.call.outputs);
}

void verb_answer(struct scene *scene, struct line *line)
{
	say_answers(scene, scene_connection(scene, line, line_word(line, 1)));
}

/* Bytes, or as many of noise as a number says. */
void verb_data(struct scene *scene, struct line *line)
{
	struct connection *c = scene_connection(scene, line, line_word(line, 1));
	enum side side = stream_side(line, line_word(line, 2));
	const char *text = line_word(line, 3);
	GByteArray *bytes;

	if (strchr(text, ':')) {
		bytes = line_bytes(line, text);
	} else {
		bytes = g_byte_array_new();
		g_byte_array_set_size(bytes, (guint)line_count(line, text));
		crypto_noise(bytes->data, bytes->len, "data", c->next[side]);
	}
	secure_say(scene, c, side, bytes);
	g_byte_array_unref(bytes);
}
