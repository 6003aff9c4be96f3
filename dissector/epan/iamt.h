/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iamt.h - what the files of the plugin share: one protocol and how it is shown. */
#ifndef EPAN_IAMT_H
#define EPAN_IAMT_H

#include "compat.h"

#include "message.h"
#include "remarks.h"

extern int proto_iamt;

/* A message being shown: where its bytes are and what became of them. */
struct shown {
	tvbuff_t *tvb;
	packet_info *pinfo;
	proto_item *top; /* item of the whole message; NULL when nobody looks at the tree */
	struct trace trace;
	proto_item **item; /* one for each span of |trace| */
};

/* Gives |shown| room for its spans, in the packet's memory. */
void spans_prepare(struct shown *shown);

/* Adds an item for each span below |shown->top|. */
void spans_show(struct shown *shown);

/* The item of the |nth| span of |field|, or that of the message. */
proto_item *spans_item(const struct shown *shown, enum field field, unsigned nth);

/* What the reader left over when the bytes ran out, from |offset|, and the name of what it read. */
void spans_show_cut(struct shown *shown, size_t offset, enum field failed);

/* Raises the remarks that apply to |seen| as expert items. */
void experts_raise(struct shown *shown, const struct remarked *seen);
void experts_raise_one(struct shown *shown, enum remark remark, proto_item *item);

/* "The message is not whole": where it ran out, and whether more may come. */
void experts_raise_short(struct shown *shown, enum field failed, bool more_may_come);

void fields_register(void);
void experts_register(void);
void connection_register(void);
void connection_handoff(void);

/* Header field of a field of fields.def. */
int fields_hf(enum field field);
int fields_ett(enum field field);

#endif
