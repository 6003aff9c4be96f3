/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fingerprint.h - what makes two findings of two runs the same one.
 *
 * Its id and the machines that it concerns; not their order, nor where in
 * which capture it was seen, nor any PID.
 */
#ifndef REPORT_FINGERPRINT_H
#define REPORT_FINGERPRINT_H

#include "diagnosis.h"

/* 32 hexadecimal digits. Free it. */
char *finding_fingerprint(const struct diagnosis *diagnosis, const struct finding *finding);

#endif
