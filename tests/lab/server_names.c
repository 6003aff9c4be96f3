/* SPDX-License-Identifier: GPL-2.0-or-later */
/* server_names.c - what the server asks of DNS: a reverse name, and a name's address. */
#include "server.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <resolv.h>
#include <stdio.h>
#include <string.h>

#include "words.h"

/* The first record of |type| in the answer for |name|. */
static bool ask(const char *name, ns_type type, ns_msg *message, ns_rr *record)
{
	static unsigned char answer[NS_PACKETSZ];
	struct __res_state state = {0};
	int length;

	res_ninit(&state);
	state.nscount = 1;
	state.retry = 2;
	state.nsaddr_list[0] =
		(struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(NS_DEFAULTPORT)};
	inet_pton(AF_INET, word("dns", "10.86.1.1"), &state.nsaddr_list[0].sin_addr);
	length = res_nquery(&state, name, ns_c_in, type, answer, sizeof answer);
	res_nclose(&state);
	if (length <= 0 || ns_initparse(answer, length, message) != 0)
		return false;
	for (int i = 0; i < ns_msg_count(*message, ns_s_an); i++)
		if (ns_parserr(message, ns_s_an, i, record) == 0 && ns_rr_type(*record) == type)
			return true;
	return false;
}

bool reverse_name(const struct sockaddr_in6 *address, char name[TEXT])
{
	const unsigned char *v4 = address->sin6_addr.s6_addr + 12;
	char question[TEXT];
	ns_msg message;
	ns_rr record;

	snprintf(question, sizeof question, "%u.%u.%u.%u.in-addr.arpa", v4[3], v4[2], v4[1], v4[0]);
	if (!ask(question, ns_t_ptr, &message, &record)) {
		say("%s: no name", question);
		return false;
	}
	return ns_name_uncompress(ns_msg_base(message), ns_msg_end(message), ns_rr_rdata(record),
				  name, TEXT) > 0;
}

bool forward_address(const char *name, struct sockaddr_in6 *address)
{
	unsigned char *v4 = address->sin6_addr.s6_addr;
	ns_msg message;
	ns_rr record;

	if (!ask(name, ns_t_a, &message, &record))
		return false;
	memset(v4, 0, 10);
	v4[10] = v4[11] = 0xff;
	memcpy(v4 + 12, ns_rr_rdata(record), 4);
	return true;
}
