/* SPDX-License-Identifier: GPL-2.0-or-later */
/* look.h - from one capture to its sightings: the path of a packet. */
#ifndef ANALYZER_LOOK_H
#define ANALYZER_LOOK_H

#include "capture.h"
#include "look_secrets.h"
#include "sighting.h"
#include "site.h"

struct look_options {
	uint16_t ports[SERVICES]; /* by enum service; look_default_ports unless the site differs */
	enum vantage vantage;
	const struct site *site; /* names and addresses worth watching; may be NULL */
	const struct look_secrets
		*secrets; /* what opens TLS sessions; NULL: only the capture's own */
};

extern const uint16_t look_default_ports[SERVICES];

/*
 * Looks at the capture at |path| ("-": standard input), which reports call
 * |shown_as|. False with |error| set when it cannot be read at all; what is
 * missing of a capture that was read in part stands in its facts.
 */
bool look(struct sightings *sightings, const char *path, const char *shown_as,
	  const struct look_options *options, GError **error);

/* The same of the NULL-terminated |paths|, into which one capture was cut, and their |names|. */
bool look_ring(struct sightings *sightings, const char *const *paths, const char *const *names,
	       const struct look_options *options, GError **error);

/* The same of an open capture, which is closed; |names| are its files', one but for a ring. */
void look_through(struct sightings *sightings, struct capture *capture, const char *const *names,
		  const struct look_options *options);

#endif
