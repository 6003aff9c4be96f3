/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * look_calls.c - http_next, soap_decode: requests wait in a row for their
 * answers, which come in the same order (RFC 9112, 9.3.2). See look_calls.h.
 */
#include "look_calls.h"

#include <string.h>

#include "http.h"
#include "look_body.h"
#include "look_runs.h"
#include "soap.h"

#define STATUS_INTERIM_LAST 199
#define STATUS_OK 200

struct calls_reader {
	struct sightings *sightings;
	struct budget *budget;
	size_t held;           /* bytes of bodies */
	struct http_head head; /* large, so kept here and not on the stack */
	struct soap soap;
};

/* A call that is not over. */
struct open_call {
	struct seen_call seen;
	char message_id[SOAP_NAME];
	bool asked, answered, answering; /* request, answer: came to its end; answer: began */
};

/* One direction. */
struct side {
	struct http_stream stream;
	struct body body;
	bool in_body; /* behind a head, of a message that is not interim */
	bool spoke;   /* a head was read */
};

struct dialogue {
	struct calls_reader *reader;
	struct address device;
	struct side side[2];
	GArray *open; /* struct open_call */
	struct runs *runs;
	struct seen_calls seen;
};

struct calls_reader *calls_reader_new(struct sightings *sightings, struct budget *budget)
{
	struct calls_reader *reader = g_new0(struct calls_reader, 1);

	reader->sightings = sightings;
	reader->budget = budget;
	return reader;
}

void calls_reader_free(struct calls_reader *reader)
{
	g_free(reader);
}

struct dialogue *dialogue_new(struct calls_reader *reader, const struct address *device,
			      bool decrypted)
{
	struct dialogue *d = g_new0(struct dialogue, 1);

	d->reader = reader;
	d->device = *device;
	d->seen.decrypted = decrypted;
	d->open = g_array_new(FALSE, TRUE, sizeof(struct open_call));
	d->runs = runs_new(reader->sightings, reader->budget, device);
	for (unsigned from = 0; from < 2; from++)
		body_open(&d->side[from].body, &reader->held);
	return d;
}

void dialogue_free(struct dialogue *d)
{
	if (!d)
		return;
	for (unsigned from = 0; from < 2; from++)
		body_close(&d->side[from].body);
	runs_free(d->runs);
	g_array_free(d->open, TRUE);
	g_free(d);
}

const char *look_keep_text(struct sightings *sightings, struct budget *budget,
			   const struct address *host, struct bytes text)
{
	g_autofree char *shown = g_strndup((const char *)text.p, text.n);

	for (char *c = shown; *c; c++)
		if (!g_ascii_isprint(*c))
			*c = '?';
	size_t room = sightings_new_text(sightings, shown);

	if (room && !budget_take(budget, BUDGET_WORDS, host, room))
		return NULL;
	return sightings_intern(sightings, shown);
}

static const char *keep(struct dialogue *d, struct bytes text, size_t most)
{
	return text.n ? look_keep_text(d->reader->sightings, d->reader->budget, &d->device,
				       bytes_of(text.p, MIN(text.n, most)))
		      : NULL;
}

static const char *keep_string(struct dialogue *d, const char *text)
{
	return keep(d, bytes_of(text, strlen(text)), SOAP_TEXT);
}

/* Queries may carry anything; an absolute form may begin with a name and a password. */
static struct bytes path_of(struct bytes target)
{
	size_t n = 0;

	if (target.n == 0 || target.p[0] != '/')
		return bytes_of(NULL, 0);
	while (n < target.n && target.p[n] != '?' && target.p[n] != '#' && target.p[n] != ';')
		n++;
	return bytes_of(target.p, n);
}

/* The beginning of what |heard| says, |offset| bytes behind it. */
static struct place place_of(const struct heard *heard, enum direction from, size_t offset,
			     size_t length)
{
	struct place place = heard->record;

	if (heard->connection)
		tcp_places(heard->connection, from, offset, length, &place, 1);
	return place;
}

static struct open_call *open_at(const struct dialogue *d, unsigned i)
{
	return i < d->open->len ? &g_array_index(d->open, struct open_call, i) : NULL;
}

/* Calls whose both halves are over leave the row in its order. */
static void close_calls(struct dialogue *d)
{
	const struct open_call *call;

	while ((call = open_at(d, 0)) && call->asked && call->answered) {
		runs_add(d->runs, &call->seen);
		g_array_remove_index(d->open, 0);
	}
}

