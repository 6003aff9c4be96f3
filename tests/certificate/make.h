/* SPDX-License-Identifier: GPL-2.0-or-later */
/* make.h - certificates for tests, made by the openssl command in a folder of their own. */
#ifndef TESTS_CERTIFICATE_MAKE_H
#define TESTS_CERTIFICATE_MAKE_H

#include <stdarg.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "../suite.h"

static char *made; /* the folder */

/* Runs a shell command in the folder; it must succeed. */
static inline void run(const char *format, ...) __attribute__((format(printf, 1, 2)));
static inline void run(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	char *command = g_strdup_vprintf(format, arguments);
	char *line = g_strdup_printf("cd '%s' && { %s; } >/dev/null 2>&1", made, command);

	va_end(arguments);
	ck_assert_msg(system(line) == 0, "%s", command);
	g_free(line);
	g_free(command);
}

static inline void make_folder(void)
{
	made = g_dir_make_tmp("amtrace-XXXXXX", NULL);
	ck_assert_ptr_nonnull(made);
}

static inline void remove_folder(void)
{
	run("rm -f -- *");
	g_rmdir(made);
	g_free(made);
}

/* A key NAME.key and a certificate NAME.pem, signed by ISSUER's ("": by itself). */
static inline void make(const char *name, const char *subject, const char *issuer,
			const char *extensions)
{
	g_autofree char *path = g_strdup_printf("%s/%s.ext", made, name);

	ck_assert(g_file_set_contents(path, extensions, -1, NULL));
	run("openssl req -new -newkey rsa:2048 -nodes -keyout %s.key -subj '%s' -out %s.csr", name,
	    subject, name);
	if (*issuer)
		run("openssl x509 -req -in %s.csr -CA %s.pem -CAkey %s.key -CAcreateserial"
		    " -days 30 -extfile %s.ext -out %s.pem",
		    name, issuer, issuer, name, name);
	else
		run("openssl x509 -req -in %s.csr -signkey %s.key -days 30 -extfile %s.ext -out "
		    "%s.pem",
		    name, name, name, name);
}

#define MADE_CA "basicConstraints=critical,CA:true\n"
#define MADE_LEAF                                               \
	"extendedKeyUsage=serverAuth,2.16.840.1.113741.1.2.3\n" \
	"subjectAltName=DNS:sca.example.test,DNS:*.example.test,IP:192.0.2.1\n"

/* root.pem signs middle.pem signs leaf.pem, whose subject is a setup certificate's. */
static inline void make_chain(void)
{
	make("root", "/O=Example/CN=Example Root", "", MADE_CA);
	make("middle", "/O=Example/CN=Example Middle", "root", MADE_CA);
	make("leaf",
	     "/O=Example/OU=Intel(R) Client Setup Certificate/OU=Lab/CN=first/CN=sca.example.test",
	     "middle", MADE_LEAF);
}

/* What the file NAME holds. */
static inline char *content_of(const char *name, gsize *n)
{
	g_autofree char *path = g_build_filename(made, name, NULL);
	char *content;

	ck_assert(g_file_get_contents(path, &content, n, NULL));
	return content;
}

/* What a command says, without the line's end. */
static inline char *said(const char *command)
{
	g_autofree char *line = g_strdup_printf("sh -c \"cd '%s' && %s\"", made, command);
	char *out = NULL;

	ck_assert(g_spawn_command_line_sync(line, &out, NULL, NULL, NULL));
	return g_strchomp(out);
}

#endif
