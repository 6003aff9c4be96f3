/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_http.c - views lie inside the input, and cutting it in two changes no byte of a body. */
#include "http.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct bytes input;
static struct http_head head;

static void inside(struct bytes b)
{
	if (b.n)
		assert(b.p >= input.p && b.p + b.n <= input.p + input.n);
}

static void check_head(void)
{
	struct http_digest digest;

	assert(head.headers <= HTTP_HEADERS_MAX);
	inside(head.method);
	inside(head.target);
	inside(head.reason);
	for (unsigned i = 0; i < head.headers; i++) {
		inside(head.header[i].name);
		inside(head.header[i].value);
	}
	if (!http_digest_of(&digest, &head))
		return;
	inside(digest.realm);
	inside(digest.user);
	inside(digest.uri);
	inside(digest.qop);
	inside(digest.algorithm);
}

struct sums {
	unsigned heads, ends, lost;
	uint64_t bodies;
};

static size_t run(struct http_stream *stream, struct bytes b, bool over, struct sums *sums)
{
	struct reader r = reader_over(b);
	struct bytes body;

	for (;;) {
		switch (http_next(stream, &r, over, &head, &body)) {
		case HTTP_MORE:
			return rd_offset(&r);
		case HTTP_HEAD:
			check_head();
			sums->heads++;
			break;
		case HTTP_BODY:
			inside(body);
			assert(body.n);
			for (size_t i = 0; i < body.n; i++)
				sums->bodies = sums->bodies * 31 + body.p[i];
			break;
		case HTTP_END:
			sums->ends++;
			break;
		case HTTP_LOST:
			sums->lost++;
			break;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct http_stream whole = {0}, halves = {0};
	struct sums a = {0}, b = {0};

	input = bytes_of(data, n);
	http_looks_like(input);
	run(&whole, input, true, &a);
	size_t cut = n ? data[0] * n / 256 : 0;
	size_t used = run(&halves, bytes_of(data, cut), false, &b);

	assert(used <= cut);
	run(&halves, bytes_of(data + used, n - used), true, &b);
	/* A head that is too long, or begins like none, is found out sooner in halves. */
	if (!a.lost && !b.lost)
		assert(a.heads == b.heads && a.ends == b.ends && a.bodies == b.bodies);
	return 0;
}
