/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * messages.h - messages one behind the other on a connection, as redirection and APF send them.
 *
 * The loop is the same for both: read one, ask the carrier for more bytes when
 * it is not whole, show it, go on. What differs is a struct of functions.
 */
#ifndef EPAN_MESSAGES_H
#define EPAN_MESSAGES_H

#include "iamt.h"

struct spoken {
	/* Can a message of ours begin like this? */
	bool (*looks_like)(struct bytes start);
	/* Reads one message; changes nothing, for it may be read again with more bytes. */
	bool (*decode)(void *state, packet_info *pinfo, struct message *message, struct reader *r);
	/* A whole message was read and shown below |tree|, the packet's. */
	void (*whole)(void *state, struct shown *shown, const struct message *message,
		      proto_tree *tree);
	/* Do the bytes from here on speak another protocol? Then it has shown them. May be NULL. */
	bool (*handed_over)(void *state, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);
};

/*
 * Shows all messages in |tvb|; gives how many of its bytes are dealt with.
 * |tcp| is what TCP told about the segment; NULL where another protocol carries them.
 */
int messages_show(const struct spoken *spoken, void *state, tvbuff_t *tvb, packet_info *pinfo,
		  proto_tree *tree, const struct tcpinfo *tcp);

/*
 * Asks TCP to call once more at the FIN, even if that carries no bytes. It does
 * so for a flow that is marked as running to its end; the mark goes when a
 * message is whole.
 */
void messages_mark_flow(packet_info *pinfo, bool runs_to_its_end);

/* Shows that |message| is one of AMT's in the columns, behind those before it in the packet. */
void messages_show_columns(packet_info *pinfo, const struct message *message, bool whole);

/* Says behind the name of the protocol what the message is, where somebody looks. */
void messages_name(proto_item *top, const struct message *message);

/* A number that is 0 when the dissection of a packet begins; one for each |what|. */
unsigned *messages_counter(packet_info *pinfo, enum field what);

/* The bytes of |tvb| that were captured. */
struct bytes messages_bytes(tvbuff_t *tvb);

#endif
