/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * attempt.h - one device's try at being provisioned, and what was learned of it.
 *
 * A subject is a device with all its sightings; its attempts are those
 * sightings cut where the hello's retry count starts again. Folding an
 * attempt's sightings in time order fills the facts below: per step the last
 * sighting of each kind that says something. Predicates of the catalogue read
 * an attempt and nothing else.
 */
#ifndef ENGINE_ATTEMPT_H
#define ENGINE_ATTEMPT_H

#include "diagnosis.h"
#include "logbook.h"
#include "room.h"
#include "schedule.h"
#include "talks.h"

struct near;
struct twins;

/* One AMT device and everything seen of it, in time order. */
struct subject {
	bool has_uuid;
	struct uuid uuid;
	enum certainty identity : 8; /* that it is an AMT device at all */
	/* One of its hellos as two captures show it, under two addresses; NULL without. */
	const struct sighting *translated[2];
	struct mac mac;
	struct addresses addresses;         /* in the order seen */
	const struct sighting *const *seen; /* in time order, in the fleet's list */
	unsigned seen_count;
	unsigned number; /* in the order of discovery */
	bool shared; /* two MACs, or back and forth between addresses: two machines have the UUID */
	bool crowded;    /* another device said hello from its address just before */
	bool behind_nat; /* others say hello from its address in turn */
	bool recorded;   /* the site's records describe it */
	bool said_hello;
};

/* What all attempts share; fleet.h makes it. */
struct fleet {
	const struct sightings *sightings;
	const struct site *site;
	struct diagnose_options options;
	struct room room;              /* of the subjects */
	GPtrArray *subjects;           /* struct subject * */
	const struct sighting **order; /* all sightings that have a subject, subject by subject */
	unsigned said_hello;           /* devices that said hello */
	unsigned called_back;          /* of these, devices that a server called back */
	int64_t slowest_callback;      /* nanoseconds from a hello to its call-back */
	struct schedule schedule;      /* of hellos */
	struct logbook *logbook;       /* the exported log */
	struct twins *twins;           /* connections that several captures show */
	GHashTable *server_names;      /* SCA names that the records give devices, lower case */
	GHashTable *greeted;           /* struct address *: where somebody said hello */
	GHashTable *answers;   /* question -> sighting: names that somebody got an address for */
	GHashTable *resources; /* resource GUID -> its first capability row */
	struct near *near;     /* keys that somebody may have meant */
	GHashTable *merged;    /* resource GUIDs with more than one UUID */
	GHashTable *open_rows; /* situation -> what stays possible in it, once asked (last.c) */
};

/* What the reference server does with a hello at one step. */
enum decision {
	DECISION_UNDECIDED, /* the records given do not say */
	DECISION_PASS,
	DECISION_REFUSE,
};

/* How the server would name the machine (engine.md, "FQDN order"). */
struct naming {
	enum decision decision;
	const char *fqdn; /* when it passes */
	enum {
		NAME_FROM_NOWHERE,
		NAME_FROM_SYSTEMS,
		NAME_FROM_LOCATION,
		NAME_FROM_DNS,
	} source;
	const struct site_capability *capability; /* of the UUID, or NULL */
	const struct site_location *location;
	const struct site_system *system;
	bool swapped;           /* the records have the UUID in the other byte order */
	unsigned candidates;    /* different names that the records give */
	bool dns_on, dns_known; /* "Use DNS IP resolution" */
};

struct attempt {
	const struct fleet *fleet;
	const struct site *site;
	const struct subject *subject;
	const struct sighting *const *seen; /* in time order */
	size_t seen_count;
	const GPtrArray
		*siblings; /* all attempts of its subject, itself among them, in time order */
	bool last;         /* of them */

	/* address */
	const struct sighting *lease;       /* the last acknowledged */
	const struct sighting *lease_asked; /* the last that nobody acknowledged */
	unsigned leases_unanswered;

