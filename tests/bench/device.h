/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device.h - an AMT device that is provisioned, a frame at a time, so that
 * many of them can be interleaved with each other and with everything else.
 */
#ifndef BENCH_DEVICE_H
#define BENCH_DEVICE_H

#include "trace.h"

struct device {
	uint32_t number;
	unsigned step;    /* frames sent */
	struct end end;   /* the device */
	struct end other; /* its server */
	uint32_t isn[2];
};

/* The |number|-th device; |hello_only| leaves out DHCP, DNS and the call-back. */
struct device device_of(struct trace *trace, uint32_t number, bool hello_only);

/* Sends the device's next frame. False when there was none left. */
bool device_step(struct trace *trace, struct device *device, bool hello_only);

/* The messages alone; the length of what was written into |b|. */
#define DEVICE_ROOM 1400
size_t device_discover(uint8_t b[DEVICE_ROOM], const struct end *client, uint32_t xid,
		       unsigned kind);
size_t device_hello(uint8_t b[DEVICE_ROOM], struct trace *trace, uint32_t number);
size_t device_question(uint8_t b[DEVICE_ROOM], unsigned id, const char *const labels[],
		       const uint8_t answer[4]);

#endif
