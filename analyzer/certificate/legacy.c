/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * legacy.c - loads the legacy provider once.
 *
 * A provider that is loaded by name switches off the silent loading of the
 * default one, which is therefore loaded by name as well.
 */
#include "legacy.h"

#include <stdlib.h>

#include <glib.h>
#include <openssl/err.h>
#include <openssl/provider.h>

static OSSL_PROVIDER *loaded[2];

/* Before OpenSSL's own cleaning up, which takes a provider that is still held for in use. */
static void unload(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(loaded); i++)
		if (loaded[i])
			OSSL_PROVIDER_unload(loaded[i]);
}

static bool load(void)
{
	loaded[0] = OSSL_PROVIDER_load(NULL, "default");
	loaded[1] = loaded[0] ? OSSL_PROVIDER_load(NULL, "legacy") : NULL;
	atexit(unload);
	ERR_clear_error();
	return loaded[1];
}

bool legacy_load(void)
{
	enum {
		LOADED = 1,
		MISSING
	};
	static gsize legacy; /* captures may be looked at side by side */

	if (g_once_init_enter(&legacy))
		g_once_init_leave(&legacy, load() ? LOADED : MISSING);
	return legacy == LOADED;
}
