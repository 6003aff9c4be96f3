/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http.c - one step after the other through a stream of messages. Sources: http.h. */
#include "http.h"

#include "http_parts.h"

#define STATUS_CONTINUE_LAST 199
#define STATUS_NO_CONTENT 204
#define STATUS_NOT_MODIFIED 304

static enum http_step stop(struct http_stream *stream)
{
	stream->state = HTTP_STOPPED;
	return HTTP_LOST;
}

/* Is there a line that is empty, behind |searched| bytes? The search goes on where it ended. */
static bool has_whole_head(struct http_stream *stream, struct bytes b)
{
	size_t at = stream->searched;

	for (const uint8_t *end; at < b.n && (end = memchr(b.p + at, '\n', b.n - at));) {
		size_t next = (size_t)(end - b.p) + 1;

		if (next < b.n && b.p[next] == '\n')
			return true;
		if (next + 1 < b.n && b.p[next] == '\r' && b.p[next + 1] == '\n')
			return true;
		if (next + 1 >= b.n)
			break;
		at = next;
		stream->searched = at;
	}
	return false;
}

/* The decimal number that |text| is. False for anything else, and for what no body can be. */
static bool read_length(struct bytes text, uint64_t *length)
{
	*length = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9' || *length > UINT64_MAX / 16)
			return false;
		*length = 10 * *length + text.p[i] - '0';
	}
	return text.n > 0;
}

/* Several lengths must be the same (RFC 9112, 6.3). */
static bool find_length(const struct http_head *head, bool *there, uint64_t *length)
{
	struct bytes first = http_header(head, "Content-Length", 0), next;

	*there = first.p;
	for (unsigned i = 1; (next = http_header(head, "Content-Length", i)).p; i++)
		if (!bytes_equal(first, next))
			return false;
	return !*there || read_length(first, length);
}

static bool is_chunked(const struct http_head *head)
{
	struct bytes coding, last = {0};

	for (unsigned i = 0; (coding = http_header(head, "Transfer-Encoding", i)).p; i++)
		last = coding;
	for (size_t i = last.n; i; i--)
		if (last.p[i - 1] == ',')
			return http_is(http_trim(bytes_of(last.p + i, last.n - i)), "chunked");
	return http_is(last, "chunked");
}

/* Takes the answered request off the queue; was it HEAD? */
static bool answers_head(struct http_stream *stream, const struct http_head *head)
{
	bool was = stream->heads & 1;

	if (head->status <= STATUS_CONTINUE_LAST || stream->outstanding == 0)
		return was;
	stream->heads >>= 1;
	stream->outstanding--;
	return was;
}

static bool has_no_body(struct http_stream *stream, const struct http_head *head)
{
	if (!head->response)
		return false;
	return answers_head(stream, head) || head->status <= STATUS_CONTINUE_LAST ||
	       head->status == STATUS_NO_CONTENT || head->status == STATUS_NOT_MODIFIED;
}

/* RFC 9112, 6.3. False: the length cannot be known. */
static bool begin_body(struct http_stream *stream, const struct http_head *head)
{
	bool there;

	stream->left = 0;
	stream->state = HTTP_AT_END;
	if (has_no_body(stream, head))
		return true;
	if (is_chunked(head)) {
		stream->state = HTTP_AT_CHUNK;
		return true;
	}
	if (!find_length(head, &there, &stream->left))
		return false;
	if (there && stream->left)
		stream->state = HTTP_IN_LENGTH;
	else if (!there && head->response)
		stream->state = HTTP_IN_CLOSE;
	return true;
}

static bool is_empty_line(struct bytes b)
{
	return b.n == 0 || (b.n == 1 && b.p[0] == '\r');
}

static enum http_step step_head(struct http_stream *stream, struct reader *r,
				struct http_head *head)
{
	struct bytes b = bytes_of(r->at, rd_left(r));

	while (b.n && (b.p[0] == '\n' || (b.n > 1 && b.p[0] == '\r' && b.p[1] == '\n'))) {
		size_t n = b.p[0] == '\n' ? 1 : 2;

		rd_bytes(r, n);
		b = bytes_of(b.p + n, b.n - n);
	}
	if (is_empty_line(b))
		return HTTP_MORE;
	if (!has_whole_head(stream, b))
		return b.n > HTTP_HEAD_MAX || !http_looks_like(b) ? stop(stream) : HTTP_MORE;
	stream->searched = 0;
	if (!http_head_decode(head, r) || !begin_body(stream, head))
		return stop(stream);
	return HTTP_HEAD;
}

static enum http_step take_body(struct http_stream *stream, struct reader *r, struct bytes *body)
{
	size_t n = rd_left(r) < stream->left ? rd_left(r) : (size_t)stream->left;

