/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stop.c - a flag and a counter; see stop.h. */
#include "stop.h"

#include <stdatomic.h>

static atomic_bool stopped;
static atomic_uint_fast64_t taken;

void capture_stop(void)
{
	atomic_store(&stopped, true);
}

bool capture_stopped(void)
{
	return atomic_load_explicit(&stopped, memory_order_relaxed);
}

uint64_t capture_bytes_taken(void)
{
	return atomic_load_explicit(&taken, memory_order_relaxed);
}

void capture_take_bytes(size_t n)
{
	atomic_fetch_add_explicit(&taken, n, memory_order_relaxed);
}