static struct open_call *begin_call(struct dialogue *d)
{
	struct open_call *call;

	if (d->open->len == CALLS_OPEN_MAX)
		return NULL;
	g_array_set_size(d->open, d->open->len + 1);
	call = open_at(d, d->open->len - 1);
	call->seen.count = 1;
	d->seen.total++;
	return call;
}

/* The first call that waits for an answer, or one that nobody saw asked. */
static struct open_call *answered_call(struct dialogue *d)
{
	struct open_call *call;

	for (unsigned i = 0; (call = open_at(d, i)); i++)
		if (!call->answering)
			return call;
	call = begin_call(d);
	if (call)
		call->asked = true;
	return call;
}

/* The call whose answer, or whose request, is being read. */
static struct open_call *current_call(struct dialogue *d, enum direction from)
{
	struct open_call *call;

	for (unsigned i = 0; (call = open_at(d, i)); i++)
		if (from == FROM_CLIENT ? !call->asked : call->answering && !call->answered)
			return call;
	return NULL;
}

static void note_digest(struct dialogue *d, struct seen_call *call, const struct http_head *head)
{
	struct http_digest digest;

	if (!http_digest_of(&digest, head))
		return;
	if (head->response) {
		call->challenged = digest.has_nonce;
		call->stale = digest.stale;
	} else {
		call->authorized = digest.has_response;
		call->user = keep(d, digest.user, SOAP_NAME);
	}
	if (digest.realm.n)
		call->realm = keep(d, digest.realm, SOAP_NAME);
}

/* False when there are too many calls at once. */
static bool take_request(struct dialogue *d, const struct http_head *head, struct moment at,
			 struct place place)
{
	struct open_call *call = begin_call(d);

	if (!call)
		return false;
	http_requested(&d->side[FROM_SERVER].stream, head);
	call->seen.request = call->seen.last = at;
	call->seen.request_place = place;
	call->seen.verb = keep(d, head->method, SOAP_NAME);
	call->seen.path = keep(d, path_of(head->target), SOAP_TEXT);
	note_digest(d, &call->seen, head);
	return true;
}

/* An interim answer is not the answer. */
static bool take_answer(struct dialogue *d, const struct http_head *head, struct moment at,
			struct place place)
{
	struct open_call *call;

	if (head->status <= STATUS_INTERIM_LAST)
		return true;
	call = answered_call(d);
	if (!call)
		return false;
	call->answering = d->side[FROM_SERVER].in_body = true;
	call->seen.answer = call->seen.last = at;
	call->seen.answer_place = place;
	call->seen.status = head->status;
	note_digest(d, &call->seen, head);
	if (!d->seen.server)
		d->seen.server = keep(d, http_header(head, "Server", 0), SOAP_NAME);
	return true;
}

static bool take_head(struct dialogue *d, enum direction from, struct moment at, struct place place)
{
	const struct http_head *head = &d->reader->head;
	struct side *side = &d->side[from];

	side->spoke = true;
	side->in_body = from == FROM_CLIENT;
	body_begin(&side->body);
	if (head->response != (from == FROM_SERVER))
		return false;
	return head->response ? take_answer(d, head, at, place) : take_request(d, head, at, place);
}

/* What a body says that both of a pair may say: an answer alone still names the call. */
static void note_name(struct dialogue *d, struct seen_call *call, const struct soap *soap)
{
	if (!call->class)
		call->class = keep_string(d, soap->class);
	if (!call->method)
		call->method = keep_string(d, soap->method);
	call->secrets += soap->secrets;
}

static void note_result(struct dialogue *d, struct open_call *call, const struct soap *soap)
{
	struct seen_call *seen = &call->seen;

	seen->has_return_value = soap->has_return_value;
	seen->return_value = soap->return_value;
	seen->has_amt_status = soap->has_amt_status;
	seen->amt_status = soap->amt_status;
	seen->is_fault = soap->kind == SOAP_FAULT;
	seen->fault = keep_string(d, soap->fault);
	seen->reason = keep_string(d, soap->fault_reason);
	if (!*soap->relates_to || !*call->message_id)
		return;
	seen->related = strcmp(soap->relates_to, call->message_id) == 0;
	seen->misrelated = !seen->related;
}

