/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sighting.h - facts that a capture shows, small enough to keep.
 *
 * A sighting is what the engine thinks about; the bytes are gone by then. So
 * it copies what it keeps, and says where in the capture each quotable field
 * stood. One TCP connection is one sighting, and so are one DNS question with
 * its answer and one DHCP transaction: what belongs together stays together.
 */
#ifndef SIGHTING_SIGHTING_H
#define SIGHTING_SIGHTING_H

#include <glib.h>

#include "address.h"
#include "calls_seen.h"
#include "moment.h"
#include "pid.h"
#include "session_seen.h"
#include "uuid.h"

enum vantage {
	VANTAGE_UNKNOWN,
	VANTAGE_CLIENT,
	VANTAGE_SERVER,
	VANTAGE_BETWEEN,
};

/* One capture as a whole: what it covers and what it lacks. Strings are the store's. */
struct capture_facts {
	const char *file; /* as reports name it */
	uint64_t frames, bytes;
	int64_t first, last; /* nanoseconds since 1970 UTC */
	uint8_t digits;      /* of a second's fraction: 0..9 */
	enum vantage vantage;
	bool vantage_guessed; /* by the engine, from how far packets have travelled */
	int64_t clock_ahead;  /* nanoseconds that the engine took off its times to align captures */
	bool complete;
	uint64_t cut_frames;     /* by the snap length */
	uint64_t dropped;        /* by the capturing machine */
	uint64_t backward;       /* clock jumps back by more than a second */
	uint64_t lost_bytes;     /* gaps in connections that were followed */
	uint64_t given_up;       /* connections, names, leases, details dropped at a memory bound */
	uint64_t repeats;        /* hellos that were folded into the one before */
	uint64_t dns, dhcp, arp; /* messages of each that were in view at all */
	unsigned problem_count;
	const char **problem; /* sentences */
	/*
	 * Of a capture in many files: each of them. Frames are then numbered
	 * through all of them; sightings_locate() says which file's frame one is.
	 */
	unsigned piece_count;
	struct capture_facts *piece;
};

enum sighting_kind {
	SIGHTING_LEASE,
	SIGHTING_NAME,
	SIGHTING_CONNECTION,
	SIGHTING_NEIGHBOUR,
};

#define SEEN_DNS_MAX 4
#define SEEN_SUFFIX_MAX 5
#define SEEN_ADDRESSES_MAX 8

/* One DHCP transaction (one xid of one client). */
struct seen_lease {
	uint8_t version; /* 4 or 6 */
	struct mac client;
	struct address address; /* acknowledged, else none */
	struct address server, relay;
	struct moment discover, offer, request, ack, nak; /* the first of each; frame 0 = none */
	struct moment last;
	unsigned discovers, requests;
	unsigned dns_count, suffix_count;
	struct address dns[SEEN_DNS_MAX];
	const char *suffix[SEEN_SUFFIX_MAX];
	bool has_suffix;              /* the acknowledgement carries option 15 (24) */
	const char *host_name, *fqdn; /* the client's, or NULL */
	uint32_t lease_time;          /* seconds, 0 = not given */
};

/* One DNS question and its answer. */
struct seen_name {
	struct address asker, resolver;
	const char *question; /* lower case, no trailing dot */
	uint16_t type;        /* enum dns_type */
	struct address about; /* PTR: the address asked about */
	unsigned asked;       /* times, same id */
	struct moment answer; /* frame 0: no answer in the capture */
	uint8_t rcode;
	unsigned address_count;
	struct address address[SEEN_ADDRESSES_MAX]; /* A, AAAA at the end of the chain */
	const char *name;                           /* PTR target, or the last CNAME, or NULL */
	uint32_t ttl; /* seconds: of the answer, or for how long a negative one may be kept */
	bool has_ttl;
	struct place question_place, answer_place; /* of the DNS message */
};

