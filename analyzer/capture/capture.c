/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capture.c - opens a capture, finds its format, keeps its summary.
 *
 * A problem is a sentence in the summary, never a log line; what was read
 * before it stays read.
 */
#include "capture.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reading.h"
#include "recognise.h"
#include "stop.h"

#define PROBLEMS_LISTED 16

G_DEFINE_QUARK(capture - error - quark, capture_error)

void capture_problem(struct capture *c, const char *format, ...)
{
	va_list args;

	if (c->summary.problems->len >= PROBLEMS_LISTED) {
		c->unlisted++;
		return;
	}
	va_start(args, format);
	g_ptr_array_add(c->summary.problems, g_strdup_vprintf(format, args));
	va_end(args);
}

static bool capture_ended(struct capture *c, struct frame *frame)
{
	(void)c;
	*frame = (struct frame){0};
	return false;
}

static void sum_up(struct capture *c)
{
	struct capture_summary *s = &c->summary;

	if (s->first > s->last) /* no frame, or none with a time */
		s->first = s->last = 0;
	if (!c->ring)
		s->bytes = blocks_offset(&c->blocks);
	if (c->ng)
		s->dropped = pcapng_dropped(c->ng);
	if (c->unlisted)
		g_ptr_array_add(s->problems,
				g_strdup_printf("%" PRIu64 " more problems", c->unlisted));
}

bool capture_end(struct capture *c, bool complete)
{
	if (c->blocks.trouble)
		capture_problem(c, "%s", c->blocks.trouble);
	c->summary.complete = complete && !c->blocks.trouble && !c->summary.problems->len;
	sum_up(c);
	c->next = capture_ended;
	return false;
}

const char *grouped(char text[GROUPED], uint64_t n)
{
	char *at = text + GROUPED - 1;

	*at = '\0';
	for (int digits = 1;; digits++) {
		*--at = (char)('0' + n % 10);
		n /= 10;
		if (!n)
			return at;
		if (digits % 3 == 0)
			*--at = ',';
	}
}

bool capture_cut(struct capture *c, uint64_t n, bool between)
{
	char needs[GROUPED], at[GROUPED], there[GROUPED];
	size_t held = blocks_held(&c->blocks);

	if (!held && between)
		return capture_end(c, true);
	if (c->blocks.stopped)
		return capture_end(c, false);
	capture_problem(c, "cut short: frame %" PRIu64 " needs %s bytes at byte %s, %s are there",
			c->summary.frames + 1, grouped(needs, n),
			grouped(at, blocks_offset(&c->blocks)), grouped(there, held));
	return capture_end(c, false);
}

static bool refuse(struct capture *c, struct bytes start, GError **error)
{
	const char *trouble = c->blocks.trouble;

	if (trouble)
		g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT, "%s", trouble);
	else if (c->blocks.packing)
		g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT, "inside the %s data: %s",
			    c->blocks.packing->name, recognise_refuse(start));
	else
		g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT, "%s",
			    recognise_refuse(start));
	return false;
}

/* What the blocks hold decides the format. */
static bool start(struct capture *c, GError **error)
{
	blocks_fill(&c->blocks, sizeof(uint32_t));
	struct bytes seen = bytes_of(c->blocks.at, blocks_held(&c->blocks));

	if (recognise_pcap(seen))
		return pcap_start(c, error);
	if (recognise_pcapng(seen))
		return pcapng_start(c, error);
	blocks_fill(&c->blocks, RECOGNISE_LOOK);
	return refuse(c, bytes_of(c->blocks.at, blocks_held(&c->blocks)), error);
}

struct capture *capture_new(void)
{
	struct capture *c = g_new0(struct capture, 1);

	c->summary.first = INT64_MAX;
	c->summary.last = INT64_MIN;
	c->previous = INT64_MIN;
	c->summary.problems = g_ptr_array_new_with_free_func(g_free);
	return c;
}

static struct capture *open_blocks(int fd, struct bytes memory, GError **error)
{
	struct capture *c = capture_new();

	blocks_open(&c->blocks, fd, memory);
	if (start(c, error))
		return c;
	capture_close(c);
	return NULL;
}

static bool refuse_open(GError **error, const char *why)
{
	g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_OPEN, "%s", why);
	return false;
}

/* Files and pipes are captures; reading a device or a folder would never end well. */
static bool may_be_read(int fd, GError **error)
{
	struct stat status;

	if (fstat(fd, &status) < 0)
		return refuse_open(error, g_strerror(errno));
	if (S_ISDIR(status.st_mode))
		return refuse_open(error, "is a folder");
	if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode) && !S_ISSOCK(status.st_mode))
		return refuse_open(error, "is a device, neither a file nor a pipe");
	return true;
}

struct capture *capture_open(const char *path, GError **error)
{
	if (capture_stopped()) {
		refuse_open(error, "was not read: the run was stopped");
		return NULL;
	}
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		refuse_open(error, g_strerror(errno));
		return NULL;
	}
	if (may_be_read(fd, error))
		return open_blocks(fd, bytes_of(NULL, 0), error);
	if (fd != STDIN_FILENO)
		close(fd);
	return NULL;
}

struct capture *capture_open_bytes(struct bytes bytes, GError **error)
{
	return open_blocks(-1, bytes, error);
}

bool capture_next(struct capture *c, struct frame *frame)
{
	return c->next(c, frame);
}

const struct capture_summary *capture_summary(const struct capture *c)
{
	return &c->summary;
}

const struct capture_summary *capture_piece(const struct capture *c, uint32_t file)
{
	return c->ring ? ring_piece(c->ring, file) : NULL;
}

struct bytes capture_secrets(const struct capture *c)
{
	if (c->ring)
		return ring_secrets(c->ring);
	return c->ng ? pcapng_secrets(c->ng) : bytes_of(NULL, 0);
}

void capture_close(struct capture *c)
{
	if (!c)
		return;
	blocks_close(&c->blocks, capture_secrets(c).n > 0);
	if (c->ng)
		pcapng_free(c->ng);
	if (c->ring)
		ring_free(c->ring);
	g_ptr_array_unref(c->summary.problems);
	g_free(c);
}
