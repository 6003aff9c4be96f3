/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plugin.c - the four symbols that Wireshark looks for, and nothing else.
 *
 * The protocol is called iamt: Wireshark's own "amt" is Automatic Multicast
 * Tunneling. Interface: README.plugins of the Wireshark sources.
 */
#include "keys.h"

WS_DLL_PUBLIC_DEF const char plugin_version[] = AMTRACE_VERSION;
WS_DLL_PUBLIC_DEF const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
WS_DLL_PUBLIC_DEF const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

WS_DLL_PUBLIC void plugin_register(void);

int proto_iamt = -1;

static void register_iamt(void)
{
	proto_iamt = proto_register_protocol("Intel AMT Provisioning", "IAMT", "iamt");
	fields_register();
	experts_register();
	connection_register();
	links_register();
	dns_links_register();
	keys_register(ports_register());
	tls_port_register();
	redirection_port_register();
	apf_tunnel_register();
	calls_register();
	statistics_register();
}

static void handoff_iamt(void)
{
	connection_handoff();
	ports_handoff();
	tls_port_handoff();
	redirection_port_handoff();
	apf_tunnel_handoff();
	calls_handoff();
	pong_handoff();
}

bool iamt_is_enabled(void)
{
	return proto_is_protocol_enabled(find_protocol_by_id(proto_iamt));
}

void plugin_register(void)
{
	static proto_plugin iamt = {
		.register_protoinfo = register_iamt,
		.register_handoff = handoff_iamt,
	};

	proto_register_plugin(&iamt);
}
