/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * progress.c - a thread that looks at the counter twice a second; see progress.h.
 *
 * So reading pays nothing for being watched but the counting of its blocks.
 */
#include "progress.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "input.h"
#include "stop.h"

#define LINE_START "\r\033[K" /* to the first column, and erase what is there */
#define PERIOD (G_TIME_SPAN_SECOND / 2)
#define FIRST G_TIME_SPAN_SECOND

static struct {
	GThread *thread; /* NULL: nothing is shown */
	GMutex mutex;
	GCond over;
	bool ending, shown, terminal;
	guint64 before, total;      /* bytes; |before|: taken when it began */
	gint64 begun;               /* microseconds */
	struct sigaction interrupt; /* what it did before, */
	sigset_t mask;              /* and which signals were held */
} progress;

/* 0 when one of the inputs is a pipe: who knows how much will come. */
static guint64 size_of_all(const GPtrArray *inputs)
{
	guint64 total = 0;

	for (guint i = 0; i < inputs->len; i++) {
		const char *path = ((const struct input *)inputs->pdata[i])->path;
		struct stat status;
		int got =
			strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &status) : stat(path, &status);

		if (got < 0)
			continue;
		if (!S_ISREG(status.st_mode))
			return 0;
		total += (guint64)status.st_size;
	}
	return total;
}

static void put_bytes(GString *text, double bytes)
{
	static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
	unsigned unit = 0;

	for (; bytes >= 1000 && unit + 1 < G_N_ELEMENTS(units); unit++)
		bytes /= 1000;
	g_string_append_printf(text, "%.*f %s", unit && bytes < 100, bytes, units[unit]);
}

static void put_left(GString *text, double seconds)
{
	guint64 left = (guint64)(seconds + 0.5);

	if (left >= 3600)
		g_string_append_printf(text, ", %" G_GUINT64_FORMAT " h %02u min left", left / 3600,
				       (unsigned)(left / 60 % 60));
	else if (left >= 60)
		g_string_append_printf(text, ", %u min %02u s left", (unsigned)(left / 60),
				       (unsigned)(left % 60));
	else
		g_string_append_printf(text, ", %u s left", (unsigned)left);
}

const char *progress_text(char text[PROGRESS_TEXT], guint64 taken, guint64 total, double seconds)
{
	g_autoptr(GString) line = g_string_new(NULL);
	double rate = seconds > 0 ? (double)taken / seconds : 0;

	put_bytes(line, (double)taken);
	if (total) {
		g_string_append(line, " of ");
		put_bytes(line, (double)total);
		g_string_append_printf(line, " (%u %%)",
				       (unsigned)(100 * MIN(taken, total) / total));
	}
	g_string_append(line, " read, ");
	put_bytes(line, rate);
	g_string_append(line, "/s");
	if (total > taken && rate > 0)
		put_left(line, (double)(total - taken) / rate);
	g_strlcpy(text, line->str, PROGRESS_TEXT);
	return text;
}

static void show(void)
{
	char text[PROGRESS_TEXT];
	double seconds = (double)(g_get_monotonic_time() - progress.begun) / G_TIME_SPAN_SECOND;

	progress_text(text, capture_bytes_taken() - progress.before, progress.total, seconds);
	if (progress.terminal)
		fprintf(stderr, LINE_START "%s", text);
	else
		fprintf(stderr, "%s\n", text);
	fflush(stderr);
	progress.shown = true;
}

static void *watch(void *unused)
{
	gint64 next = progress.begun + FIRST;

	g_mutex_lock(&progress.mutex);
	while (!progress.ending) {
		if (g_cond_wait_until(&progress.over, &progress.mutex, next))
			continue;
		show();
		next += PERIOD;
	}
	g_mutex_unlock(&progress.mutex);
	return unused;
}

static void erase(void)
{
	if (progress.shown && progress.terminal)
		fputs(LINE_START, stderr);
	progress.shown = false;
}

void progress_clear(void)
{
	if (!progress.thread)
		return;
	g_mutex_lock(&progress.mutex);
	erase();
	g_mutex_unlock(&progress.mutex);
}

static bool is_terminal(void)
{
	const char *term = getenv("TERM");

	return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

static void interrupted(int signal_number)
{
	(void)signal_number;
	capture_stop();
}

/*
 * The next one finds the way of old, unless signals are held, as they are
 * while a file is written: that must not be left half done.
 */
static void take_interrupts(void)
{
	struct sigaction stop = {.sa_handler = interrupted};
	sigset_t interrupt;

	sigaction(SIGINT, NULL, &progress.interrupt);
	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	pthread_sigmask(SIG_UNBLOCK, &interrupt, &progress.mask);
	if (progress.interrupt.sa_handler == SIG_IGN)
		return; /* by whoever started us in the background */
	if (!sigismember(&progress.mask, SIGINT))
		stop.sa_flags = (int)SA_RESETHAND;
	sigaction(SIGINT, &stop, NULL);
}

static void leave_interrupts(void)
{
	sigaction(SIGINT, &progress.interrupt, NULL);
	pthread_sigmask(SIG_SETMASK, &progress.mask, NULL);
}

void progress_begin(const GPtrArray *inputs, enum progress_when when)
{
	take_interrupts();
	progress.terminal = is_terminal();
	if (when == PROGRESS_NEVER || (when == PROGRESS_AUTO && !progress.terminal))
		return;
	progress.total = size_of_all(inputs);
	progress.before = capture_bytes_taken();
	progress.begun = g_get_monotonic_time();
	progress.ending = false;
	progress.thread = g_thread_new("progress", watch, NULL);
}

void progress_end(void)
{
	leave_interrupts();
	if (!progress.thread)
		return;
	g_mutex_lock(&progress.mutex);
	progress.ending = true;
	g_cond_signal(&progress.over);
	g_mutex_unlock(&progress.mutex);
	g_thread_join(progress.thread);
	progress.thread = NULL;
	erase();
}
