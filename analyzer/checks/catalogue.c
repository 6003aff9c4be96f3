/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * catalogue.c - the stages in the order of provisioning. A new finding is a
 * predicate and a row in its stage's file; nothing is registered elsewhere.
 */
#include "catalogue.h"

extern const struct stage silent_stage, resolve_stage, connect_stage, hello_stage, identify_stage,
	name_stage, key_stage, setup_certificate_stage, setup_suffix_stage, secure_stage,
	login_stage, configure_stage;

const struct stage *const stages[] = {
	&silent_stage,       &resolve_stage, &connect_stage, &hello_stage,
	&identify_stage,     &name_stage,    &key_stage,     &setup_certificate_stage,
	&setup_suffix_stage, &secure_stage,  &login_stage,   &configure_stage,
};

const size_t stage_count = sizeof stages / sizeof stages[0];
