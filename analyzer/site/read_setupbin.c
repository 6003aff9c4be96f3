/* SPDX-License-Identifier: GPL-2.0-or-later */
/* read_setupbin.c - the key pairs of a USB key's Setup.bin as rows of pid_map. */
#include "read.h"
#include "setupbin.h"

#define RECORD_IS_DATA 1

static void put_pair(struct records *records, const struct setupbin_record *pair, unsigned number)
{
	struct record *record = records_add(records, SITE_PID_MAP, number);
	int pid = column_named(SITE_PID_MAP, "pid"), pps = column_named(SITE_PID_MAP, "pps");

	record_set(records, SITE_PID_MAP, record, (unsigned)pid, pair->pid);
	record_set(records, SITE_PID_MAP, record, (unsigned)pps, pair->has_pps ? pair->pps : NULL);
}

/* PIDs of such a file are as untrusted as any text. */
static bool is_pair(const struct setupbin_record *record)
{
	return record->type == RECORD_IS_DATA && record->valid && record->has_pid &&
	       pid_is_well_formed(bytes_of(record->pid, PID_LENGTH)) &&
	       (!record->has_pps || strlen(record->pps) == PPS_LENGTH);
}

bool read_setupbin(struct records *records, const char *path, struct bytes content,
		   GPtrArray *problems, GError **error)
{
	struct reader r = reader_over(content);
	struct setupbin_record record;
	struct setupbin file;
	unsigned pairs = 0;

	setupbin_decode(&file, &r);
	for (uint32_t i = 0; i < file.records && setupbin_decode_record(&record, &r); i++)
		if (is_pair(&record))
			put_pair(records, &record, ++pairs);
	explicit_bzero(&record, sizeof record);
	records_give(records, SITE_PID_MAP, path, false);
	if (!rd_ok(&r)) {
		g_set_error(error, SITE_ERROR, SITE_ERROR_RECORD,
			    "%s: is cut short behind %u key pairs", path, pairs);
		return false;
	}
	if (!pairs)
		problem_add(problems, true, g_strdup(path), "holds no key pair");
	return true;
}
