/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * root_certificate.h - does a certificate name itself as its issuer?
 *
 *   Certificate = { { [0] version, serial, algorithm, issuer, validity, subject, ... }, ... }
 *
 * Only the names are compared: that is what marks the end of a chain. Who
 * wants to know more of a certificate asks analyzer/certificate/.
 *
 * Source: RFC 5280, 4.1; ITU-T X.690, 8.1 (tags and lengths).
 */
#ifndef WIRE_ROOT_CERTIFICATE_H
#define WIRE_ROOT_CERTIFICATE_H

#include "bytes.h"

/* Are issuer and subject of the certificate |der| the same? False if it cannot be read. */
bool certificate_is_root(struct bytes der);

#endif
