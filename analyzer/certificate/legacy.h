/* SPDX-License-Identifier: GPL-2.0-or-later */
/* legacy.h - OpenSSL's legacy provider, where RC4, DES, RC2, SEED and IDEA now live. */
#ifndef CERTIFICATE_LEGACY_H
#define CERTIFICATE_LEGACY_H

#include <stdbool.h>

/* Loads it at the first call, for the rest of the run. False when it is not installed. */
bool legacy_load(void);

#endif
