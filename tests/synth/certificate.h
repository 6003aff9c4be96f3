/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * certificate.h - certificates that a scenario makes: the same bytes each time.
 *
 * Their RSA keys are files of keys/, secrets of nobody.
 */
#ifndef SYNTH_CERTIFICATE_H
#define SYNTH_CERTIFICATE_H

#include "scene.h"

#include <openssl/evp.h>

struct certificate {
	EVP_PKEY *key;
	void *x509;
	GByteArray *der;
};

/* The declaration "certificate NAME key=value...". */
void certificate_declare(struct scene *scene, struct line *line);
/* The declaration "publish PATH NAME...": a PEM file of certificates beside the capture. */
void certificate_publish(struct scene *scene, struct line *line);
void certificate_free(gpointer certificate);

/* By name; fails at the line when there is none. */
struct certificate *certificate_find(struct scene *scene, const struct line *line,
				     const char *name);

/* A comma-separated list of names: struct certificate *, owned by the scene. Caller unrefs. */
GPtrArray *certificate_list(struct scene *scene, const struct line *line, const char *names);

#endif
