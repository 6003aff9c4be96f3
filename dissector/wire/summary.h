/* SPDX-License-Identifier: GPL-2.0-or-later */
/* summary.h - one line about a message of AMT's other protocols; behind message_summary(). */
#ifndef WIRE_SUMMARY_H
#define WIRE_SUMMARY_H

#include "apf.h"
#include "asf.h"
#include "line.h"
#include "redirection.h"
#include "soap.h"

void summary_put_pong(struct line *line, const struct pong *pong);
void summary_put_redirection(struct line *line, const struct redirection *redirection);
void summary_put_apf(struct line *line, const struct apf *apf);
void summary_put_soap(struct line *line, const struct soap *soap);

#endif
