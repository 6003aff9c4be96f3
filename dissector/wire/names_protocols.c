/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * names_protocols.c - what the numbers of pong, redirection and APF are called.
 *
 * Sources: asf.h, redirection.h and apf.h name theirs; enterprise numbers are
 * IANA's. Disconnect reasons 1 to 15 are those of SSH (RFC 4250, 4.2.2), 16
 * to 18 those that Intel's MPS prints; open failures RFC 4250, 4.3.
 */
#include "names.h"

const struct name NAMES_ENTERPRISE[] = {
	{343, "Intel"},
	{4542, "Alerting Specifications Forum"},
	{0, NULL},
};

const struct name NAMES_PROVISIONING_STATE[] = {
	{0, "Pre-provisioning"},
	{1, "In provisioning"},
	{2, "Post-provisioning"},
	{0, NULL},
};

const struct name NAMES_REDIRECTION_TYPE[] = {
	{0x10, "Start redirection session"},
	{0x11, "Start redirection session, answer"},
	{0x12, "End redirection session"},
	{0x13, "Authenticate"},
	{0x14, "Authenticate, answer"},
	{0x20, "Start SOL"},
	{0x21, "Start SOL, answer"},
	{0x22, "End SOL"},
	{0x23, "End SOL, answer"},
	{0x24, "SOL keep-alive ping"},
	{0x25, "SOL keep-alive pong"},
	{0x27, "SOL controls to host"},
	{0x28, "SOL data to host"},
	{0x29, "SOL controls from host"},
	{0x2a, "SOL data from host"},
	{0x2b, "SOL heartbeat"},
	{0x40, "Open"},
	{0x41, "Open, answer"},
	{0x42, "IDER close"},
	{0x43, "IDER close, answer"},
	{0x44, "IDER keep-alive ping"},
	{0x45, "IDER keep-alive pong"},
	{0x46, "IDER reset occurred"},
	{0x47, "IDER reset occurred, answer"},
	{0x48, "IDER features"},
	{0x49, "IDER features, answer"},
	{0x4a, "IDER error occurred"},
	{0x4b, "IDER heartbeat"},
	{0x50, "IDER command written"},
	{0x51, "IDER command end"},
	{0x52, "IDER get data from host"},
	{0x53, "IDER data from host"},
	{0x54, "IDER data to host"},
	{0, NULL},
};

const struct name NAMES_REDIRECTION_STATUS[] = {
	{0, "Success"},
	{1, "Failed, or more is wanted"},
	{0, NULL},
};

const struct name NAMES_REDIRECTION_AUTH[] = {
	{0, "Query"},    {1, "User name and password in clear text"},
	{2, "Kerberos"}, {3, "Digest without client nonce"},
	{4, "Digest"},   {0, NULL},
};

const struct name NAMES_IDER_FEATURE[] = {
	{1, "Supported features"},
	{2, "Register state"},
	{3, "Set register state"},
	{0, NULL},
};

const struct name NAMES_APF_TYPE[] = {
	{1, "Disconnect"},
	{5, "Service request"},
	{6, "Service accept"},
	{50, "User authentication request"},
	{51, "User authentication failure"},
	{52, "User authentication success"},
	{80, "Global request"},
	{81, "Request success"},
	{82, "Request failure"},
	{90, "Channel open"},
	{91, "Channel open confirmation"},
	{92, "Channel open failure"},
	{93, "Channel window adjust"},
	{94, "Channel data"},
	{97, "Channel close"},
	{192, "Protocol version"},
	{208, "Keep-alive request"},
	{209, "Keep-alive reply"},
	{210, "Keep-alive options request"},
	{211, "Keep-alive options reply"},
	{250, "JSON control (MeshCentral)"},
	{0, NULL},
};

const struct name NAMES_APF_TRIGGER[] = {
	{1, "User"}, {2, "Alert"}, {3, "Provisioning"}, {4, "Periodic"}, {254, "Local"}, {0, NULL},
};

const struct name NAMES_APF_REASON[] = {
	{1, "Host not allowed to connect"},
	{2, "Protocol error"},
	{3, "Key exchange failed"},
	{5, "Message authentication code error"},
	{6, "Compression error"},
	{7, "Service not available"},
	{8, "Protocol version not supported"},
	{9, "Host key not verifiable"},
	{10, "Connection lost"},
	{11, "By application"},
	{12, "Too many connections"},
	{13, "Authentication cancelled by user"},
	{14, "No more authentication methods"},
	{15, "Invalid credentials"},
	{16, "Timed out"},
	{17, "By policy"},
	{18, "Temporarily unavailable"},
	{0, NULL},
};

const struct name NAMES_APF_OPEN_REASON[] = {
	{1, "Administratively prohibited"},
	{2, "Connect failed"},
	{3, "Unknown channel type"},
	{4, "Resource shortage"},
	{0, NULL},
};
