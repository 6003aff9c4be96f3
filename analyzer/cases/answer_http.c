/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer_http.c - http_next, soap_decode, answers_take; see answer_http.h. */
#include "answer_http.h"

#include <string.h>

#include "answer_write.h"
#include "http.h"
#include "look_body.h"

struct answering {
	struct answers *answers;
	struct http_stream stream;
	struct http_head head;
	struct soap soap;
	struct body heard, body; /* what is not a whole head yet; the body of a request */
	size_t held;
	unsigned requests, recorded, unrecorded, challenged;
	bool authorized, closes, over;
};

struct answering *answering_new(struct answers *answers)
{
	struct answering *a = g_new0(struct answering, 1);

	a->answers = answers;
	body_open(&a->heard, &a->held);
	body_open(&a->body, &a->held);
	return a;
}

void answering_free(struct answering *a)
{
	if (!a)
		return;
	body_close(&a->heard);
	body_close(&a->body);
	explicit_bzero(a, sizeof *a);
	g_free(a);
}

static void take_head(struct answering *a, GString *out)
{
	struct http_digest digest;

	body_begin(&a->body);
	a->authorized = http_digest_of(&digest, &a->head) && digest.has_response;
	a->closes = http_is(http_header(&a->head, "Connection", 0), "close");
	/* RFC 9110, 10.1.1: who expects it says its body behind it only. */
	if (http_is(http_header(&a->head, "Expect", 0), "100-continue"))
		g_string_append(out, "HTTP/1.1 100 Continue\r\n\r\n");
}

static void read_body(struct answering *a)
{
	struct reader r = reader_over(body_bytes(&a->body));

	a->soap = (struct soap){0};
	if (a->body.n && soap_looks_like(body_bytes(&a->body)))
		soap_decode(&a->soap, &r);
}

/* Who has not logged in is asked to wherever the device asked for it, even if once only. */
static void take_request(struct answering *a, GString *out)
{
	const struct reply *reply;

	read_body(a);
	reply = answers_take(a->answers, a->soap.class, a->soap.method, a->authorized);
	a->requests++;
	if ((reply && reply->challenged) ||
	    (!reply && !a->authorized && answers_challenge(a->answers))) {
		a->challenged++;
		answer_write_challenge(out, reply && reply->stale);
	} else if (reply && !reply->status) {
		a->recorded++;
		a->over = true; /* no answer is what was recorded */
	} else {
		a->recorded += reply != NULL;
		a->unrecorded += !reply;
		answer_write(out, reply, &a->soap);
	}
	a->over = a->over || a->closes || a->requests == ANSWERED_MAX;
	body_begin(&a->body);
	explicit_bzero(&a->soap, sizeof a->soap);
}

static bool take_step(struct answering *a, enum http_step step, struct bytes piece, GString *out)
{
	switch (step) {
	case HTTP_HEAD:
		take_head(a, out);
		return !a->head.response;
	case HTTP_BODY:
		body_add(&a->body, piece);
		return !a->body.too_long;
	case HTTP_END:
		take_request(a, out);
		return !a->over;
	case HTTP_LOST:
	case HTTP_MORE:
		break;
	}
	return step == HTTP_MORE;
}

bool answering_hear(struct answering *a, struct bytes heard, GString *out)
{
	body_add(&a->heard, heard);
	if (a->heard.too_long)
		return false;
	struct reader r = reader_over(body_bytes(&a->heard));
	enum http_step step;
	bool more;

	do {
		struct bytes piece = {0};

		step = http_next(&a->stream, &r, false, &a->head, &piece);
		more = take_step(a, step, piece, out);
	} while (more && step != HTTP_MORE);
	body_drop(&a->heard, rd_offset(&r));
	return more;
}

char *answering_words(const struct answering *a)
{
	return g_strdup_printf("%u requests: %u answered as recorded, %u challenged, "
			       "%u not recorded and refused",
			       a->requests, a->recorded, a->challenged, a->unrecorded);
}
