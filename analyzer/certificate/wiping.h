/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * wiping.h - OpenSSL's memory, wiped when it is given back.
 *
 * OpenSSL wipes keys, but not what it makes of a file on the way to one: the
 * DER of a PEM file, for instance.
 */
#ifndef CERTIFICATE_WIPING_H
#define CERTIFICATE_WIPING_H

/* To be called before anything of OpenSSL is. */
void wiping_begin(void);

#endif
