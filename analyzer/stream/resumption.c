/* SPDX-License-Identifier: GPL-2.0-or-later */
/* resumption.c - a ring of names and secrets; a name is kept as its SHA-256. */
#include "resumption.h"

#include <glib.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>

struct kept {
	uint8_t name[SHA256_DIGEST_LENGTH];
	uint8_t master[MASTER_LENGTH];
};

struct resumption {
	unsigned n; /* ever kept */
	struct kept kept[RESUMPTIONS_MAX];
};

struct resumption *resumption_new(void)
{
	return g_new0(struct resumption, 1);
}

void resumption_free(struct resumption *resumption)
{
	if (!resumption)
		return;
	OPENSSL_cleanse(resumption, sizeof *resumption);
	g_free(resumption);
}

void resumption_keep(struct resumption *resumption, struct bytes name,
		     const uint8_t master[MASTER_LENGTH])
{
	struct kept *kept = &resumption->kept[resumption->n % RESUMPTIONS_MAX];

	if (name.n == 0)
		return;
	SHA256(name.p, name.n, kept->name);
	memcpy(kept->master, master, MASTER_LENGTH);
	resumption->n++;
}

/* The newest first: ids may be used again. */
bool resumption_find(const struct resumption *resumption, struct bytes name,
		     uint8_t master[MASTER_LENGTH])
{
	uint8_t wanted[SHA256_DIGEST_LENGTH];
	unsigned n = MIN(resumption->n, RESUMPTIONS_MAX);

	if (name.n == 0)
		return false;
	SHA256(name.p, name.n, wanted);
	for (unsigned i = 1; i <= n; i++) {
		const struct kept *kept = &resumption->kept[(resumption->n - i) % RESUMPTIONS_MAX];

		if (memcmp(kept->name, wanted, sizeof wanted) == 0) {
			memcpy(master, kept->master, MASTER_LENGTH);
			return true;
		}
	}
	return false;
}
