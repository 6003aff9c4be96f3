/* SPDX-License-Identifier: GPL-2.0-or-later */
/* secrets.c - key logs, kept together and wiped together. */
#include "secrets.h"

#include <glib.h>

bool secrets_add(struct secrets *secrets, struct bytes text)
{
	size_t n = MIN(text.n, SECRETS_MAX - secrets->n);

	if (!secrets->text)
		secrets->text = g_malloc(SECRETS_MAX);
	if (n)
		memcpy(secrets->text + secrets->n, text.p, n);
	secrets->n += n;
	return n == text.n;
}

void secrets_end(struct secrets *secrets)
{
	if (secrets->n && secrets->text[secrets->n - 1] != '\n')
		secrets_add(secrets, bytes_of("\n", 1));
}

void secrets_wipe(struct secrets *secrets)
{
	if (secrets->text)
		explicit_bzero(secrets->text, SECRETS_MAX);
	g_free(secrets->text);
	*secrets = (struct secrets){0};
}
