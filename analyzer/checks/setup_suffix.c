/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_suffix.c - stage P inside the call-back: the device's suffix against the names of
 * the server's certificate.
 */
#include "reference.h"
#include "setup_say.h"

/* The suffix of DHCP would fit; the one that the records say is set in the device does not. */
static bool uses_another_suffix(const struct attempt *a, struct finding *f)
{
	struct setup_view view;

	setup_view_fill(&view, a);
	if (!setup_uses_own_suffix(&view, setup_in_question(&view)))
		return false;
	setup_quote_suffixes(&view, f);
	finding_say(f, CERTAINTY_LIKELY,
		    "DHCP gives the certificate's suffix, but the device has its own: %s.",
		    view.suffix[0].text);
	setup_weigh(a, &view, f);
	f->known = KNOWN_RECORDS;
	return true;
}

/* What the MEBx is to hold: the first of DHCP's. */
static void use_suffix_of_dhcp(const struct attempt *a, GPtrArray *changes)
{
	struct setup_view view;
	char uuid[UUID_TEXT];

	setup_view_fill(&view, a);
	for (unsigned i = 0; i < view.suffix_count && changes->len == 0; i++) {
		if (view.suffix[i].source != SETUP_SUFFIX_DHCP)
			continue;
		g_autofree char *suffix = remedy_value(view.suffix[i].text);

		remedy_add(changes, "device[uuid=%s].suffix=%s", uuid_text(&a->subject->uuid, uuid),
			   suffix);
	}
}

static bool fits_nothing(const struct attempt *a, struct finding *f)
{
	return !uses_another_suffix(a, f) && setup_breaks_rule(a, f);
}

/* Neither DHCP nor the MEBx, which only the records know of. */
static bool has_no_suffix(const struct attempt *a, struct finding *f)
{
	struct setup_view view;

	if (attempt_method(a) != METHOD_PKI || !reference_device(a))
		return false;
	setup_view_fill(&view, a);
	if (!view.lease || view.suffix_count)
		return false;
	finding_quote(f, view.lease, view.lease->lease->ack, "DHCP gives no suffix");
	finding_quote_record(f, "device: no suffix");
	if (!setup_is_stuck(a))
		f->severity = MIN(f->severity, SEVERITY_WARNING);
	return finding_say(f, CERTAINTY_LIKELY,
			   "No suffix to compare a setup certificate with: DHCP gives the device "
			   "none, and the records know of none.");
}

static bool dhcp_gives_one(const struct attempt *a)
{
	struct setup_view view;

	setup_view_fill(&view, a);
	for (unsigned i = 0; i < view.suffix_count; i++)
		if (view.suffix[i].source == SETUP_SUFFIX_DHCP)
			return true;
	return false;
}

static bool dhcp_gives_none(const struct attempt *a)
{
	return !dhcp_gives_one(a);
}

static const struct failure rows[] = {
	{
		.id = "AMT-P01",
		OF_THE_CHAIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Certificate does not fit the device's suffix",
		.cause = "DHCP option 15, or the PKI DNS suffix of the MEBx, is no suffix of the "
			 "certificate's CN or DNS names.",
		.remedy = "Use a certificate for the devices' own domain, give that domain by "
			  "option 15, or set the suffix in the MEBx.",
		.source = "Intel, remote provisioning, what happens there (2008); Open AMT, RPS",
		.applies = fits_nothing,
	},
	{
		.id = "AMT-P02",
		OF_A_DEVICE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_DEVICE),
		.title = "Device has no suffix",
		.cause = "DHCP gives no option 15 and none is set in the MEBx, so that firmware "
			 "cannot tell whether the certificate is of its own domain.",
		.remedy = "Give option 15 in the device's scope, or set the PKI DNS suffix in the "
			  "MEBx.",
		.source = "Open AMT documentation, missing DNS suffix (error 24)",
		.ruled_out = dhcp_gives_one,
		.applies = has_no_suffix,
	},
	{
		.id = "AMT-P03",
		OF_A_DEVICE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.needs = NEEDS(SITE_DEVICE),
		.title = "Device does not use DHCP's suffix",
		.cause = "A suffix that is set in the MEBx takes the place of option 15.",
		.remedy = "Set the right PKI DNS suffix in the MEBx, or clear it.",
		.source = "MeshCentral, issue 3691",
		.ruled_out = dhcp_gives_none,
		.applies = uses_another_suffix,
		.remedy_changes = use_suffix_of_dhcp,
	},
};

const struct stage setup_suffix_stage = {rows, G_N_ELEMENTS(rows)};
