/* SPDX-License-Identifier: GPL-2.0-or-later */
/* numbers.h - numbers of the wire that also those speak of who never see its bytes. */
#ifndef WIRE_NUMBERS_H
#define WIRE_NUMBERS_H

/* DNS record types (RFC 1035, 3596) and response codes (RFC 1035, 4.1.1). */
enum dns_type {
	DNS_A = 1,
	DNS_CNAME = 5,
	DNS_SOA = 6,
	DNS_PTR = 12,
	DNS_AAAA = 28,
};

enum {
	DNS_NOERROR = 0,
	DNS_SERVFAIL = 2,
	DNS_NXDOMAIN = 3,
	DNS_REFUSED = 5
};

/* The hello's interface versions (Intel AMT Implementation and Reference Guide). */
enum {
	HELLO_VERSION_PSK = 2,
	HELLO_VERSION_PKI = 3
};

/* AMT's ports (IANA): the server's for hellos, the device's for all else. */
enum {
	HELLO_PORT = 9971,
	HTTP_PORT = 16992,
	TLS_PORT = 16993,
	REDIRECTION_PORT = 16994,
	REDIRECTION_TLS_PORT = 16995,
	RMCP_PORT = 623,     /* its TCP port carries HTTP */
	RMCP_TLS_PORT = 664, /* the same inside TLS */
	APF_PORT = 4433,     /* the server's; not IANA's */
};

#endif
