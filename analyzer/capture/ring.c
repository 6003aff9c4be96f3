/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ring.c - several files read as the one capture that they were cut from.
 *
 * One file is open at a time. A frame keeps the number that it has in its
 * file, since that is what Wireshark shows, and says which file that is. A
 * piece that cannot be opened is a problem and the rest is read.
 */
#include "reading.h"
#include "secrets.h"

struct ring {
	char **paths;
	guint at; /* the piece being read */
	struct capture *piece;
	GArray *read; /* struct capture_summary of the pieces before it */
	struct secrets secrets;
	size_t copied; /* of the piece's secrets */
};

/* Keeps what is known of one piece; its problems are shared with it. */
static void keep_summary(struct ring *ring, const struct capture_summary *s)
{
	g_ptr_array_ref(s->problems);
	g_array_append_vals(ring->read, s, 1);
}

static void forget_summary(void *summary)
{
	g_ptr_array_unref(((struct capture_summary *)summary)->problems);
}

/* A piece that could not be opened has no frames, and a reason. */
static void keep_failure(struct ring *ring, const char *why)
{
	struct capture_summary none = {.problems = g_ptr_array_new_with_free_func(g_free)};

	g_ptr_array_add(none.problems, g_strdup(why));
	g_array_append_val(ring->read, none);
}

static void take_problems(struct capture *c, const char *path, const struct capture_summary *s)
{
	char *name = g_path_get_basename(path);

	for (guint i = 0; i < s->problems->len; i++)
		capture_problem(c, "%s: %s", name, (char *)g_ptr_array_index(s->problems, i));
	g_free(name);
}

/* Adds up what is known of the piece that has been read. */
static void take_summary(struct capture *c, const struct capture_summary *s)
{
	struct capture_summary *sum = &c->summary;

	if (s->frames) {
		sum->first = MIN(sum->first, s->first);
		sum->last = MAX(sum->last, s->last);
	}
	sum->frames += s->frames;
	sum->bytes += s->bytes;
	sum->digits = MAX(sum->digits, s->digits);
	sum->cut_frames += s->cut_frames;
	sum->dropped += s->dropped;
	sum->backward += s->backward;
	sum->complete &= s->complete;
	take_problems(c, c->ring->paths[c->ring->at], s);
}

/* Secrets outlive the piece that they came in: its connections go on in the next. */
static void take_secrets(struct ring *ring)
{
	struct bytes all = capture_secrets(ring->piece);

	if (G_LIKELY(all.n == ring->copied))
		return;
	secrets_add(&ring->secrets, bytes_of(all.p + ring->copied, all.n - ring->copied));
	ring->copied = all.n;
}

/* Opens the pieces from |at| on until one can be read. */
static void open_piece(struct capture *c)
{
	struct ring *ring = c->ring;

	for (; ring->paths[ring->at] && !ring->piece; ring->at++) {
		GError *why = NULL;

		ring->piece = capture_open(ring->paths[ring->at], &why);
		if (ring->piece)
			return;
		char *name = g_path_get_basename(ring->paths[ring->at]);

		capture_problem(c, "%s: %s", name, why->message);
		keep_failure(ring, why->message);
		c->summary.complete = false;
		g_free(name);
		g_error_free(why);
	}
}

static void close_piece(struct capture *c)
{
	struct ring *ring = c->ring;

	take_secrets(ring);
	take_summary(c, capture_summary(ring->piece));
	keep_summary(ring, capture_summary(ring->piece));
	capture_close(ring->piece);
	ring->piece = NULL;
	ring->copied = 0;
	ring->at++;
}

static bool next_of_ring(struct capture *c, struct frame *frame)
{
	struct ring *ring = c->ring;

	while (ring->piece) {
		if (capture_next(ring->piece, frame)) {
			frame->file = ring->at;
			take_secrets(ring);
			return true;
		}
		close_piece(c);
		open_piece(c);
	}
	return capture_end(c, c->summary.complete);
}

const struct capture_summary *ring_piece(const struct ring *ring, uint32_t file)
{
	return file < ring->read->len ? &g_array_index(ring->read, struct capture_summary, file)
				      : NULL;
}

struct bytes ring_secrets(const struct ring *ring)
{
	return bytes_of(ring->secrets.text, ring->secrets.n);
}

void ring_free(struct ring *ring)
{
	capture_close(ring->piece);
	secrets_wipe(&ring->secrets);
	g_array_unref(ring->read);
	g_strfreev(ring->paths);
	g_free(ring);
}

struct capture *capture_open_ring(const char *const *paths, GError **error)
{
	struct capture *c = capture_new();

	c->ring = g_new0(struct ring, 1);
	c->ring->paths = g_strdupv((char **)paths);
	c->ring->read = g_array_new(FALSE, FALSE, sizeof(struct capture_summary));
	g_array_set_clear_func(c->ring->read, forget_summary);
	c->summary.complete = true;
	c->next = next_of_ring;
	open_piece(c);
	if (c->ring->piece)
		return c;
	g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN, "none of the pieces can be read");
	capture_close(c);
	return NULL;
}
