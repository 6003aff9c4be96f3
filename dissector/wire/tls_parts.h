/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tls_parts.h - reads that the decoders of tls.h share. */
#ifndef WIRE_TLS_PARTS_H
#define WIRE_TLS_PARTS_H

#include "reader.h"

uint32_t tls_u24(struct reader *r);

/* A vector whose length stands before it in |width| (1 to 3) bytes. */
struct bytes tls_vector(struct reader *r, unsigned width);

#endif
