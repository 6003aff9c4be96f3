/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * suffix.h - does a device's domain suffix fit the name of a setup certificate?
 *
 * The suffix is one of the name, label by label; or, under top-level domains
 * that firmware knows, the last two or three labels of both agree. Case and
 * dots at the end do not count. A name that begins with "*." is compared
 * without that.
 *
 * Sources: Intel's PKI certificate verification methods, quoted in public,
 * and MeshCentral, certoperations.js, which have the same table.
 */
#ifndef WIRE_SUFFIX_H
#define WIRE_SUFFIX_H

enum suffix_fit {
	SUFFIX_FITS_NOT,
	SUFFIX_FITS_LABELS, /* only by the last labels that its top-level domain counts */
	SUFFIX_FITS,        /* the name ends in the whole suffix */
};

/* How |suffix|, a domain that a device was given, fits |name| of a certificate (CN or DNS name). */
enum suffix_fit suffix_fits(const char *suffix, const char *name);

#endif
