/* SPDX-License-Identifier: GPL-2.0-or-later */
/* soap_text.h - names and numbers inside the texts of a call; used by soap.c alone. */
#ifndef WIRE_SOAP_TEXT_H
#define WIRE_SOAP_TEXT_H

#include "bytes.h"

/* |text| without white space around it. */
struct bytes soap_trimmed(struct bytes text);

/* What follows the last |mark| of |text|, or all of it. */
struct bytes soap_after_last(struct bytes text, char mark);

/* |name| without the ending that tells requests from answers. */
struct bytes soap_plain_name(struct bytes name);

bool soap_ends_with(struct bytes text, const char *end);

/* The class that a namespace of the older SOAP names, or nothing. */
struct bytes soap_class_of_namespace(struct bytes namespace);

/* Is |text| a decimal number of 32 bits? */
bool soap_number(struct bytes text, uint32_t *value);

/* The digits behind "AMT-STATUS" in |text|, or nothing. */
struct bytes soap_amt_status(struct bytes text);

#endif
