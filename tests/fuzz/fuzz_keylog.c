/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_keylog.c - any text; a secret that is found has its bounds. */
#include "keylog.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct keylog *keylog = keylog_new();
	uint8_t secret[KEYLOG_SECRET_MAX], id[32] = {0};

	keylog_read(keylog, bytes_of(data, n));
	assert(keylog_counts(keylog).secrets <= n);
	for (enum keylog_label label = 0; label < KEYLOG_LABELS; label++)
		assert(keylog_find(keylog, label, bytes_of(id, label == KEYLOG_RSA ? 8 : 32),
				   secret) <= sizeof secret);
	keylog_free(keylog);
	return 0;
}
