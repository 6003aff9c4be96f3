/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * remarks.h - what one message alone, or one linked pair, gives away.
 *
 * A remark is a row: its catalogue id, texts, source, and a predicate over
 * decoded values. The plugin raises remarks, and only remarks, as expert
 * items; the analyzer's catalogue row of the same id names its remark and
 * repeats nothing. So both programs say the same of the same bytes.
 */
#ifndef WIRE_REMARKS_H
#define WIRE_REMARKS_H

#include <stdbool.h>
#include <stdint.h>

#include "bytes.h"
#include "fields.h"

struct message;

enum severity {
	SEVERITY_NOTE,
	SEVERITY_WARNING,
	SEVERITY_ERROR,
};

enum remark {
	REMARK_H01,
	REMARK_H02,
	REMARK_H04,
	REMARK_H05,
	REMARK_H06,
	REMARK_K08,
	REMARK_K09,
	REMARK_K05,
	REMARK_L06,
	REMARK_COUNT
};

/* A hello, and what the server that calls back shows of itself in TLS's handshake. */
struct called_back {
	struct bytes pid;      /* of the hello; empty: it has none */
	struct bytes identity; /* the PSK identity that the server sends; empty: none */
	unsigned hashes;       /* root certificate hashes of the hello whose kind is known */
	bool odd_hashes;       /* it has others, too */
	bool has_root;         /* a certificate of the server's chain names itself as its issuer */
	bool is_trusted;       /* one of them is among the hello's hashes */
};

/* A decoded message and how it arrived. */
struct remarked {
	const struct message *message;
	bool whole;    /* its decoder came to the end */
	bool finished; /* its sender said that no more follows (FIN), so short is short for good */
	uint16_t failed_field;                 /* where the bytes ran out, else F_NONE */
	unsigned segments;                     /* TCP segments that carried it */
	const struct called_back *called_back; /* NULL: the message is looked at alone */
};

struct remark_row {
	const char *id; /* "AMT-H01": stable, never reused */
	enum severity severity;
	const char *title;  /* what is seen */
	const char *cause;  /* what may stand behind it */
	const char *remedy; /* what to do */
	const char *source; /* document and section */
	enum field field;   /* whose bytes show it */
	/* Which of several such fields, from 0; NULL: there is one. */
	unsigned (*which)(const struct remarked *seen);
	bool (*applies)(const struct remarked *seen);
};

extern const struct remark_row remarks[REMARK_COUNT];

/* The remarks that apply, bit (1u << enum remark) each. */
uint32_t remarks_of(const struct remarked *seen);

#endif
