/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_baseline.c - any bytes as an earlier report. What can be read is asked
 * for a finding that has a device, and for one that has none.
 */
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "baseline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void ask(const struct baseline *baseline)
{
	struct addresses addresses = {.n = 1};
	struct device device = {
		.addresses = &addresses, .fqdn = "pc1.example.test", .has_uuid = true};
	struct finding finding = {.row = catalogue_row(0), .severity = SEVERITY_NOTE};

	address_parse(&addresses.first, "192.0.2.50");
	uuid_parse(&device.uuid, "11223344-5566-7788-99aa-bbccddeeff00");
	baseline_knows(baseline, &finding, &device);
	baseline_knows(baseline, &finding, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	int fd = memfd_create("baseline", MFD_CLOEXEC);
	char path[32];
	GError *error = NULL;

	g_assert(fd >= 0 && write(fd, data, n) == (ssize_t)n);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	struct baseline *baseline = baseline_read(path, &error);

	g_assert(!baseline == !!error);
	if (baseline)
		ask(baseline);
	baseline_free(baseline);
	g_clear_error(&error);
	close(fd);
	return 0;
}