/* The quotable fields of a hello. */
enum hello_field {
	HELLO_FIELD_WHOLE, /* needs no span */
	HELLO_FIELD_VERSION,
	HELLO_FIELD_RETRY,
	HELLO_FIELD_UUID,
	HELLO_FIELD_PID,
	HELLO_FIELD_HASH_COUNT,
	HELLO_FIELD_REMARKED, /* the bytes that the first remark points at */
	HELLO_FIELDS
};

#define HELLO_PLACES_MAX 4  /* a field in more pieces is quoted in part */
#define HELLO_PIECES_MAX 64 /* of a hello; bytes behind them have no place */

/* A stretch of a message, and where it stands in the frame that carried it. */
struct seen_piece {
	uint64_t frame;
	uint32_t in_frame, in_message, length; /* bytes */
};

/* A field of a message, in bytes; length 0: it is not there. At most UINT16_MAX each. */
struct seen_span {
	uint16_t offset, length;
};

/* Hellos like the one before, but for their time and a higher retry count. */
struct seen_again {
	uint32_t count;
	uint32_t retry;    /* of the last */
	struct moment at;  /* of the last */
	uint32_t in_frame; /* where the last begins in its frame: it came in one piece */
};

struct seen_hello {
	struct moment at; /* of the frame that completed it */
	struct uuid uuid;
	uint32_t retry;
	uint32_t remarks; /* bit (1u << enum remark) each */
	uint32_t segments, length, trailing;
	uint16_t admin_set, version;
	uint16_t failed_field; /* enum field: where its bytes ran out, or 0 */
	uint8_t hash_count, hashes_read;
	char pid[PID_TEXT]; /* printable form; "" when there is none */
	bool has_uuid;      /* the bytes of the UUID were there */
	bool has_pid;
	bool whole;
	const struct seen_hashes *hashes; /* interned; NULL without */
	struct seen_again *again;         /* NULL: no repeats were folded into this one */
	struct seen_piece *piece;
	unsigned piece_count;
	struct seen_span span[HELLO_FIELDS];
};

/* The last of a hello and its repeats: when, and its retry count. */
struct moment hello_last_at(const struct seen_hello *hello);
uint32_t hello_last_retry(const struct seen_hello *hello);
unsigned hello_count(const struct seen_hello *hello);

/*
 * Where |field| stands: one place a frame, at most |room|, of the hello or of
 * the last of its repeats. Gives how many.
 */
unsigned hello_places(const struct seen_hello *hello, enum hello_field field, bool of_last,
		      struct place *places, unsigned room);

/* A list of root certificate hashes: equal lists are one. */
struct seen_hashes {
	unsigned n;
	struct seen_hash {
		uint8_t algorithm, length;
		uint8_t value[64];
	} hash[];
};

/* What a port is for: from the side that listens on it. */
enum service {
	SERVICE_HELLO,       /* 9971, server listens */
	SERVICE_HTTP,        /* 16992, device listens */
	SERVICE_TLS,         /* 16993 */
	SERVICE_REDIRECTION, /* 16994, 16995 */
	SERVICES
};

/* How an attempt to connect was answered. */
enum answer {
	ANSWER_NONE,        /* nothing seen */
	ANSWER_ACCEPTED,    /* SYN/ACK, or the capture starts inside the connection */
	ANSWER_REFUSED,     /* RST */
	ANSWER_UNREACHABLE, /* ICMP */
};

/* One TCP connection to a port of AMT's. Pairs are [client, server]. */
struct seen_connection {
	struct address client, server;
	uint16_t client_port, server_port;
	enum service service;
	enum answer answer;
	struct address answer_by; /* ICMP: who sent it */
	struct moment answer_at, last_syn, last;
	struct moment
		odd; /* first bytes on a hello port that are no hello: the client's or an answer */
	unsigned syns, syn_acks;
	uint32_t bytes[2], lost[2]; /* payload; at most UINT32_MAX */
	uint32_t isn;               /* the client's initial sequence number */
	bool has_isn;
	uint8_t ttl[2]; /* of the first packet of each side, 0 = none seen */
	uint8_t icmp_type, icmp_code;
	bool established; /* the client acknowledged the SYN/ACK */
	bool ended, given_up;
	bool foreign;             /* the client's bytes on the hello port are no hello */
	struct seen_hello *hello; /* NULL without */
	struct moment closed[2];  /* the first FIN or RST of each side */
	bool reset[2];            /* ... it was a RST */
	/* What was said to the device; NULL where it was not followed. */
	struct seen_session *session; /* of TLS */
	struct seen_calls *calls;     /* in the clear, or of a session that was opened */
};

