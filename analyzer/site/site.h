/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * site.h - the server's records: what the operator knows and the wire does not show.
 *
 * Records come from a SQLite database or a folder of CSV files (one a table,
 * named after it); either way they are copied into rows of text with the
 * tables and columns of schema.sql, what-if changes are made there, and the
 * rows are then read into plain arrays and keyed tables. The operator's own
 * file is never written, and SQLite never sees its name.
 *
 * A table that was not given is not an empty one: site_has() tells, and what
 * it would decide stays undecided. Certificates lie in files beside the
 * records, which are read too. No row shows a PPS: site_pps() gives it.
 * Our copies of it are wiped by site_free(); so are the file's content and,
 * by an allocator that wipes what it frees, SQLite's pages.
 */
#ifndef SITE_SITE_H
#define SITE_SITE_H

#include <glib.h>

#include "address.h"
#include "certificate_facts.h"
#include "pid.h"
#include "uuid.h"

enum site_table {
	SITE_PID_MAP,
	SITE_CONFIGURATION,
	SITE_SYSTEMS,
	SITE_OOB_CAPABILITY,
	SITE_LOCATION,
	SITE_IDENTIFICATION,
	SITE_DNS,
	SITE_SERVER,
	SITE_CERTIFICATE,
	SITE_PROFILE,
	SITE_DEVICE,
	SITE_SERVICE,
	SITE_AMT_LOG,
	SITE_TABLES
};

extern const char *const site_table_names[SITE_TABLES];

/* Times are nanoseconds since 1970 UTC, 0 = not given. Strings are "" when not given. */
struct site_pid {
	char pid[PID_TEXT];
	bool used, has_pps, has_uuid;
	struct uuid uuid;
	const char *label;
};

struct site_system {
	struct uuid uuid;
	const char *fqdn, *profile, *status;
	struct address address;
};

/* A machine in the inventory, by its resource GUID. A switch that is not given is on. */
struct site_capability {
	const char *resource_guid; /* lower case, no braces */
	struct uuid uuid;
	bool amt_capable, amt_enabled, network_interface_enabled;
};

struct site_location {
	const char *resource_guid, *fqdn;
	int64_t updated;
};

struct site_identification {
	const char *resource_guid, *name, *domain;
	int64_t updated;
};

struct site_dns {
	const char *name, *type, *value; /* lower case, no trailing dot */
	struct address server;
	const char *vantage;
};

struct site_server {
	struct address address;
	const char *hostname, *role;
	uint16_t port; /* 0 = not given */
};

struct site_certificate {
	const char *label, *file, *password_file, *store;
	bool has_private_key, key_given; /* the latter: somebody says whether it has */
};

/* What the file of such a row holds. */
struct site_chain {
	const struct certificate_facts *const
		*certificate; /* the leaf first, then as in the file */
	unsigned count;
	struct certificate_chain way; /* of these; |ordered| speaks of the file */
	bool has_key;                 /* a private key is there too, */
	bool key_opens;               /* ... could be read, */
	bool key_fits;                /* ... and is the leaf's */
};

struct site_profile {
	const char *name, *match, *ou;
};

struct site_device {
	bool has_uuid, has_mac, otp_expected;
	struct uuid uuid;
	struct mac mac;
	const char *firmware, *suffix, *sca_fqdn;
	struct address sca_address;
};

struct site_service {
	const char *name, *state;
	int64_t since;
};

/* A line of the server's own log. */
struct site_log_line {
	int64_t time;
	bool has_uuid;
	struct uuid uuid;
	const char *level, *text;
};

/* Rows of one table in the order given; |n| may be 0. */
#define SITE_ROWS(type)                 \
	struct {                        \
		const struct type *row; \
		size_t n;               \
	}

struct site {
	bool has[SITE_TABLES];
	SITE_ROWS(site_pid) pids;
	SITE_ROWS(site_system) systems;
	SITE_ROWS(site_capability) capabilities;
	SITE_ROWS(site_location) locations;
	SITE_ROWS(site_identification) identifications;
	SITE_ROWS(site_dns) dns;
	SITE_ROWS(site_server) servers;
	SITE_ROWS(site_certificate) certificates;
	SITE_ROWS(site_profile) profiles;
	SITE_ROWS(site_device) devices;
	SITE_ROWS(site_service) services;
	SITE_ROWS(site_log_line) log;
	struct site_private *private;
};

#define SITE_ERROR site_error_quark()
GQuark site_error_quark(void);
enum site_error {
	SITE_ERROR_OPEN,   /* no such file or folder, not a database */
	SITE_ERROR_RECORD, /* a record that cannot be: file, line and what */
	SITE_ERROR_CHANGE, /* a what-if change that does not parse or names nothing */
};

/*
 * Loads the records at |path| (NULL: none at all) and makes the what-if
 * |changes| (NULL-terminated, may be NULL) on the copy. NULL with |error| set
 * when they cannot be used. A change to a table that was not given makes it
 * one that was.
 */
struct site *site_load(const char *path, const char *const *changes, GError **error);
void site_free(struct site *site);

static inline bool site_has(const struct site *site, enum site_table table)
{
	return site->has[table];
}

/* The value of a configuration row, or NULL. Only letters and digits of a name count, no case. */
const char *site_configuration(const struct site *site, const char *name);

/* The value as a number or a switch (1/0, true/false, yes/no, on/off). False when absent or other. */
bool site_number(const struct site *site, const char *name, int64_t *value);
bool site_switch(const struct site *site, const char *name, bool *value);

/*
 * The value of the analyzer's policy |name| ("used_pid", ...): the row's, else
 * the default. NULL for a name that is no policy, and for a row with a value
 * that the policy does not know.
 */
const char *site_policy(const struct site *site, const char *name);

/*
 * Writes the PPS that belongs to |pid|, without dashes. False when there is
 * none of the right length. The caller wipes its copy.
 */
bool site_pps(const struct site *site, const char *pid, char pps[PPS_LENGTH + 1]);

/* A row by its key, or NULL. UUIDs are looked up in both byte orders; |swapped| says which matched. */
const struct site_pid *site_find_pid(const struct site *site, const char pid[PID_TEXT]);
const struct site_system *site_find_system(const struct site *site, const struct uuid *uuid,
					   bool *swapped);
const struct site_device *site_find_device(const struct site *site, const struct uuid *uuid,
					   bool *swapped);

/*
 * The |nth| capability row of a UUID, location row of a resource GUID: there
 * may be several, which is a failure of its own. NULL behind the last.
 */
const struct site_capability *site_find_capability(const struct site *site, const struct uuid *uuid,
						   unsigned nth, bool *swapped);
const struct site_location *site_find_location(const struct site *site, const char *resource_guid,
					       unsigned nth);

/* What the file of |row| holds; NULL when it names none, or one that a change named later. */
const struct site_chain *site_certificate_chain(const struct site *site,
						const struct site_certificate *row);

/* Does the server have the key of |row|? The row's own word, else what its file shows. */
bool site_certificate_has_key(const struct site *site, const struct site_certificate *row);

/* The |nth| exported DNS record of |name| and |type| ("a", "ptr"), or NULL. */
const struct site_dns *site_find_dns(const struct site *site, const char *name, const char *type,
				     unsigned nth);

#endif
