/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * file.c - reading a file without touching it.
 *
 * Opened for reading only and without waiting, so that a FIFO cannot hang us;
 * one buffer of the file's size, so that no copy is left behind by growing.
 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "site.h"

static bool fail(GError **error, const char *path, const char *what)
{
	g_set_error(error, SITE_ERROR, SITE_ERROR_OPEN, "%s: %s", path, what);
	return false;
}

static bool read_all(int fd, struct file *file)
{
	size_t at = 0;

	while (at < file->n) {
		ssize_t n = read(fd, file->p + at, file->n - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += (size_t)n;
	}
	return true;
}

static bool is_unchanged(int fd, const struct stat *before)
{
	struct stat now;

	return fstat(fd, &now) == 0 && now.st_size == before->st_size &&
	       now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
	       now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

static bool read_open(struct file *file, int fd, const char *path, GError **error)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return fail(error, path, g_strerror(errno));
	if (!S_ISREG(st.st_mode))
		return fail(error, path, "is no regular file");
	if (st.st_size > (off_t)FILE_BYTES_MAX)
		return fail(error, path, "is longer than 64 MiB");
	file->n = (size_t)st.st_size;
	file->p = malloc(file->n + 1);
	if (!file->p)
		return fail(error, path, "does not fit into memory");
	file->p[file->n] = 0;
	if (read_all(fd, file) && is_unchanged(fd, &st))
		return true;
	file_free(file);
	return fail(error, path, "could not be read, or changed while it was");
}

bool file_read(struct file *file, const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	*file = (struct file){0};
	if (fd < 0)
		return fail(error, path, g_strerror(errno));
	bool ok = read_open(file, fd, path, error);

	close(fd);
	return ok;
}

void file_free(struct file *file)
{
	if (file->p)
		explicit_bzero(file->p, file->n);
	free(file->p);
	*file = (struct file){0};
}
