/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device_locate.c - finding the server: "sca=ADDRESS", else by DNS.
 *
 * Asked are the name in "sca-name=", or provisionserver under each suffix, and
 * at last the bare ProvisionServer, of glibc's resolver, which is told which
 * name servers there are (Intel's guide, overviewofpskpkiautomaticconfigurationflow).
 */
#include "device.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "words.h"

static void place_set(struct place *place, int family, const void *address)
{
	uint16_t port = htons((uint16_t)word_number("port", 9971));

	memset(place, 0, sizeof *place);
	if (family == AF_INET) {
		struct sockaddr_in *v4 = (struct sockaddr_in *)&place->address;

		v4->sin_family = AF_INET;
		v4->sin_port = port;
		memcpy(&v4->sin_addr, address, sizeof v4->sin_addr);
		place->length = sizeof *v4;
	} else {
		struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&place->address;

		v6->sin6_family = AF_INET6;
		v6->sin6_port = port;
		memcpy(&v6->sin6_addr, address, sizeof v6->sin6_addr);
		place->length = sizeof *v6;
	}
}

static bool place_read(struct place *place, const char *text)
{
	unsigned char address[16];
	int family = strchr(text, ':') ? AF_INET6 : AF_INET;

	if (inet_pton(family, text, address) != 1)
		return false;
	place_set(place, family, address);
	return true;
}

static void resolver_set(struct __res_state *state)
{
	res_ninit(state);
	state->options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
	state->nscount = 0;
	state->retrans = (int)word_number("resolve-seconds", 5);
	state->retry = (int)word_number("resolve-tries", 3);
	for (const char *p = word("dns", ""); *p && state->nscount < MAXNS;
	     p += strcspn(p, ","), p += *p == ',') {
		struct sockaddr_in *server = &state->nsaddr_list[state->nscount];
		char text[64];

		snprintf(text, sizeof text, "%.*s", (int)strcspn(p, ","), p);
		server->sin_family = AF_INET;
		server->sin_port = htons(NS_DEFAULTPORT);
		if (inet_pton(AF_INET, text, &server->sin_addr) == 1)
			state->nscount++;
	}
}

static bool take_address(struct place *place, unsigned char *answer, int length, ns_type type)
{
	ns_msg message;
	ns_rr record;

	if (length <= 0 || ns_initparse(answer, length, &message) != 0)
		return false;
	for (int i = 0; i < ns_msg_count(message, ns_s_an); i++) {
		if (ns_parserr(&message, ns_s_an, i, &record) != 0 || ns_rr_type(record) != type)
			continue;
		place_set(place, type == ns_t_a ? AF_INET : AF_INET6, ns_rr_rdata(record));
		return true;
	}
	return false;
}

static bool ask(struct place *place, const char *name, ns_type type)
{
	unsigned char answer[NS_PACKETSZ];
	struct __res_state state = {0};
	int length;

	resolver_set(&state);
	if (state.nscount == 0)
		return false;
	length = res_nquery(&state, name, ns_c_in, type, answer, sizeof answer);
	res_nclose(&state);
	say("%s: %s", name, length > 0 ? "answered" : "no such name, or no answer");
	return take_address(place, answer, length, type);
}

static bool ask_both(struct place *place, const char *name)
{
	if (word_number("ipv6", 0) && ask(place, name, ns_t_aaaa))
		return true;
	return ask(place, name, ns_t_a);
}

bool locate(struct place *server)
{
	const char *suffixes = word("suffix", ""), *fixed = word("sca-name", "");
	char name[256];

	if (place_read(server, word("sca", "")))
		return true;
	if (*fixed)
		return ask_both(server, fixed);
	for (const char *p = suffixes; *p; p += strcspn(p, ","), p += *p == ',') {
		snprintf(name, sizeof name, "provisionserver.%.*s", (int)strcspn(p, ","), p);
		if (ask_both(server, name))
			return true;
	}
	return ask_both(server, "ProvisionServer");
}
