/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * diagnosis.h - what the engine concludes: devices and findings.
 *
 * This is all that reports are made of. Everything in it is owned by the
 * diagnosis, but for catalogue rows (constant) and the capture facts (the
 * sightings', which must outlive it). Order is final: devices worst first,
 * findings by severity, step and id.
 */
#ifndef ENGINE_DIAGNOSIS_H
#define ENGINE_DIAGNOSIS_H

#include <glib.h>

#include "remarks.h"
#include "room.h"
#include "sighting.h"
#include "site.h"

/* The steps of provisioning, in their order. */
enum step {
	STEP_ADDRESS,
	STEP_RESOLVE,
	STEP_CONNECT,
	STEP_HELLO,
	STEP_IDENTIFY,
	STEP_NAME,
	STEP_PROFILE,
	STEP_CALLBACK,
	STEP_SECURE,
	STEP_LOGIN,
	STEP_CONFIGURE,
	STEP_COMMIT,
	STEPS
};

extern const char *const step_names[STEPS]; /* as reports write them: "address" ... */

/* How sure: of what the title says, not of every cause that may stand behind it. */
enum certainty {
	CERTAINTY_POSSIBLE,
	CERTAINTY_LIKELY,
	CERTAINTY_CERTAIN,
};

extern const char *const certainty_names[];
extern const char *const severity_names[];

/* By what a failure is known. */
enum known {
	KNOWN_WIRE,
	KNOWN_RECORDS,
	KNOWN_SILENCE,
	KNOWN_LOG,
	KNOWN_CANDIDATE, /* never reported by itself, only named by other findings */
};

extern const char *const known_names[];

enum outcome {
	OUTCOME_FAILED,
	OUTCOME_UNKNOWN,
	OUTCOME_IN_PROGRESS,
	OUTCOME_PROVISIONED,
	OUTCOMES
};

extern const char *const outcome_names[OUTCOMES];

enum method {
	METHOD_UNKNOWN,
	METHOD_PSK,
	METHOD_PKI,
};

extern const char *const method_names[]; /* NULL, "psk", "pki" */

struct attempt;
struct finding;
struct setup_comparison;
struct fleet;
struct subject;

#define NEEDS(table) (1u << (table))
#define NEEDS_VANTAGE (1u << 31) /* a capture at the server's side */

/* A way for provisioning not to happen: a constant row of the catalogue. */
struct failure {
	const char *id; /* "AMT-K01" */
	enum step step;
	enum severity severity;
	enum known known;
	const char *title;  /* what is seen: one short line */
	const char *cause;  /* what may stand behind it */
	const char *remedy; /* what to do */
	const char *source; /* document and section */
	/* Set when the row is a remark of one message: severity and texts are the remark's. */
	const struct remark_row *remark;
	/*
	 * True if |attempt| shows this failure; then fills |finding|'s certainty,
	 * message, evidence, needs and candidates where they are not the row's
	 * usual ones (likely, title, none). NULL for candidates.
	 */
	bool (*applies)(const struct attempt *attempt, struct finding *finding);
	/* Of a row that lacks its records: does something else exclude it? NULL: nothing does. */
	bool (*ruled_out)(const struct attempt *attempt);
	bool by_absence;    /* it rests on something that was not seen */
	bool until_called;  /* what the device did next was to a wrong host: no step is passed */
	enum method method; /* of the hellos that it concerns; METHOD_UNKNOWN = either */
	bool side_by_side;  /* reports lay the certificates in question beside it */
	uint32_t needs;     /* NEEDS(table)s of the records without which it stays possible */
	/*
	 * Adds the record changes that remedy |attempt|, which shows this failure
	 * (remedy_add() of remedy.h); none where this case has none. NULL when
	 * the remedy is no record change. What is added is tried before it is said.
	 */
	void (*remedy_changes)(const struct attempt *attempt, GPtrArray *changes);
};

/* The texts of a row, wherever they stand. */
const char *failure_title(const struct failure *row);
const char *failure_cause(const struct failure *row);
const char *failure_remedy(const struct failure *row);
const char *failure_source(const struct failure *row);

/* The whole catalogue in the order of its stages; ends with a row without id. */
const struct failure *catalogue_row(size_t i);        /* NULL behind the last */
const struct failure *catalogue_find(const char *id); /* with or without "AMT-", any case */

struct evidence {
	unsigned capture;   /* sightings_file() */
	struct place place; /* frame 0: the site's records, |text| names the row */
	char *text;         /* what stands there */
};

/*
 * Record changes that were tried on a copy of the records, and how far the
 * reference server then lets the devices get: the least of them.
 */
struct verified_remedy {
	GPtrArray *set;           /* char *: values of --set; PIDs masked unless asked for */
	enum step then;           /* where it stops, or the call-back */
	const struct failure *by; /* what stops it there, or NULL */
	char *beyond;             /* without |by|: why no more can be said */
};

/* Devices whose part in a finding somebody knows of: it does not count for the exit status. */
struct acceptance {
	const char *by;  /* "baseline" or "suppression" */
	char *reason;    /* as given, or NULL */
	char *until;     /* the last day, "2027-01-31", or NULL */
	GArray *devices; /* unsigned: indexes into the diagnosis' devices */
};

/* A failure, observed. */
struct finding {
	const struct failure *row;
	enum step step;         /* the row's; of a last row, where the attempt stopped */
	enum severity severity; /* the row's, or lowered */
	enum certainty certainty;
	enum known known;                 /* the row's, the log, or what was compared */
	char *message;                    /* one sentence with the values of this case */
	GArray *devices;                  /* unsigned: indexes into the diagnosis' devices */
	GArray *evidence;                 /* struct evidence */
	GPtrArray *needs;                 /* char *: records or captures that would settle it */
	GPtrArray *candidates;            /* const char *: ids of rows that stay possible */
	struct verified_remedy *verified; /* NULL: no record change helps, or none is known */
	GPtrArray *accepted; /* struct acceptance *; NULL: none. Whoever thinks leaves it so */
	bool counts;         /* for the exit status; for whoever reports to say */
};

/* Is every device of |finding|, or the finding itself where it has none, accepted? */
bool finding_is_accepted(const struct finding *finding);

/* Why |finding| does not count of |device|, an index; negative: it has none. NULL: it counts. */
const struct acceptance *finding_acceptance(const struct finding *finding, int device);

/* A line that the server would have written. */
struct logged {
	int64_t time; /* the capture's */
	unsigned capture;
	unsigned attempt; /* of the device, from 0 */
	const char *book; /* "AMT log", "trace" */
	bool sourced;     /* these very words are a source's; else they are ours */
	char *text;
};

/* One line of a device's story. */
struct event {
	int64_t time;
	unsigned capture; /* sightings_file() */
	uint64_t frame;
	enum step step;
	char *text;
};

/* How far, and where it stopped. |stopped| is meaningless when |complete|. */
struct progress {
	const struct failure *by; /* predicted: what refuses it, or NULL */
	bool known;
	bool started;          /* at least one step was reached */
	bool complete;         /* nothing stopped it within what can be decided */
	enum step reached : 8; /* the last step that was completed */
	enum step stopped : 8;
};

/* Most devices have one address: it needs no memory of its own. */
struct addresses {
	unsigned n;
	struct address first;
	struct address *more; /* n - 1 of them */
};

const struct address *addresses_at(const struct addresses *addresses, unsigned i);
bool addresses_have(const struct addresses *addresses, const struct address *address);
void addresses_add(struct addresses *addresses, const struct address *address);

/* Pointers first: there may be a hundred thousand of these. */
struct device {
	const struct addresses *addresses; /* in the order seen */
	const char *fqdn;                  /* as the server would have it, or NULL */
	const char *verdict; /* one sentence; the PID in it is masked unless shown is asked for */
	GArray *timeline;    /* NULL: timeline_of() makes it */
	struct setup_comparison *setup; /* NULL: setup_comparison_of() makes it */
	const struct subject *subject;  /* the engine's own */
	struct progress observed, predicted;
	struct uuid uuid;
	struct address server; /* none if it never was known */
	unsigned hellos;
	uint32_t retry; /* of the last hello */
	unsigned timeline_left_out;
	struct mac mac;
	char pid[PID_TEXT]; /* "" without */
	bool has_uuid;
	enum method method : 8;
	enum outcome outcome : 8;
	enum certainty outcome_certainty : 8;
};

/* A record change and the devices whose next obstacle it removes. */
struct what_if_change {
	struct verified_remedy tried;
	GArray *helps; /* unsigned: indexes of devices */
};

/* The first refusal of each device removed again and again, until none is left or none can be. */
struct what_if {
	GPtrArray *changes;     /* struct what_if_change *, those that help most devices first */
	GArray *beyond_records; /* unsigned: indexes of devices that stop and that no record helps */
};

struct diagnosis {
	const struct sightings *sightings; /* the capture facts */
	struct fleet *fleet;               /* the engine\'s own */
	GStringChunk *strings;             /* verdicts and names of devices */
	struct room room;                  /* of devices, when the engine made them */
	GPtrArray *limits;   /* GPtrArray of char *, per capture: what it cannot show */
	GPtrArray *devices;  /* struct device * */
	GPtrArray *findings; /* struct finding * */
	unsigned count[OUTCOMES];
	unsigned severities[SEVERITY_ERROR + 1];
	char *verdict;           /* of the whole: one sentence */
	struct what_if *what_if; /* NULL unless asked for */
};

struct diagnose_options {
	bool show_pids; /* write PIDs in full into texts */
	bool what_if;   /* fill struct what_if */
};

/*
 * A device's story, struct event in time order, to be unreferenced: made when
 * asked for, for a hundred thousand of them would fill memory. |left_out| says
 * how many sightings in its middle are not told.
 */
GArray *timeline_of(const struct diagnosis *diagnosis, const struct device *device,
		    unsigned *left_out);

/* What the server would have logged of it, struct logged, likewise made when asked for. */
GArray *log_of(const struct diagnosis *diagnosis, const struct device *device);

/* Thinks: a pure function of sightings (which it sorts) and records. */
struct diagnosis *diagnose(struct sightings *sightings, const struct site *site,
			   const struct diagnose_options *options);
void diagnosis_free(struct diagnosis *diagnosis);

#endif
