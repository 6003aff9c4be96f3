/* SPDX-License-Identifier: GPL-2.0-or-later */
/* story.h - a device's story while it is told; the files of the timeline share it. */
#ifndef ENGINE_STORY_H
#define ENGINE_STORY_H

#include "diagnosis.h"

struct story {
	GArray *lines; /* struct event */
	const struct fleet *fleet;
	const struct sighting *sighting; /* the one at hand */
};

/* A line of what happened at |at|; none when that never was. */
void story_tell(struct story *story, enum step step, struct moment at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* What was said on the connection at hand. */
void story_tell_session(struct story *story, const struct seen_session *session);
void story_tell_calls(struct story *story, const struct seen_calls *calls);

/* "0 (Success)" or "a fault, DestinationUnreachable": what came of a call. Free it. */
char *story_result(const struct seen_call *call);
/* "AMT_SetupAndConfigurationService.CommitChanges". Free it. */
char *story_call_name(const struct seen_call *call);
/* "fatal bad_record_mac (20)". Free it. */
char *story_alert(const struct seen_alert *alert);

/* A PSK identity as texts show it: a PID masked unless asked for; what is none is not shown. */
const char *story_identity(const struct fleet *fleet, const char *identity, char text[PID_TEXT]);

#endif
