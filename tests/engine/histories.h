/* SPDX-License-Identifier: GPL-2.0-or-later */
/* histories.h - the table of histories.def, and the records that many of them are told with. */
#ifndef TESTS_ENGINE_HISTORIES_H
#define TESTS_ENGINE_HISTORIES_H

#include <stddef.h>

#define CHANGES 8

struct history {
	const char *name;
	const char *story;
	const char *records[CHANGES]; /* as --set would give them */
	/* "ID/severity/certainty/known?CANDIDATE!CANDIDATE ...": named ('?') or not ('!'); may be cut */
	const char *finds;
	const char *never; /* ids that must not be found, "*" = no error at all */
};

/* A PID whose check character holds: the one of Intel's own example. */
#define PID "0000037M"
#define UUID1 "000000aa-0000-0000-0000-000000000001"
#define GUID1 "{00000000-0000-0000-0000-0000000000A1}"
#define GUID2 "00000000-0000-0000-0000-0000000000a2"
/* All records in the device's favour, but for the table that a case is about. */
#define TIMEOUT "configuration.props_script_timeout=180"
#define NO_DNS "configuration.use_dns_ip_resolution=0"
#define KEY "pid_map+pid=" PID
#define NAMED "systems+uuid=" UUID1 ",fqdn=pc1.example.test,profile=standard"

#define LOGGED(t, text) "amt_log+time=1970-01-01T00:0" t "Z,uuid=" UUID1 ",level=error,text=" text

static const struct history histories[] = {
#include "histories.def"
};

#define HISTORIES (sizeof histories / sizeof histories[0])

#endif
