/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_setupbin.c - any bytes as a Setup.bin.
 *
 * Spans lie inside the input; a decoder with a trace reads what one without
 * reads; keys are whole texts.
 */
#include <stdlib.h>

#include "setupbin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct span spans[20000];

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_spans(const struct trace *trace, size_t n)
{
	for (unsigned i = 0; i < trace->n; i++)
		must(spans[i].off <= n && spans[i].len <= n - spans[i].off);
	must(trace->depth == 0);
}

static void check_record(const struct setupbin_record *record)
{
	must(!record->has_pid || record->pid[PID_LENGTH] == '\0');
	must(!record->has_pps || record->pps[PPS_LENGTH] == '\0');
	must(record->variables || !(record->has_pid || record->has_pps));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct trace trace = trace_into(spans, sizeof spans / sizeof spans[0]);
	struct reader r = reader_over(bytes_of(data, n)), bare = r;
	struct setupbin file, plain_file;
	struct setupbin_record record, plain;
	uint32_t i;

	r.trace = &trace;
	must(setupbin_decode(&file, &r) == setupbin_decode(&plain_file, &bare));
	must(file.records == plain_file.records);
	for (i = 0; i < file.records && rd_ok(&r); i++) {
		bool whole = setupbin_decode_record(&record, &r);

		must(setupbin_decode_record(&plain, &bare) == whole);
		must(plain.variables == record.variables && plain.has_pps == record.has_pps);
		check_record(&record);
	}
	check_spans(&trace, n);
	return 0;
}
