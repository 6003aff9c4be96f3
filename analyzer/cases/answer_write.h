/* SPDX-License-Identifier: GPL-2.0-or-later */
/* answer_write.h - a recorded answer as HTTP and SOAP, as a device would say it. */
#ifndef CASES_ANSWER_WRITE_H
#define CASES_ANSWER_WRITE_H

#include "answers.h"
#include "soap.h"

/* Appends the answer |reply| to |request|; NULL: a plain fault, for nothing was recorded. */
void answer_write(GString *out, const struct reply *reply, const struct soap *request);

/* Appends a challenge to log in; |stale|: again, for the nonce was an old one. */
void answer_write_challenge(GString *out, bool stale);

#endif