/*
 * What the capture lacks was not left out by who sent it, and beside a refusal
 * a page for people is as good as an envelope.
 */
static void note_unread(struct dialogue *d, enum direction from, struct seen_call *call)
{
	const char *why = soap_refusal_text(d->reader->soap.refusal);

	if (!why || d->side[from].body.broken)
		return;
	if (from == FROM_CLIENT)
		call->request_unread = keep_string(d, why);
	else if (call->status == STATUS_OK)
		call->answer_unread = keep_string(d, why);
}

/* The body of a call, or of its answer, has come to its end. */
static void take_body(struct dialogue *d, enum direction from, struct open_call *call)
{
	const struct body *body = &d->side[from].body;
	struct soap *soap = &d->reader->soap;
	struct reader r = reader_over(body_bytes(body));

	if (body->n == 0 || !soap_looks_like(body_bytes(body)))
		return;
	soap_decode(soap, &r);
	if (body->too_long)
		soap->refusal = SOAP_TOO_LONG;
	note_unread(d, from, &call->seen);
	note_name(d, &call->seen, soap);
	if (from == FROM_CLIENT)
		memcpy(call->message_id, soap->message_id, sizeof call->message_id);
	else
		note_result(d, call, soap);
}

static void take_end(struct dialogue *d, enum direction from)
{
	struct side *side = &d->side[from];
	struct open_call *call = side->in_body ? current_call(d, from) : NULL;

	side->in_body = false;
	if (!call)
		return;
	take_body(d, from, call);
	if (from == FROM_CLIENT)
		call->asked = true;
	else
		call->answered = true;
	body_begin(&side->body);
	close_calls(d);
}

/* Nothing of this direction can be placed any more. */
static void lose(struct dialogue *d, enum direction from)
{
	struct side *side = &d->side[from];

	side->stream.state = HTTP_STOPPED;
	if (side->spoke)
		d->seen.lost[from] = true;
	else
		d->seen.foreign[from] = true;
	side->body.broken = true;
}

static bool take_step(struct dialogue *d, enum direction from, enum http_step step,
		      struct bytes piece, struct moment at, struct place place)
{
	switch (step) {
	case HTTP_HEAD:
		if (!take_head(d, from, at, place))
			lose(d, from);
		return true;
	case HTTP_BODY:
		body_add(&d->side[from].body, piece);
		return true;
	case HTTP_END:
		take_end(d, from);
		return true;
	case HTTP_LOST:
		lose(d, from);
		return true;
	case HTTP_MORE:
		break;
	}
	return false;
}

size_t dialogue_bytes(struct dialogue *d, enum direction from, struct bytes pending, bool over,
		      const struct heard *heard)
{
	struct http_stream *stream = &d->side[from].stream;
	struct http_head *head = &d->reader->head;
	struct reader r = reader_over(pending);
	struct place place = {0};
	enum http_step step;
	struct bytes piece;

	do {
		size_t before = rd_offset(&r);

		step = http_next(stream, &r, over, head, &piece);
		if (step == HTTP_HEAD)
			place = place_of(heard, from, before, rd_offset(&r) - before);
	} while (take_step(d, from, step, piece, heard->at, place));
	return over ? pending.n : rd_offset(&r);
}

void dialogue_gap(struct dialogue *d, enum direction from, uint64_t lost)
{
	struct side *side = &d->side[from];
	bool followed = side->stream.state != HTTP_STOPPED;

	http_gap(&side->stream, lost);
	side->body.broken = true;
	if (followed && side->stream.state == HTTP_STOPPED)
		d->seen.lost[from] = true;
}

/* What is half said is said so far. */
static void close_all(struct dialogue *d)
{
	for (unsigned from = 0; from < 2; from++) {
		d->side[from].body.broken = true;
		take_end(d, from);
	}
	for (unsigned i = 0; i < d->open->len; i++)
		open_at(d, i)->asked = open_at(d, i)->answered = true;
	close_calls(d);
}

struct seen_calls *dialogue_end(struct dialogue *d)
{
	const struct seen_calls *seen = &d->seen;
	struct seen_calls *kept;

	close_all(d);
	if (seen->total == 0 && !seen->foreign[0] && !seen->foreign[1])
		return NULL;
	kept = sightings_room(d->reader->sightings, sizeof *kept);
	*kept = *seen;
	runs_keep(d->runs, kept);
	return kept;
}
