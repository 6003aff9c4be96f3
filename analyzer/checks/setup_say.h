/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_say.h - what rows about the setup certificate share: the rule that is
 * theirs, tried on the certificate in question, and how much it weighs.
 */
#ifndef CHECKS_SETUP_SAY_H
#define CHECKS_SETUP_SAY_H

#include "checks.h"
#include "setup_view.h"

/* Does the certificate in question break one of the rules of |finding|'s row? */
bool setup_breaks_rule(const struct attempt *attempt, struct finding *finding);

/* Was the device called back, and got no further since? */
bool setup_is_stuck(const struct attempt *attempt);

/* Is there a certificate to judge, so that its rows are decided? */
bool setup_is_judged(const struct attempt *attempt);

/* What the device would refuse is an error once it was asked and got no further. */
void setup_weigh(const struct attempt *attempt, const struct setup_view *view,
		 struct finding *finding);

/* Where the certificate in question stands. */
void setup_quote_certificate(const struct setup_view *view, struct finding *finding);
/* Where each suffix is known from. */
void setup_quote_suffixes(const struct setup_view *view, struct finding *finding);

#define OF_A_DEVICE .step = STEP_SECURE, .method = METHOD_PKI, .side_by_side = true
#define OF_THE_CHAIN OF_A_DEVICE, .needs = NEEDS(SITE_CERTIFICATE), .ruled_out = setup_is_judged

#endif
