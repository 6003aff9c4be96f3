/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ports.c - TCP ports as preferences: iamt.redirection.ports and the like.
 *
 * Wireshark's own preference of a port exists once a protocol, and the hello
 * has it. Handles bound here are the plugin's own, so that a disabled iamt
 * leaves the ports to whoever would have had them.
 */
#include "iamt.h"

#define HTTP_PORTS "16992" /* HTTP_PORT, as a preference is written */
#define BOUND_MAX 4

static struct bound {
	dissector_handle_t handle;
	range_t *ports; /* what the preference says */
	range_t *used;  /* what is registered */
} bounds[BOUND_MAX];
static unsigned bound_count;

static module_t *module;
static dissector_handle_t http_handle;
static int proto_http_port = -1; /* a name in lists: "iamt" alone is the hello */

static void rebind(void)
{
	for (unsigned i = 0; i < bound_count; i++) {
		struct bound *bound = &bounds[i];

		if (ranges_are_equal(bound->used, bound->ports))
			continue;
		dissector_delete_uint_range("tcp.port", bound->used, bound->handle);
		bound->used = range_copy(wmem_epan_scope(), bound->ports);
		dissector_add_uint_range("tcp.port", bound->used, bound->handle);
	}
}

void ports_bind(const char *name, const char *title, const char *ports, dissector_handle_t handle)
{
	struct bound *bound = &bounds[bound_count++];

	bound->handle = handle;
	range_convert_str(wmem_epan_scope(), &bound->ports, ports, MAX_TCP_PORT);
	bound->used = range_copy(wmem_epan_scope(), bound->ports);
	dissector_add_uint_range("tcp.port", bound->used, handle);
	prefs_register_range_preference(
		module, wmem_strdup_printf(wmem_epan_scope(), "%s.ports", name), title,
		"TCP ports on which this is looked for", &bound->ports, MAX_TCP_PORT);
}

/* Wireshark would find this HTTP by its first line; on its own port every piece is HTTP. */
static int dissect_http(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
	pinfo->can_desegment = pinfo->saved_can_desegment; /* HTTP asks for more, not we */
	return call_dissector_only(http_handle, tvb, pinfo, tree, data);
}

module_t *ports_register(void)
{
	module = prefs_register_protocol(proto_iamt, rebind);
	proto_http_port = proto_register_protocol_in_name_only(
		"Intel AMT's HTTP", "AMT HTTP", "iamt_http", proto_iamt, FT_PROTOCOL);
	return module;
}

void ports_handoff(void)
{
	http_handle = find_dissector("http-over-tcp");
	dissector_handle_t handle = create_dissector_handle(dissect_http, proto_http_port);

	if (http_handle)
		ports_bind("http", "HTTP ports", HTTP_PORTS, handle);
}
