/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plugin.c - the four symbols that Wireshark looks for, and nothing else.
 *
 * The protocol is called iamt: Wireshark's own "amt" is Automatic Multicast
 * Tunneling. Interface: README.plugins of the Wireshark sources.
 */
#include "iamt.h"

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
}

void plugin_register(void)
{
	static proto_plugin iamt = {
		.register_protoinfo = register_iamt,
		.register_handoff = connection_handoff,
	};

	proto_register_plugin(&iamt);
}
