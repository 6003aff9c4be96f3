/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * output.c - temporary file in the same folder, fsync, rename.
 *
 * The signals that end a program wait while the temporary file exists, so
 * none is left behind. What is no regular file (a device, a pipe) has no old
 * content to protect and is written to directly.
 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

struct output {
	FILE *stream;
	char *place;     /* NULL: written to directly */
	char *temporary; /* NULL: written to directly */
	char *folder;
	char *buffer;     /* of what is private, else NULL */
	sigset_t signals; /* as they were before */
};

#define BUFFER 4096 /* bytes */

static bool failed(GError **error, int number)
{
	g_set_error_literal(error, G_FILE_ERROR, (gint)g_file_error_from_errno(number),
			    g_strerror(number));
	return false;
}

static void hold_signals(struct output *output)
{
	static const int ending[] = {SIGHUP, SIGINT, SIGTERM};
	sigset_t held;

	sigemptyset(&held);
	for (size_t i = 0; i < G_N_ELEMENTS(ending); i++)
		sigaddset(&held, ending[i]);
	sigprocmask(SIG_BLOCK, &held, &output->signals);
}

static void output_free(struct output *output)
{
	if (output->temporary)
		sigprocmask(SIG_SETMASK, &output->signals, NULL);
	g_free(output->place);
	g_free(output->temporary);
	g_free(output->folder);
	if (output->buffer)
		explicit_bzero(output->buffer, BUFFER);
	g_free(output->buffer);
	g_free(output);
}

/* The new file may be read by whom the old one, or any new file, may be. */
static mode_t mode_of(const struct stat *old)
{
	mode_t mask = umask(0);

	umask(mask);
	return old ? old->st_mode & 0777 : 0666 & ~mask;
}

static struct output *open_beside(const char *place, mode_t mode, GError **error)
{
	struct output *output = g_new0(struct output, 1);

	output->place = g_strdup(place);
	output->folder = g_path_get_dirname(place);
	output->temporary = g_build_filename(output->folder, ".amtrace-XXXXXX", NULL);
	hold_signals(output);
	int fd = g_mkstemp_full(output->temporary, O_WRONLY | O_CLOEXEC, 0600);

	if (fd >= 0 && fchmod(fd, mode) == 0)
		output->stream = fdopen(fd, "w");
	if (output->stream)
		return output;
	failed(error, errno);
	if (fd >= 0) {
		close(fd);
		unlink(output->temporary);
	}
	output_free(output);
	return NULL;
}

static struct output *open_directly(const char *path, GError **error)
{
	FILE *stream = path ? fopen(path, "we") : stdout;

	if (!stream) {
		failed(error, errno);
		return NULL;
	}
	struct output *output = g_new0(struct output, 1);

	output->stream = stream;
	return output;
}

/* |mode| 0: whatever the old file's was, or a new file's is. */
static struct output *open_with_mode(const char *path, mode_t mode, GError **error)
{
	struct stat old;

	if (!path)
		return open_directly(NULL, error);
	if (stat(path, &old) != 0)
		return open_beside(path, mode ? mode : mode_of(NULL), error);
	if (!S_ISREG(old.st_mode))
		return open_directly(path, error);
	/* A link keeps pointing at its file; the file gets the new content. */
	char *place = realpath(path, NULL);
	struct output *output =
		place ? open_beside(place, mode ? mode : mode_of(&old), error) : NULL;

	if (!place)
		failed(error, errno);
	free(place);
	return output;
}

struct output *output_open(const char *path, GError **error)
{
	return open_with_mode(path, 0, error);
}

/* A buffer of our own is wiped; the C library's would be given back as it is. */
struct output *output_open_private(const char *path, GError **error)
{
	struct output *output = open_with_mode(path, 0600, error);

	if (!output)
		return NULL;
	output->buffer = g_malloc(BUFFER);
	setvbuf(output->stream, output->buffer, _IOFBF, BUFFER);
	return output;
}

FILE *output_stream(struct output *output)
{
	return output->stream;
}

/* A rename is on the disk when its folder is; some file systems cannot say so. */
static void sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static bool put_in_place(struct output *output)
{
	if (g_rename(output->temporary, output->place) != 0)
		return false;
	sync_folder(output->folder);
	return true;
}

static bool finish(struct output *output)
{
	bool done = fflush(output->stream) == 0 && !ferror(output->stream);

	if (done && output->temporary)
		done = fsync(fileno(output->stream)) == 0;
	return fclose(output->stream) == 0 && done;
}

bool output_close(struct output *output, bool whole, GError **error)
{
	int number = whole ? 0 : errno;

	errno = 0;
	if (!finish(output) && whole) {
		whole = false;
		number = errno;
	}
	if (whole && output->temporary && !put_in_place(output)) {
		whole = false;
		number = errno;
	}
	if (!whole && output->temporary)
		unlink(output->temporary);
	output_free(output);
	return whole || failed(error, number ? number : EIO);
}

bool output_is_same_file(const char *path, const char *other)
{
	struct stat a, b;

	return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}
