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
	struct setup_breach breach;
	struct setup_view view;

	setup_view_fill(&view, a);
	const struct setup_case *c = setup_in_question(&view);

	if (!c || !view.text_count || view.suffix[0].source != SETUP_SUFFIX_MEBX ||
	    !setup_judge(c, "AMT-P01", &breach))
		return false;
	g_free(breach.says);
	if (!setup_fits_dhcp(&view, c->certificate[0]))
		return false;
	setup_quote_suffixes(&view, f);
	finding_say(f, CERTAINTY_LIKELY,
		    "DHCP gives the certificate's suffix, but the device has its own: %s.",
		    view.suffix[0].text);
	setup_weigh(a, &view, f);
	f->known = KNOWN_RECORDS;
	return true;
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
		.applies = uses_another_suffix,
	},
};

const struct stage setup_suffix_stage = {rows, G_N_ELEMENTS(rows)};
