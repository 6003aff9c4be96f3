/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_certificate.c - any bytes as a certificate and as a file; texts are clean. */
#include "certificate.h"
#include "suffix.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_text(const char *text)
{
	assert(g_utf8_validate(text, -1, NULL));
	for (; *text; text++)
		assert(!g_ascii_iscntrl(*text));
}

static void check_list(const char **list, unsigned count)
{
	assert(count <= CERTIFICATE_LIST_MAX);
	for (unsigned i = 0; i < count; i++)
		check_text(list[i]);
}

static void check(const struct certificate_facts *facts)
{
	check_text(facts->subject);
	check_text(facts->issuer);
	check_text(facts->common_name);
	check_text(facts->key);
	check_text(facts->signature);
	check_text(facts->signature_hash);
	check_list(facts->units, facts->unit_count);
	check_list(facts->dns_names, facts->dns_name_count);
	check_list(facts->usages, facts->usage_count);
	suffix_fits("example.com", facts->common_name);
	suffix_fits(facts->common_name, "a.b.example.com");
}

static void check_chain(const GPtrArray *all)
{
	struct certificate_chain chain =
		certificate_chain_of((struct certificate **)all->pdata, all->len);

	assert(chain.length + chain.beside == all->len && chain.top < all->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct certificate_file *file = certificate_file_read(data, n, NULL, NULL);
	struct certificate *certificate = certificate_read(data, n);

	if (certificate)
		check(&certificate->facts);
	if (file)
		check_chain(file->certificates);
	certificate_free(certificate);
	certificate_file_free(file);
	return 0;
}
