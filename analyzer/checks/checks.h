/* SPDX-License-Identifier: GPL-2.0-or-later */
/* checks.h - what the stages' predicates share: sources, words, and the last rows. */
#ifndef CHECKS_CHECKS_H
#define CHECKS_CHECKS_H

#include "attempt.h"
#include "catalogue.h"
#include "finding.h"
#include "fleet.h"
#include "remedy.h"

/* Documents that rows cite. */
#define SEED "Symantec Connect, Troubleshooting Out of Band Management, Part 4 (2010)"
#define SDK_HELLO "Intel AMT Implementation and Reference Guide, Setup Mode Hello Messages"
#define SDK_FLOW                                                                       \
	"Intel AMT Implementation and Reference Guide, Overview of PSK/PKI Automatic " \
	"Configuration Flow"
#define TCP11 "Intel, Troubleshooting tcp_connect, WS-Man, SOAP and related errors (2011)"
#define CM_ALIAS "Microsoft TechNet, Configuration Manager out of band provisioning"
#define MESHCENTRAL "MeshCentral, amtprovisioningserver.js"
#define ERRORS "Intel AMT Implementation and Reference Guide, Errors and Return Values"
#define PSK_SETUP "Intel Technology Journal 12-4 (2008), Setup and Configuration of Intel AMT"
#define DEDUCED "deduced from how TCP, DNS and the server's steps work"

/* Text of an address in a buffer of the calling block. */
#define ADDRESS(a) address_text((a), (char[ADDRESS_TEXT]){0})

#define TIME_TEXT 32

/* "2026-03-02 08:00:00 UTC" into |text|, which is returned. */
const char *when_text(int64_t time, char text[TIME_TEXT]);

/* The last row of a stage: the attempt stopped at |row|'s step and no other row explains it. */
bool stopped_here(const struct attempt *attempt, struct finding *finding);

/* Is the inventory's name older than the device's lease, or not the name it has elsewhere? */
bool name_may_be_stale(const struct attempt *attempt);

/* A remark of the device's hello. */
bool hello_shows_remark(const struct attempt *attempt, struct finding *finding);

/*
 * Is it a provisioning at all? Whoever manages a provisioned device calls it
 * too: only a hello, or a commit, tells them apart.
 */
bool is_provisioned_now(const struct attempt *attempt);

/*
 * The last call that failed and of which |is| holds, unless it was called
 * again and then went well; |on| is NULL when there is none.
 */
struct talk_call failed_call(const struct attempt *attempt,
			     bool (*is)(const struct seen_call *call));

/* Quotes a call's answer, or the request that has none, with its name and result. */
bool quote_call(struct finding *finding, struct talk_call it);

#endif
