/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_dhcp.c - both versions; texts lie in the arena and end there, counts keep their bounds. */
#include "dhcp.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void expect_text(const struct dhcp *dhcp, const char *text)
{
	if (!text)
		return;
	assert(text >= dhcp->text && text < dhcp->text + dhcp->text_used);
	assert(memchr(text, '\0', (size_t)(dhcp->text + dhcp->text_used - text)));
	for (const char *c = text; *c; c++)
		assert(*c > ' ' && *c < 0x7f && !(*c >= 'A' && *c <= 'Z'));
}

static void expect_sound(const struct dhcp *dhcp)
{
	assert(dhcp->text_used <= sizeof dhcp->text);
	assert(dhcp->dns_count <= DHCP_DNS_MAX && dhcp->suffix_count <= DHCP_SUFFIX_MAX);
	assert(dhcp->has_suffix || dhcp->suffix_count == 0);
	for (unsigned i = 0; i < dhcp->suffix_count; i++)
		expect_text(dhcp, dhcp->suffix[i]);
	expect_text(dhcp, dhcp->host_name);
	expect_text(dhcp, dhcp->fqdn);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct dhcp dhcp;
	struct reader v4 = reader_over(bytes_of(data, n)), v6 = v4;

	dhcp_looks_like(bytes_of(data, n));
	dhcp_decode(&dhcp, &v4);
	expect_sound(&dhcp);
	dhcpv6_looks_like(bytes_of(data, n));
	dhcpv6_decode(&dhcp, &v6);
	expect_sound(&dhcp);
	return 0;
}
