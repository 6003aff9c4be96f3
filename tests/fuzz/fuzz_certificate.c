/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_certificate.c - any bytes as a certificate and as a file; texts are clean. */
#include "certificate.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_text(const char *text)
{
	assert(g_utf8_validate(text, -1, NULL));
	for (; *text; text++)
		assert(!g_ascii_iscntrl(*text));
}

static void check_list(char **list)
{
	assert(g_strv_length(list) <= CERTIFICATE_LIST_MAX);
	for (; *list; list++)
		check_text(*list);
}

static void check(const struct certificate *certificate)
{
	check_text(certificate->subject);
	check_text(certificate->issuer);
	check_text(certificate->common_name);
	check_list(certificate->units);
	check_list(certificate->dns_names);
	check_list(certificate->usages);
	certificate_name_fits("example.com", certificate->common_name);
	certificate_name_fits(certificate->common_name, "a.b.example.com");
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
		check(certificate);
	if (file)
		check_chain(file->certificates);
	certificate_free(certificate);
	certificate_file_free(file);
	return 0;
}
