/* SPDX-License-Identifier: GPL-2.0-or-later */
/* look_hello.c - the bytes of a hello, their meaning, and the frames that carried them. */
#include "look_hello.h"

#include "hello.h"
#include "message.h"
#include "remarks.h"

#define SPANS_MAX 1100 /* of one hello: 7 fields, and 4 for each of 255 hashes */

struct hello_reader {
	struct sightings *sightings;
	struct watch *watch;
	struct budget *budget;
	struct message message; /* large, so kept here and not on the stack */
	struct span spans[SPANS_MAX];
	const struct seen_hashes *last; /* list that was kept, */
	GByteArray *raw;                /* and the bytes that it was made of */
	union {
		struct seen_hashes list;
		uint8_t room[sizeof(struct seen_hashes) + UINT8_MAX * sizeof(struct seen_hash)];
	} hashes;
};

struct hello_reader *hello_reader_new(struct sightings *sightings, struct watch *watch,
				      struct budget *budget)
{
	struct hello_reader *reader = g_new0(struct hello_reader, 1);

	reader->sightings = sightings;
	reader->watch = watch;
	reader->budget = budget;
	reader->raw = g_byte_array_new();
	return reader;
}

void hello_reader_free(struct hello_reader *reader)
{
	g_byte_array_unref(reader->raw);
	g_free(reader);
}

void spoken_free(struct spoken *spoken)
{
	if (spoken && spoken->hello)
		g_free(spoken->hello->piece);
	if (spoken)
		g_free(spoken->hello);
	g_free(spoken);
}

/* The fields that evidence may quote. */
static const uint16_t quoted[HELLO_FIELDS] = {
	[HELLO_FIELD_VERSION] = F_HELLO_VERSION,
	[HELLO_FIELD_RETRY] = F_HELLO_RETRY,
	[HELLO_FIELD_UUID] = F_HELLO_UUID,
	[HELLO_FIELD_PID] = F_HELLO_PID,
	[HELLO_FIELD_HASH_COUNT] = F_HELLO_HASH_COUNT,
};

static const struct span *find_span(const struct trace *trace, uint16_t field, unsigned which)
{
	for (unsigned i = 0; i < trace->n; i++)
		if (trace->span[i].field == field && which-- == 0)
			return &trace->span[i];
	return NULL;
}

static struct seen_span span_of(const struct span *span)
{
	if (!span)
		return (struct seen_span){0};
	return (struct seen_span){
		.offset = (uint16_t)MIN(span->off, UINT16_MAX),
		.length = (uint16_t)MIN(span->len, UINT16_MAX),
	};
}

/* The frames that carried the message, as pieces of it. */
static void note_pieces(struct seen_hello *seen, const struct connection *connection, size_t length)
{
	struct place places[HELLO_PIECES_MAX];
	uint32_t in_message = 0;

	seen->piece_count =
		tcp_places(connection, FROM_CLIENT, 0, length, places, HELLO_PIECES_MAX);
	seen->piece = g_renew(struct seen_piece, seen->piece, seen->piece_count);
	for (unsigned i = 0; i < seen->piece_count; i++) {
		seen->piece[i] = (struct seen_piece){
			.frame = places[i].frame,
			.in_frame = places[i].offset,
			.in_message = in_message,
			.length = places[i].length,
		};
		in_message += places[i].length;
	}
}

/* Where the first remark points. */
static const struct span *remarked_span(const struct remarked *arrived, uint32_t set,
					const struct trace *trace)
{
	for (unsigned i = 0; i < REMARK_COUNT; i++)
		if (set & (1u << i))
			return find_span(trace, (uint16_t)remarks[i].field,
					 remarks[i].which ? remarks[i].which(arrived) : 0);
	return NULL;
}

static void note_places(struct seen_hello *seen, const struct remarked *arrived,
			const struct trace *trace, const struct connection *connection)
{
	for (unsigned field = HELLO_FIELD_VERSION; field < HELLO_FIELD_REMARKED; field++)
		seen->span[field] = span_of(find_span(trace, quoted[field], 0));
	seen->span[HELLO_FIELD_REMARKED] = span_of(remarked_span(arrived, seen->remarks, trace));
	note_pieces(seen, connection, seen->length);
}

/* The list in the form that is kept, in the reader's own room. */
static const struct seen_hashes *copy_hashes(struct hello_reader *reader, const struct hello *hello)
{
	struct seen_hashes *hashes = &reader->hashes.list;

	hashes->n = hello->hashes_read;
	for (unsigned i = 0; i < hashes->n; i++) {
		struct seen_hash *hash = &hashes->hash[i];
		size_t n = MIN(hello->hash[i].length, sizeof hash->value);

		hash->algorithm = hello->hash[i].algorithm;
		hash->length = hello->hash[i].length;
		memcpy(hash->value, hello->hash[i].value.p, n);
		memset(hash->value + n, 0, sizeof hash->value - n);
	}
	return hashes;
}

/* The bytes of all hashes, as they came: each with its algorithm and length before it. */
static struct bytes raw_hashes(const struct hello *hello)
{
	const struct hello_hash *last = &hello->hash[hello->hashes_read - 1];
	const uint8_t *begin = hello->hash[0].value.p - 2;

	return bytes_of(begin, (size_t)(last->value.p + last->value.n - begin));
}

