/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * remedy.h - record changes: how a row says them, and trying them.
 *
 * A remedy is tried on the devices of its finding and on nothing else: the
 * sightings of their last attempt again, with changed records. Whatever a row adds,
 * only what removes the finding and lets the devices get further is reported;
 * so a value that the records do not take, or that does not help, costs
 * nothing but its own line.
 */
#ifndef ENGINE_REMEDY_H
#define ENGINE_REMEDY_H

#include "fleet.h"
#include "trial.h"

/*
 * For rows. Adds a change in the words of --set. Values of the wire or the
 * records go through remedy_value(); what nobody knows yet is a placeholder
 * that cannot be taken for a real one.
 */
void remedy_add(GPtrArray *changes, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* |value| in quotes where it needs them. Free it. */
char *remedy_value(const char *value);

/* "unknown" under the domain that the device asked in or was given, else under "invalid". Free it. */
char *remedy_fqdn(const struct attempt *attempt);

/* How far the reference server lets an attempt get. */
struct fate {
	enum step step;
	const struct failure *by; /* what refuses it there, or NULL */
	const char *lacks;        /* undecided: the records that are missing, or NULL */
};

/* A device's last attempt again, with these records or others. */
struct rerun {
	GPtrArray *attempts; /* of the device; only the last one knows the records */
	struct attempt *last;
	GPtrArray *findings; /* struct finding *, of the last one */
	struct fate fate;
};

/* Valid as long as |site| is; to be cleared. What the fleet shares stays as it was. */
void rerun_device(struct rerun *rerun, const struct fleet *fleet, const struct device *device,
		  const struct site *site);
void rerun_clear(struct rerun *rerun);

/* Where an explained attempt stops. */
struct fate fate_of(const struct attempt *attempt);
/* Below 0, 0 or above: does |a| stop before |b|? A refusal is before what nobody decides. */
int fate_order(const struct fate *a, const struct fate *b);

/* Does it no longer show |row|, without stopping before |before|? */
bool rerun_is_rid_of(const struct rerun *rerun, const struct failure *row,
		     const struct fate *before);

/* What reports get of it. |changes| are copied. */
void verified_fill(struct verified_remedy *verified, const GPtrArray *changes,
		   const struct fate *fate, const struct diagnose_options *options);
void verified_clear(struct verified_remedy *verified);
void verified_free(struct verified_remedy *verified);

/* Tries the remedy of each finding, which costs its changes and two explanations of each device. */
void remedies_try(const struct diagnosis *diagnosis);

#endif