	/* resolve: the device's own questions for its server */
	const struct sighting *located;    /* answered with an address */
	const struct sighting *denied;     /* no such name, or refused */
	const struct sighting *denied_a;   /* the same, of the name with a suffix */
	const struct sighting *unresolved; /* no answer at all */
	unsigned questions, bare_questions;

	/* connect: its connections to a hello port */
	const struct sighting *connected;
	const struct sighting *refused;
	const struct sighting *unreachable;
	const struct sighting *silent;    /* SYN without any answer */
	const struct sighting *half_open; /* SYN/ACK, but the device goes on sending SYN */
	const struct sighting *mute;      /* opened and closed without a byte from the device */
	const struct sighting *foreign;   /* spoke something else than hello */
	struct address server;            /* the last one tried */

	/* hello */
	const struct sighting *first_hello, *hello; /* whole or not */
	unsigned hellos;
	bool climbing;    /* the retry count rose */
	unsigned remarks; /* of all its hellos */

	/* name: the server's own look-ups */
	const struct sighting *ptr;     /* reverse name of the device's address */
	const struct sighting *forward; /* addresses of that name */

	/* callback */
	const struct sighting *called;       /* accepted, to the device's address */
	const struct sighting *call_refused; /* RST or ICMP */
	const struct sighting *call_silent;
	const struct sighting *astray; /* call-back to an address that is not the device's */

	/* secure, login, configure, commit */
	struct talks talks;
	bool unserved;    /* a hello came after something was said on a call-back */
	bool hello_again; /* ... and nothing was said since */

	/* what follows from these */
	bool started;
	enum step reached;    /* the last step completed on the wire, when |started| */
	enum step waiting_in; /* the step after it; the last one when all are reached */
	bool done;            /* all are: the device is provisioned */
	bool blind; /* of |waiting_in| nothing can be seen: no session, or no keys for it */
	int64_t waiting_since; /* nanoseconds since 1970 UTC */
	int64_t covered_until; /* end of the captures that show this device */
	enum step stop;        /* where it stopped, as far as wire and records say */
	bool decided;          /* what stopped it was seen; no patience is needed */
	bool stalled;  /* decided, or the patience of |waiting_in| ended inside the capture */
	bool ceased;   /* the next hello was due and did not come, with no call-back in view */
	bool has_gaps; /* frames are missing from the captures that show this device */
	bool server_in_view; /* packets from the server's side were captured */

	struct logged_words log; /* what the server's own log says of it */
	struct naming naming;
	/* Identify, name, profile: the reference server's; secure: the device's, of records alone. */
	enum decision decision[STEPS];
	const struct failure *refused_by; /* the first row that refuses, or NULL */
};

/* The device's last hello, or NULL. */
const struct seen_hello *attempt_hello(const struct attempt *attempt);

/* The method that the last hello asks for. */
enum method attempt_method(const struct attempt *attempt);

/* Seconds that |step| may take before its absence counts. */
int64_t attempt_patience(const struct attempt *attempt, enum step step);

/* Who connects to a device that was provisioned already does something else. */
bool attempt_was_provisioned_before(const struct attempt *attempt, const struct sighting *s);

/* Does the call-back look, from outside, as one that configured the device? */
bool attempt_looks_provisioned(const struct attempt *attempt);

/* A subject's attempts, folded: struct attempt *, freed with the array. */
GPtrArray *attempts_of(const struct fleet *fleet, const struct subject *subject);

/* Did the device come past what |finding| is about, later or all the same? */
bool attempt_passed(const struct attempt *attempt, const struct finding *finding);

/* Does the server have the habits of Intel SCS, as it has unless the site says otherwise? */
bool attempt_meets_scs(const struct attempt *attempt);

/* A PID as texts show it: masked unless asked for. */
const char *attempt_pid(const struct attempt *attempt, const char pid[PID_TEXT],
			char text[PID_TEXT]);

#endif