	if (n == 0)
		return HTTP_MORE;
	*body = rd_bytes(r, n);
	stream->left -= n;
	return HTTP_BODY;
}

static enum http_step step_length(struct http_stream *stream, struct reader *r, struct bytes *body)
{
	enum http_step step = take_body(stream, r, body);

	if (stream->left == 0)
		stream->state = HTTP_AT_END;
	return step;
}

static int hex_value(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* RFC 9112, 7.1: hexadecimal, then perhaps extensions behind a semicolon. */
static bool read_chunk_size(struct bytes line, uint64_t *size)
{
	size_t n = 0;

	*size = 0;
	for (int digit; n < line.n && (digit = hex_value(line.p[n])) >= 0; n++) {
		if (*size > UINT64_MAX / 32)
			return false;
		*size = 16 * *size + (unsigned)digit;
	}
	struct bytes rest = http_trim(bytes_of(line.p + n, line.n - n));

	return n > 0 && (rest.n == 0 || rest.p[0] == ';');
}

/* The next line of what frames a body; HTTP_END says that there is one. */
static enum http_step take_line(struct http_stream *stream, struct reader *r, struct bytes *line)
{
	if (http_line(r, line))
		return HTTP_END;
	return rd_left(r) > HTTP_LINE_MAX ? stop(stream) : HTTP_MORE;
}

static enum http_step step_chunk_size(struct http_stream *stream, struct reader *r)
{
	struct bytes line;
	enum http_step step = take_line(stream, r, &line);

	if (step != HTTP_END)
		return step;
	if (!read_chunk_size(line, &stream->left))
		return stop(stream);
	stream->state = stream->left ? HTTP_IN_CHUNK : HTTP_AT_TRAILER;
	return HTTP_END;
}

static enum http_step step_chunk(struct http_stream *stream, struct reader *r, struct bytes *body)
{
	struct bytes line;

	if (stream->left)
		return take_body(stream, r, body);
	enum http_step step = take_line(stream, r, &line);

	if (step != HTTP_END)
		return step;
	if (line.n)
		return stop(stream);
	stream->state = HTTP_AT_CHUNK;
	return HTTP_END;
}

static enum http_step step_trailer(struct http_stream *stream, struct reader *r)
{
	struct bytes line;
	enum http_step step = take_line(stream, r, &line);

	if (step == HTTP_END && line.n == 0)
		stream->state = HTTP_AT_END;
	return step;
}

static enum http_step step_close(struct http_stream *stream, struct reader *r, bool over,
				 struct bytes *body)
{
	stream->left = UINT64_MAX;
	if (rd_left(r))
		return take_body(stream, r, body);
	if (!over)
		return HTTP_MORE;
	stream->state = HTTP_AT_HEAD;
	return HTTP_END;
}

enum http_step http_next(struct http_stream *stream, struct reader *r, bool over,
			 struct http_head *head, struct bytes *body)
{
	enum http_step step = HTTP_END;

	/* Sizes, line ends and trailers are steps of ours, not the caller's. */
	while (step == HTTP_END) {
		switch (stream->state) {
		case HTTP_AT_HEAD:
			return step_head(stream, r, head);
		case HTTP_IN_LENGTH:
			return step_length(stream, r, body);
		case HTTP_IN_CLOSE:
			return step_close(stream, r, over, body);
		case HTTP_AT_CHUNK:
			step = step_chunk_size(stream, r);
			break;
		case HTTP_IN_CHUNK:
			step = step_chunk(stream, r, body);
			break;
		case HTTP_AT_TRAILER:
			step = step_trailer(stream, r);
			break;
		case HTTP_AT_END:
			stream->state = HTTP_AT_HEAD;
			return HTTP_END;
		case HTTP_STOPPED:
			rd_rest(r);
			return HTTP_MORE;
		}
	}
	return step;
}

#define OUTSTANDING_MAX 32 /* bits of |heads| */

void http_requested(struct http_stream *responses, const struct http_head *request)
{
	if (responses->outstanding < OUTSTANDING_MAX && http_is(request->method, "HEAD"))
		responses->heads |= UINT32_C(1) << responses->outstanding;
	responses->outstanding++;
}

void http_gap(struct http_stream *stream, uint64_t lost)
{
	bool inside = stream->state == HTTP_IN_LENGTH || stream->state == HTTP_IN_CHUNK;

	if (stream->state == HTTP_IN_CLOSE)
		return;
	if (!inside || lost > stream->left) {
		stream->state = HTTP_STOPPED;
		return;
	}
	stream->left -= lost;
	if (stream->left == 0 && stream->state == HTTP_IN_LENGTH)
		stream->state = HTTP_AT_END;
}
