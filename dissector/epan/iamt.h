/* SPDX-License-Identifier: GPL-2.0-or-later */
/* iamt.h - what the files of the plugin share: one protocol and how it is shown. */
#ifndef EPAN_IAMT_H
#define EPAN_IAMT_H

#include "compat.h"

#include "message.h"
#include "remarks.h"

extern int proto_iamt;

/* Owner of handles that stand before another dissector's: no layer of their own. */
#define NO_PROTOCOL -1

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

/* "The message is not whole" for another reason than bytes that ran out. */
void experts_raise_refused(struct shown *shown, const char *why);

void fields_register(void);
void experts_register(void);
void connection_register(void);
void connection_handoff(void);

/* Is the protocol not disabled? Only handles that others own have to ask. */
bool iamt_is_enabled(void);

/* Binds |handle| to TCP ports, and makes them the preference iamt.<name>.ports. */
void ports_bind(const char *name, const char *title, const char *ports, dissector_handle_t handle);
module_t *ports_register(void);
void ports_handoff(void);

/* Counts a message in the statistics, -z iamt,tree. */
void statistics_count(packet_info *pinfo, const struct message *message);
void statistics_register(void);

/*
 * A hello of the device that |pinfo| comes from: later connections to it are its call-backs.
 * |whole| is NULL while it is not whole.
 */
void links_note_hello(packet_info *pinfo, const struct hello *whole);
/* What is known of the links of this packet, below |tree|, or below an item of their own. */
void links_show_hello(tvbuff_t *tvb, packet_info *pinfo, proto_item *hello);
void links_show_callback(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);
void links_register(void);

/* The DNS answer that led to a connection: notes what this packet is of it, and shows it. */
void dns_links_show(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);
void dns_links_register(void);

void tls_port_register(void);
void tls_port_handoff(void);
void redirection_port_register(void);
void redirection_port_handoff(void);
void apf_tunnel_register(void);
void apf_tunnel_handoff(void);
void calls_register(void);
void calls_handoff(void);
void pong_handoff(void);

/* Header field of a field of fields.def. */
int fields_hf(enum field field);
int fields_ett(enum field field);

#endif
