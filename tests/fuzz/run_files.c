/* SPDX-License-Identifier: GPL-2.0-or-later */
/* run_files.c - gives each file named to a fuzz target once, where libFuzzer is not built in. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* An exact-size copy, so that a stray read is seen by the sanitizer. */
static int run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	long size;

	if (!f || fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0 || fseek(f, 0, SEEK_SET)) {
		perror(path);
		return 1;
	}
	uint8_t *data = malloc(size ? (size_t)size : 1);
	size_t n = data ? fread(data, 1, (size_t)size, f) : 0;

	fclose(f);
	LLVMFuzzerTestOneInput(data, n);
	free(data);
	return 0;
}

int main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++)
		failed |= run_file(argv[i]);
	return failed;
}
