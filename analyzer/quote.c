/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quote.c - frames by file and number, and the fields in them; see quote.h. */
#include "quote.h"

#include "capture.h"
#include "fields.h"
#include "hello.h"
#include "input.h"
#include "packet.h"

#define BYTES_MAX (16 * 1024 * 1024) /* of all frames kept */
#define SHOWN_MAX 48                 /* bytes of one field */
#define SPANS_MAX 1024

struct key {
	uint64_t frame, file;
};

struct quotes {
	GHashTable *frames; /* struct key -> GBytes; NULL bytes: wanted */
	size_t bytes;
	uint16_t hello_port;
	bool show_pids;
};

/* A frame and what it takes to decode it. */
struct kept {
	uint32_t link_type, original_length;
	GBytes *bytes;
};

static guint hash_key(gconstpointer p)
{
	const struct key *key = p;

	return (guint)(key->frame * 2654435761u ^ key->file);
}

static gboolean equal_keys(gconstpointer a, gconstpointer b)
{
	const struct key *x = a, *y = b;

	return x->frame == y->frame && x->file == y->file;
}

static void kept_free(void *p)
{
	struct kept *kept = p;

	g_clear_pointer(&kept->bytes, g_bytes_unref);
	g_free(kept);
}

static void want(struct quotes *quotes, const struct finding *finding)
{
	for (guint i = 0; i < finding->evidence->len; i++) {
		const struct evidence *e = &g_array_index(finding->evidence, struct evidence, i);
		const struct key key = {e->place.frame, e->capture};

		if (e->place.length)
			g_hash_table_insert(quotes->frames, g_memdup2(&key, sizeof key),
					    g_new0(struct kept, 1));
	}
}

static void keep_frame(struct quotes *quotes, unsigned file, const struct frame *frame)
{
	const struct key key = {frame->number, file};
	struct kept *kept = g_hash_table_lookup(quotes->frames, &key);

	if (!kept || kept->bytes || quotes->bytes + frame->bytes.n > BYTES_MAX)
		return;
	kept->bytes = g_bytes_new(frame->bytes.p, frame->bytes.n);
	kept->link_type = frame->link_type;
	kept->original_length = frame->original_length;
	quotes->bytes += frame->bytes.n;
}

static void read_capture(struct quotes *quotes, const char *path, unsigned file)
{
	struct capture *capture = capture_open(path, NULL);
	struct frame frame;

	while (capture && capture_next(capture, &frame))
		keep_frame(quotes, file, &frame);
	if (capture)
		capture_close(capture);
}

/* The file of the report that is called |name|, or -1 when none or several are. */
static int file_named(const struct diagnosis *diagnosis, const char *name)
{
	const struct capture_facts *facts;
	int found = -1;

	for (unsigned i = 0; (facts = sightings_file(diagnosis->sightings, i)); i++) {
		if (strcmp(facts->file, name) != 0)
			continue;
		if (found >= 0)
			return -1;
		found = (int)i;
	}
	return found;
}

struct quotes *quotes_read(const struct diagnosis *diagnosis, const struct options *options)
{
	g_autoptr(GPtrArray) inputs = input_list((const char *const *)options->arguments, NULL);
	struct quotes *quotes = g_new0(struct quotes, 1);

	quotes->frames = g_hash_table_new_full(hash_key, equal_keys, g_free, kept_free);
	quotes->hello_port = options->look.ports[SERVICE_HELLO];
	quotes->show_pids = options->show_pids;
	for (guint i = 0; i < diagnosis->findings->len; i++)
		want(quotes, diagnosis->findings->pdata[i]);
	for (guint i = 0; inputs && i < inputs->len && g_hash_table_size(quotes->frames); i++) {
		const struct input *input = inputs->pdata[i];
		int file = file_named(diagnosis, input->name);

		/* What came through a pipe is gone. */
		if (file >= 0 && strcmp(input->path, "-") != 0)
			read_capture(quotes, input->path, (unsigned)file);
	}
	return quotes;
}

void quotes_free(struct quotes *quotes)
{
	if (!quotes)
		return;
	g_hash_table_destroy(quotes->frames);
	g_free(quotes);
}

static void quote_free(void *p)
{
	struct report_quote *one = p;

	g_free(one->field);
	g_free(one->bytes);
	g_free(one);
}

/* Hexadecimal; the bytes behind the |shown| first ones only as their number of places. */
static char *hex(const uint8_t *p, size_t n, size_t shown)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < n && i < SHOWN_MAX; i++)
		g_string_append_printf(text, i < shown ? "%s%02x" : "%s**", i ? " " : "", p[i]);
	if (n > SHOWN_MAX)
		g_string_append(text, " ...");
	return g_string_free(text, FALSE);
}

static void add_quote(GPtrArray *all, const char *field, const uint8_t *frame, size_t offset,
		      size_t n, size_t shown)
{
	struct report_quote *one = g_new0(struct report_quote, 1);

	one->field = g_strdup(field);
	one->offset = (unsigned)offset;
	one->bytes = hex(frame + offset, n, shown);
	g_ptr_array_add(all, one);
}

/* The fields of a hello that |place| touches. One in several segments has no fields here. */
static void quote_hello(const struct quotes *quotes, GPtrArray *all, struct bytes frame,
			struct bytes payload, const struct place *place)
{
	g_autofree struct span *spans = g_new(struct span, SPANS_MAX);
	g_autofree struct hello *hello = g_new(struct hello, 1);
	struct trace trace = trace_into(spans, SPANS_MAX);
	struct reader r = reader_over(payload);
	size_t base = (size_t)(payload.p - frame.p);

	r.trace = &trace;
	if (!hello_decode(hello, &r))
		return;
	for (unsigned i = 0; i < trace.n; i++) {
		size_t at = base + spans[i].off;
		bool secret = spans[i].field == F_HELLO_PID && !quotes->show_pids;

		if (spans[i].field == F_HELLO || spans[i].field == F_HELLO_HASH ||
		    at >= (size_t)place->offset + place->length ||
		    at + spans[i].len <= place->offset)
			continue;
		add_quote(all, field_label(spans[i].field), frame.p, at, spans[i].len,
			  secret ? PID_SHOWN : spans[i].len);
	}
}

GPtrArray *quote(void *from, unsigned file, const struct place *place)
{
	const struct quotes *quotes = from;
	const struct key key = {place->frame, file};
	const struct kept *kept = g_hash_table_lookup(quotes->frames, &key);
	GPtrArray *all = g_ptr_array_new_with_free_func(quote_free);
	struct packet packet;
	gsize n = 0;
	const uint8_t *p = kept && kept->bytes ? g_bytes_get_data(kept->bytes, &n) : NULL;
	struct bytes frame = bytes_of(p, n);

	if (!p || (size_t)place->offset + place->length > n ||
	    !packet_decode(&packet, kept->link_type, frame, kept->original_length))
		return all;
	if (packet.flow.protocol == PROTOCOL_TCP && packet.flow.dst_port == quotes->hello_port)
		quote_hello(quotes, all, frame, packet.payload, place);
	else if (packet.flow.protocol == PROTOCOL_UDP)
		add_quote(all, "datagram", p, place->offset, place->length, place->length);
	return all;
}