/* ARP or neighbour discovery: one address asked for by one host, over and over. */
struct seen_neighbour {
	struct address asker, target;
	unsigned asked;
	struct moment last, answer; /* answer: frame 0 = none in the capture */
	struct mac mac;             /* of the answer */
};

struct sighting {
	enum sighting_kind kind;
	unsigned capture; /* index into the captures */
	struct moment at; /* its first frame */
	union {
		struct seen_lease *lease;
		struct seen_name *name;
		struct seen_connection *connection;
		struct seen_neighbour *neighbour;
	};
};

/* All sightings of one or many captures, and the strings they share. */
struct sightings;

struct sightings *sightings_new(void);
void sightings_free(struct sightings *s);

/* The string's one copy, which lives as long as |s|. NULL for NULL. */
const char *sightings_intern(struct sightings *s, const char *text);
/* The room that interning |text| would take: 0 when it is there. */
size_t sightings_new_text(const struct sightings *s, const char *text);
const struct seen_hashes *sightings_intern_hashes(struct sightings *s,
						  const struct seen_hashes *hashes);
/* The room that interning |hashes| would take: 0 when an equal list is there. */
size_t sightings_new_hashes(const struct sightings *s, const struct seen_hashes *hashes);

/* The same of a certificate: equal facts are one, with texts and lists of the store. */
const struct certificate_facts *sightings_intern_certificate(struct sightings *s,
							     const struct certificate_facts *facts);
size_t sightings_new_certificate(const struct sightings *s, const struct certificate_facts *facts);

/* Adds a capture and gives its index; the facts may be completed through the pointer. */
unsigned sightings_add_capture(struct sightings *s, const struct capture_facts *facts);
struct capture_facts *sightings_capture(struct sightings *s, unsigned capture);
unsigned sightings_captures(const struct sightings *s);

/*
 * The files of all captures, in their order: what reports list. A capture is
 * one, but for those cut into pieces. NULL behind the last.
 */
const struct capture_facts *sightings_file(const struct sightings *s, unsigned file);
/* The capture that |file| belongs to, when it is the first of its files; else -1. */
int sightings_capture_headed(const struct sightings *s, unsigned file);
/* Turns a capture and its frame into the file and the number that the frame has there. */
void sightings_locate(const struct sightings *s, unsigned *capture, uint64_t *frame);

/* Room for a value that lives as long as |s|, zeroed. */
void *sightings_room(struct sightings *s, size_t size);
void sightings_add(struct sightings *s, const struct sighting *sighting);

/* Adds the captures and sightings of |from|, which may be freed then. */
void sightings_adopt(struct sightings *s, const struct sightings *from);

/* Where |s| stands, and back to there: captures and sightings added since are gone. */
struct sightings_mark {
	unsigned captures;
	size_t count;
};
struct sightings_mark sightings_mark(const struct sightings *s);
void sightings_back_to(struct sightings *s, struct sightings_mark mark);

/*
 * Puts captures into the order of reports (first frame, then name) and
 * sightings into the order of time, whatever order they came in: what these
 * leave open is decided by what captures and sightings say.
 */
void sightings_sort(struct sightings *s);

/* Moves all times of a capture by |by| nanoseconds; notes it in the capture's clock_ahead. */
void sightings_shift(struct sightings *s, unsigned capture, int64_t by);

const struct sighting *sightings_list(const struct sightings *s, size_t *count);

#endif