/* Most machines of a site have the list of the one before: then nothing need be made of it. */
static bool is_list_before(struct hello_reader *reader, const struct hello *hello)
{
	struct bytes raw = raw_hashes(hello);
	GByteArray *before = reader->raw;

	if (reader->last && reader->last->n == hello->hashes_read && before->len == raw.n &&
	    memcmp(before->data, raw.p, raw.n) == 0)
		return true;
	g_byte_array_set_size(before, 0);
	g_byte_array_append(before, raw.p, (guint)raw.n);
	return false;
}

/* NULL when there are none, and when too many different lists were seen. */
static const struct seen_hashes *note_hashes(struct hello_reader *reader, const struct hello *hello,
					     const struct address *client)
{
	if (hello->hashes_read == 0)
		return NULL;
	if (is_list_before(reader, hello))
		return reader->last;
	const struct seen_hashes *hashes = copy_hashes(reader, hello);
	size_t new = sightings_new_hashes(reader->sightings, hashes);

	reader->last = NULL;
	if (new && !budget_take(reader->budget, BUDGET_HASHES, client, new))
		return NULL;
	reader->last = sightings_intern_hashes(reader->sightings, hashes);
	return reader->last;
}

/* A PID as text: what is not printable becomes '?', so that no output has to care. */
static void note_pid(struct seen_hello *seen, struct bytes pid)
{
	seen->has_pid = pid.n == PID_LENGTH;
	for (size_t i = 0; i < PID_LENGTH && seen->has_pid; i++)
		seen->pid[i] = g_ascii_isgraph(pid.p[i]) ? (char)pid.p[i] : '?';
}

static void note_hello(struct seen_hello *seen, const struct hello *hello, const struct reader *r,
		       size_t length)
{
	seen->admin_set = hello->admin_set;
	seen->version = hello->version;
	seen->retry = hello->retry;
	seen->uuid = hello->uuid;
	seen->has_uuid = length >= 24;
	seen->hash_count = hello->hash_count;
	seen->hashes_read = hello->hashes_read;
	seen->whole = rd_ok(r);
	seen->failed_field = r->failed_field;
	seen->length = (uint32_t)length;
	seen->trailing = (uint32_t)hello->trailing.n;
	note_pid(seen, hello->pid);
}

static void begin_hello(struct hello_reader *reader, const struct connection *connection)
{
	struct spoken *spoken = connection->user;

	spoken->hello = g_new0(struct seen_hello, 1);
	spoken->hello->at = connection->half[FROM_CLIENT].last_data;
	watch_add_address(reader->watch, &connection->client);
	watch_add_address(reader->watch, &connection->server);
}

/* A whole hello that came in one segment: more bytes may change what is said of it, its end cannot. */
static bool is_read(const struct spoken *spoken, const struct connection *connection,
		    struct bytes pending)
{
	const struct seen_hello *hello = spoken->hello;

	return hello && hello->whole && hello->length == pending.n &&
	       connection->half[FROM_CLIENT].segments == 1;
}

/*
 * Reads what has come of a hello so far. It may be read again when more comes:
 * bytes behind a whole hello are its trailing bytes, and only the end of the
 * connection says that there are none.
 */
static void read_hello(struct hello_reader *reader, struct connection *connection,
		       struct bytes pending, bool over)
{
	struct spoken *spoken = connection->user;
	struct trace trace = trace_into(reader->spans, SPANS_MAX);
	struct reader r = reader_over(pending);
	const struct half *half = &connection->half[FROM_CLIENT];

	r.trace = &trace;
	reader->message.kind = MESSAGE_HELLO;
	if (!hello_decode(&reader->message.hello, &r) && !over)
		return;
	if (!spoken->hello)
		begin_hello(reader, connection);
	struct remarked arrived = {
		.message = &reader->message,
		.whole = rd_ok(&r),
		.finished = over && half->lost == 0,
		.failed_field = r.failed_field,
		.segments = half->segments,
	};

	note_hello(spoken->hello, &reader->message.hello, &r, pending.n);
	spoken->hello->hashes = note_hashes(reader, &reader->message.hello, &connection->client);
	spoken->hello->segments = half->segments;
	spoken->hello->remarks = remarks_of(&arrived);
	note_places(spoken->hello, &arrived, &trace, connection);
}

size_t hello_take(struct hello_reader *reader, struct connection *connection, struct bytes pending,
		  bool over)
{
	struct spoken *spoken = connection->user;

	if (!spoken)
		connection->user = spoken = g_new0(struct spoken, 1);
	if (spoken->foreign)
		return pending.n;
	/* Behind a gap nobody knows where a hello would begin. */
	if (connection->half[FROM_CLIENT].lost && !spoken->hello)
		return pending.n;
	if (!spoken->hello && !hello_looks_like(pending)) {
		spoken->foreign = true;
		return pending.n;
	}
	if (is_read(spoken, connection, pending))
		spoken->hello->segments = 1;
	else if (pending.n)
		read_hello(reader, connection, pending, over);
	return 0;
}

/* What the capture missed, the sender did not leave out. */
void hello_gap(struct connection *connection)
{
	const struct spoken *spoken = connection->user;

	if (spoken && spoken->hello && !spoken->hello->whole)
		spoken->hello->remarks &= ~(1u << REMARK_H01);
}
