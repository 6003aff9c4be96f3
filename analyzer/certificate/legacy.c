/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * legacy.c - loads the legacy provider once.
 *
 * A provider that is loaded by name switches off the silent loading of the
 * default one, which is therefore loaded by name as well.
 */
#include "legacy.h"

#include <openssl/err.h>
#include <openssl/provider.h>

bool legacy_load(void)
{
	static OSSL_PROVIDER *legacy;

	if (!legacy && OSSL_PROVIDER_load(NULL, "default"))
		legacy = OSSL_PROVIDER_load(NULL, "legacy");
	ERR_clear_error();
	return legacy;
}
