/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * call_links.h - which answer belongs to which call.
 *
 * By the message id where the answer names one, else to the newest call of the
 * connection that has no answer: a 401 leaves calls that never get one.
 */
#ifndef EPAN_CALL_LINKS_H
#define EPAN_CALL_LINKS_H

#include "iamt.h"

struct call {
	uint32_t request_frame, response_frame; /* 0: not seen */
	nstime_t request_time;
	const char *class, *method, *message_id;
};

/* The call that |soap|, the |nth| of its packet, makes or answers; NULL if none was seen. */
const struct call *call_link(packet_info *pinfo, const struct soap *soap, unsigned nth);

/* Shows the other side of |call| and the time between, below |group|. */
void call_link_show(const struct call *call, const struct soap *soap, tvbuff_t *tvb,
		    packet_info *pinfo, proto_tree *group);

void call_links_register(void);

/* Counts an answer in the table of service response times, -z iamt,srt. |call| may be NULL. */
void response_times_count(packet_info *pinfo, const struct call *call, const struct soap *soap);
void response_times_register(void);

#endif
