/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_view.h - everything around one attempt's setup certificate: the
 * suffixes that the device may hold against it, what the server sent, what it
 * owns. Rows judge it, reports lay it side by side.
 */
#ifndef ENGINE_SETUP_VIEW_H
#define ENGINE_SETUP_VIEW_H

#include "attempt.h"
#include "session_seen.h"
#include "setup_certificate.h"

#define SETUP_SUFFIXES_MAX 12 /* of DHCP and DHCPv6, of the records, of a question */

/* Whence a suffix is known. */
enum setup_suffix_source {
	SETUP_SUFFIX_MEBX,  /* the records say that it is set in the device */
	SETUP_SUFFIX_DHCP,  /* option 15, or 24 of DHCPv6 */
	SETUP_SUFFIX_ASKED, /* the device asked for its server under it */
};

extern const char *const setup_suffix_sources[]; /* "mebx" ... */

struct setup_suffix {
	const char *text;
	enum setup_suffix_source source;
	const struct sighting *by; /* NULL: the records */
};

struct setup_view {
	struct setup_suffix suffix[SETUP_SUFFIXES_MAX];
	unsigned suffix_count;
	const struct sighting *lease; /* the last acknowledged, or NULL */
	/* Of the best certificate that the server could use; NULL: none whose file was given. */
	const struct site_certificate *owned;
	struct setup_case of_owned;
	/* The last call-back in which the server's chain, be it an empty one, was seen; or NULL. */
	const struct sighting *call;
	const struct seen_chain *sent;
	size_t call_at; /* among the attempt's sightings */
	struct setup_case of_sent;
	const struct certificate_facts *turned[SEEN_CERTIFICATES_MAX]; /* its leaf in front */
	const char *texts[SETUP_SUFFIXES_MAX]; /* what the cases compare with */
	unsigned text_count;
};

void setup_view_fill(struct setup_view *view, const struct attempt *attempt);

/* Puts the chain that was sent before in the place of |view|'s. False when there is none. */
bool setup_view_earlier(struct setup_view *view, const struct attempt *attempt);

/* What counts: what was sent, else the best of the records; NULL: neither is known. */
const struct setup_case *setup_in_question(const struct setup_view *view);

/* A certificate of the records as a case, in |c|. False when its file was not given. */
bool setup_case_of_row(struct setup_case *c, const struct setup_view *view,
		       const struct attempt *attempt, const struct site_certificate *row);

/* Does the device's own suffix not fit the leaf of |c| (may be NULL), where DHCP's would? */
bool setup_uses_own_suffix(const struct setup_view *view, const struct setup_case *c);

/* How far a certificate of the records would serve this attempt. */
enum setup_use {
	SETUP_NO_KEY,     /* its private key is not there */
	SETUP_OTHER_ROOT, /* its root is not among the hello's */
	SETUP_PERHAPS_OTHER_ROOT,
	SETUP_MAY_SERVE,
};
enum setup_use setup_use_of(const struct attempt *attempt, const struct site_certificate *row);

/* What a certificate of the records is called: its label, else its file. */
const char *setup_label(const struct site_certificate *row);

/* Worst of |c|'s breaches that are errors: the surest, the first of these. False when there is none. */
bool setup_worst(const struct setup_case *c, struct setup_breach *breach);

/* The row for which the device would refuse the best certificate of the records, or NULL. */
const struct failure *setup_refusal(const struct attempt *attempt);

#endif
