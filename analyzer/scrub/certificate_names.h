/* SPDX-License-Identifier: GPL-2.0-or-later */
/* certificate_names.h - who and what is named in a certificate, rewritten in place. */
#ifndef SCRUB_CERTIFICATE_NAMES_H
#define SCRUB_CERTIFICATE_NAMES_H

#include "der.h"
#include "mapping.h"

/* A Name (RFC 5280, 4.1.2.4). */
void rewrite_distinguished_name(struct mapping *m, const struct der *name);

/* A serial number: positive, and as long as it was. */
void rewrite_serial(struct mapping *m, const struct der *serial);

/* Extensions, a SEQUENCE of them. Usages and constraints stay; what is not known becomes zeros. */
void rewrite_extensions_of_certificate(struct mapping *m, struct der_cursor extensions);

#endif
