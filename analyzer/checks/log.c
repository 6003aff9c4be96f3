/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * log.c - the words of SCS and of its properties script, and for which rows
 * of the catalogue they write them. A or B: a source has these words; C or D:
 * they are ours, and marked so wherever they are printed.
 */
#include "logbook.h"

#include "checks.h"

#define AMT_LOG "AMT log"
#define TRACE "trace"

const struct log_words log_words[LOG_MEANINGS] = {
	[LOG_PID_REFUSED] =
		{
			.book = AMT_LOG,
			.word = {"Invalid PID Map"},
			.passed = STEP_HELLO,
			.exact = true,
			.certainty = 'A',
			.source = SEED,
		},
	[LOG_NO_CERTIFICATE] =
		{
			.book = "AmtConfig.log",
			.word = {"thumbprint mismatch"},
			.passed = STEP_HELLO,
			.exact = true,
			.certainty = 'A',
			.source = "Broadcom, KB 439430",
		},
	[LOG_SCRIPT_FAILED] =
		{
			.book = AMT_LOG,
			.word = {"Properties Script Failed", "Provisioning Script Failed"},
			.passed = STEP_IDENTIFY,
			.certainty = 'A',
			.source = SEED,
		},
	[LOG_NO_FQDN] =
		{
			.book = TRACE,
			.word = {"Unable to locate FQDN"},
			.passed = STEP_IDENTIFY,
			.exact = true,
			.certainty = 'A',
			.source = SEED,
		},
	[LOG_CALL_FAILED] =
		{
			.book = AMT_LOG,
			.word = {"tcp_connect()", "tcp_connect", "getFullCoreVersion"},
			.passed = STEP_PROFILE,
			.certainty = 'B',
			.source = TCP11,
		},
	[LOG_DONE] =
		{
			.book = AMT_LOG,
			.word = {"Provisioned successfully", "Successfully provisioned",
				 "Provisioning completed", "Configuration completed",
				 "Provisioning succeeded"},
			.passed = STEP_COMMIT,
			.certainty = 'D',
			.source = "recollected",
		},
};

/* clang-format off */
const struct log_row log_rows[] = {
	/* row       logged              certainty */
	{"AMT-R01", LOG_NO_LINE,        'A'},
	{"AMT-R02", LOG_NO_LINE,        'A'},
	{"AMT-R03", LOG_NO_LINE,        'C'},
	{"AMT-R04", LOG_NO_LINE,        'B'},
	{"AMT-R05", LOG_NO_LINE,        'A'},
	{"AMT-R06", LOG_NO_LINE,        'A'},
	{"AMT-R07", LOG_NO_LINE,        'A'},
	{"AMT-T01", LOG_NO_LINE,        'A'},
	{"AMT-T02", LOG_NO_LINE,        'C'},
	{"AMT-T03", LOG_NO_LINE,        'A'},
	{"AMT-T04", LOG_NO_LINE,        'A'},
	{"AMT-T05", LOG_NO_LINE,        'C'},
	{"AMT-T06", LOG_NO_LINE,        'B'},
	{"AMT-K01", LOG_PID_REFUSED,    'A'},
	{"AMT-K02", LOG_PID_REFUSED,    'C'},
	{"AMT-K04", LOG_PID_REFUSED,    'C'},
	{"AMT-K05", LOG_PID_REFUSED,    'C'},
	{"AMT-K06", LOG_PID_REFUSED,    'A'},
	{"AMT-P07", LOG_NO_CERTIFICATE, 'A'},
	{"AMT-F01", LOG_SCRIPT_FAILED,  'A'},
	{"AMT-F01", LOG_NO_FQDN,        'A'},
	{"AMT-F02", LOG_SCRIPT_FAILED,  'A'},
	{"AMT-F02", LOG_NO_FQDN,        'A'},
	{"AMT-F03", LOG_SCRIPT_FAILED,  'A'},
	{"AMT-F03", LOG_NO_FQDN,        'A'},
	{"AMT-F09", LOG_SCRIPT_FAILED,  'A'},
	{"AMT-F10", LOG_SCRIPT_FAILED,  'C'},
	{"AMT-F11", LOG_SCRIPT_FAILED,  'A'},
	{"AMT-F12", LOG_SCRIPT_FAILED,  'C'},
	{"AMT-F13", LOG_SCRIPT_FAILED,  'C'},
	{"AMT-T07", LOG_CALL_FAILED,    'B'},
	{"AMT-T08", LOG_CALL_FAILED,    'B'},
	{"AMT-T09", LOG_CALL_FAILED,    'C'},
	{"AMT-T10", LOG_CALL_FAILED,    'B'},
};
/* clang-format on */

const size_t log_row_count = G_N_ELEMENTS(log_rows);
