/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * legacy.c - loads the legacy provider once.
 *
 * A provider that is loaded by name switches off the silent loading of the
 * default one, which is therefore loaded by name as well.
 */
#include "legacy.h"

#include <glib.h>
#include <openssl/err.h>
#include <openssl/provider.h>

bool legacy_load(void)
{
	enum {
		LOADED = 1,
		MISSING
	};
	static gsize legacy; /* captures may be looked at side by side */

	if (g_once_init_enter(&legacy)) {
		bool loaded =
			OSSL_PROVIDER_load(NULL, "default") && OSSL_PROVIDER_load(NULL, "legacy");

		ERR_clear_error();
		g_once_init_leave(&legacy, loaded ? LOADED : MISSING);
	}
	return legacy == LOADED;
}
