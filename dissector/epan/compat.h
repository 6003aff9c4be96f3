/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compat.h - every difference between the Wireshark versions we build with.
 *
 * Wireshark 4.0 and newer; what changed and when: release notes and the
 * headers of 4.0, 4.4 and 4.6. No other file asks for a version.
 */
#ifndef EPAN_COMPAT_H
#define EPAN_COMPAT_H

/* Makes WS_DLL_PUBLIC export our four symbols where visibility is hidden. */
#define WS_BUILD_DLL

#include <ws_version.h>

#include <wireshark.h>

#include <epan/conversation.h>
#include <epan/dissectors/packet-tcp.h>
#include <epan/dissectors/packet-tls.h>
#include <epan/expert.h>
#include <epan/packet.h>
#include <epan/prefs.h>
#include <epan/proto_data.h>
#include <epan/secrets.h>
#include <epan/srt_table.h>
#include <epan/stats_tree.h>
#include <epan/tap.h>
#include <epan/to_str.h>
#include <epan/uat.h>
#include <epan/wmem_scopes.h>
#include <wiretap/secrets-types.h>

#define WIRESHARK_VERSION (WIRESHARK_VERSION_MAJOR * 100 + WIRESHARK_VERSION_MINOR)

/* The type that callbacks return, and names: GLib's until 4.2, C99's since 4.4. */
#if WIRESHARK_VERSION >= 404
#define CALLBACK_BOOL bool
#define tvb_u8 tvb_get_uint8
#else
#define CALLBACK_BOOL gboolean
#define tvb_u8 tvb_get_guint8
#endif

/* Where a guess inside TLS says who takes the rest of the session. */
#if WIRESHARK_VERSION >= 402
#define tls_app_handle(data) (((struct tlsinfo *)(data))->app_handle)
#else
#define tls_app_handle(data) ((dissector_handle_t *)(data))
#endif

/* Between the parts of a menu's path in the statistics. */
#ifndef STATS_TREE_MENU_SEPARATOR
#define STATS_TREE_MENU_SEPARATOR "/"
#endif

#endif
