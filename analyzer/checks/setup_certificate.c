/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_certificate.c - the server's certificate, as the device sees it: stages L and P
 * inside the call-back.
 *
 * What the rules compare stands in engine/setup_certificate.c; a row says
 * which of them are its own. The chain on the wire counts; before the server
 * has sent one the best of its records does, and then nothing has failed yet.
 */
#include "checks.h"
#include "names.h"
#include "setup_view.h"

#define PRO_CERTIFICATE \
	"Intel AMT Implementation and Reference Guide, Acquiring an Intel vPro Certificate"
#define PKI_FLOW "Intel AMT Implementation and Reference Guide, Remote Setup and Configuration Flow"
#define CM_CERTIFICATE "Microsoft TechNet blog, out of band management certificates (2011-02-22)"

static bool is_pki(const struct attempt *a)
{
	return attempt_method(a) == METHOD_PKI;
}

static bool was_called(const struct attempt *a)
{
	return a->started && a->reached >= STEP_CALLBACK;
}

/* The device has not been asked yet: nothing has failed, but it will. */
static void foretell(const struct attempt *a, struct finding *f)
{
	f->known = KNOWN_RECORDS;
	if (was_called(a))
		finding_bound(f, CERTAINTY_LIKELY);
	else
		f->severity = MIN(f->severity, SEVERITY_WARNING);
}

/* Of several reasons the surest is the error. */
static void lower_unless_worst(struct finding *f, const struct setup_case *c)
{
	struct setup_breach worst;

	if (!setup_worst(c, &worst))
		return;
	if (strcmp(worst.row, f->row->id) != 0)
		f->severity = MIN(f->severity, SEVERITY_WARNING);
	g_free(worst.says);
}

static void quote_suffixes(const struct setup_view *view, struct finding *f)
{
	for (unsigned i = 0; i < view->suffix_count; i++) {
		const struct setup_suffix *s = &view->suffix[i];

		if (!s->by)
			finding_quote_record(f, "device: suffix %s", s->text);
		else if (s->source == SETUP_SUFFIX_DHCP)
			finding_quote(f, s->by, s->by->lease->ack, "DHCP gives the suffix %s",
				      s->text);
		else
			finding_quote_place(f, s->by, s->by->name->question_place,
					    "the device asks under the suffix %s", s->text);
	}
}

/* What the comparison was made with. */
static void quote_device(const struct attempt *a, const struct setup_view *view, struct finding *f)
{
	if (strcmp(f->row->id, "AMT-L06") == 0)
		finding_quote_hello(f, a->hello, HELLO_FIELD_HASH_COUNT,
				    "root hashes that the device takes");
	if (strcmp(f->row->id, "AMT-P01") == 0)
		quote_suffixes(view, f);
}

static bool owned_breaks_rule(const struct attempt *a, const struct setup_view *view,
			      struct finding *f)
{
	struct setup_breach breach;

	if (!view->owned || !setup_judge(&view->of_owned, f->row->id, &breach))
		return false;
	g_autofree char *says = breach.says;

	finding_quote_record(f, "certificate: %s (%s)", setup_label(view->owned),
			     view->owned->file);
	quote_device(a, view, f);
	finding_say(f, breach.certainty, "Setup certificate %s of the records: %s.",
		    setup_label(view->owned), says);
	lower_unless_worst(f, &view->of_owned);
	foretell(a, f);
	return true;
}

static bool breaks_rule(const struct attempt *a, struct finding *f)
{
	struct setup_view view;

	if (!is_pki(a))
		return false;
	setup_view_fill(&view, a);
	return owned_breaks_rule(a, &view, f);
}

/* A CA that no longer gives the usage leaves it out at a renewal. */
static bool lacks_usage(const struct attempt *a, struct finding *f)
{
	finding_candidate(f, "AMT-L13");
	return breaks_rule(a, f);
}

/* Both of a file's own doing: the key that lies beside the certificate is not its. */
static bool has_foreign_key(const struct attempt *a, struct finding *f)
{
	struct setup_view view;

	if (!is_pki(a))
		return false;
	setup_view_fill(&view, a);
	const struct site_chain *chain =
		view.owned ? site_certificate_chain(a->site, view.owned) : NULL;

	if (!chain || !chain->key_opens || chain->key_fits)
		return false;
	finding_quote_record(f, "certificate: %s (%s)", setup_label(view.owned), view.owned->file);
	finding_say(f, CERTAINTY_CERTAIN,
		    "Setup certificate %s of the records: its file holds the private key of "
		    "another certificate.",
		    setup_label(view.owned));
	foretell(a, f);
	return true;
}

static bool same_hash(const struct seen_hash *a, const struct seen_hash *b)
{
	return a->length == b->length && memcmp(a->value, b->value, a->length) == 0;
}

/* The first hash of |before| that |now| has not; all others of |before| must be in it. */
static const struct seen_hash *lost_hash(const struct seen_hashes *before,
					 const struct seen_hashes *now)
{
	const struct seen_hash *lost = NULL;

	for (unsigned i = 0; i < before->n; i++) {
		bool kept = false;

		for (unsigned k = 0; k < now->n && !kept; k++)
			kept = same_hash(&before->hash[i], &now->hash[k]);
		if (!kept && lost)
			return NULL;
		if (!kept)
			lost = &before->hash[i];
	}
	return lost;
}

/* The last hello of an earlier attempt with one hash more, or NULL. */
static const struct sighting *longer_hello(const struct attempt *a, const struct seen_hash **lost)
{
	const struct seen_hello *now = attempt_hello(a);
	const struct sighting *longer = NULL;

	for (unsigned i = 0; i < a->siblings->len && a->siblings->pdata[i] != a; i++) {
		const struct attempt *earlier = a->siblings->pdata[i];
		const struct seen_hello *before = attempt_hello(earlier);

		if (!before || !before->whole || !before->hashes ||
		    before->hashes->n != now->hashes->n + 1)
			continue;
		*lost = lost_hash(before->hashes, now->hashes);
		longer = *lost ? earlier->hello : longer;
	}
	return longer;
}

static bool lost_its_own_hash(const struct attempt *a, struct finding *f)
{
	const struct seen_hello *now = attempt_hello(a);
	const struct seen_hash *lost = NULL;

	if (!is_pki(a) || !now->whole || !now->hashes)
		return false;
	const struct sighting *before = longer_hello(a, &lost);

	if (!before)
		return false;
	const char *ca = root_ca_name(bytes_of(lost->value, lost->length));

	finding_quote_hello(f, before, HELLO_FIELD_HASH_COUNT, "root hashes before");
	finding_quote_hello(f, a->hello, HELLO_FIELD_HASH_COUNT, "root hashes now");
	/* A hash of the maker's is not wiped with those that were added. */
	return finding_say(f, ca ? CERTAINTY_POSSIBLE : CERTAINTY_LIKELY,
			   "The device has lost a root hash: %u before, %u now; %s is gone.",
			   now->hashes->n + 1, now->hashes->n, ca ? ca : "one of no known CA");
}

/* The suffix of DHCP would fit; the one that the records say is set in the device does not. */
static bool uses_another_suffix(const struct attempt *a, struct finding *f)
{
	struct setup_breach breach;
	struct setup_view view;

	if (!is_pki(a))
		return false;
	setup_view_fill(&view, a);
	if (!view.owned || !view.text_count || view.suffix[0].source != SETUP_SUFFIX_MEBX ||
	    !setup_judge(&view.of_owned, "AMT-P01", &breach))
		return false;
	g_free(breach.says);
	if (!setup_fits_dhcp(&view, view.of_owned.certificate[0]))
		return false;
	quote_suffixes(&view, f);
	finding_say(f, CERTAINTY_LIKELY,
		    "DHCP gives the certificate's suffix, but the device has its own: %s.",
		    view.suffix[0].text);
	foretell(a, f);
	return true;
}

static bool fits_nothing(const struct attempt *a, struct finding *f)
{
	return !uses_another_suffix(a, f) && breaks_rule(a, f);
}

/* Neither DHCP nor, as far as records go, the MEBx. */
static bool has_no_suffix(const struct attempt *a, struct finding *f)
{
	struct setup_view view;

	if (!is_pki(a))
		return false;
	setup_view_fill(&view, a);
	if (!view.lease || view.suffix_count)
		return false;
	finding_quote(f, view.lease, view.lease->lease->ack, "DHCP gives no suffix");
	if (view.device)
		finding_quote_record(f, "device: no suffix");
	else
		finding_need(f, "the device's own suffix (device.suffix), which its MEBx shows");
	finding_say(f, view.device ? CERTAINTY_LIKELY : CERTAINTY_POSSIBLE,
		    "No suffix to compare a setup certificate with: DHCP gives the device none%s.",
		    view.device ? ", and the records know of none" : "");
	if (!was_called(a))
		f->severity = MIN(f->severity, SEVERITY_WARNING);
	return true;
}

#define OF_A_DEVICE .step = STEP_SECURE, .method = METHOD_PKI, .side_by_side = true
#define OF_THE_CHAIN OF_A_DEVICE, .needs = NEEDS(SITE_CERTIFICATE)

static const struct failure rows[] = {
	{
		.id = "AMT-L09",
		OF_THE_CHAIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Certificate chain out of order or not whole",
		.cause = "The certificates between the server's own and its root were not "
			 "installed with it, or stand in the wrong order.",
		.remedy = "Install the whole chain: the setup certificate, then each issuer, then "
			  "the root.",
		.source = "MeshCentral, amtmanager.js",
		.applies = breaks_rule,
	},
	{
		.id = "AMT-L07",
		OF_THE_CHAIN,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_WIRE,
		.title = "Root certificate not sent, or others with it",
		.cause = "Schannel leaves the root out of the chain, or follows a cross-signed "
			 "certificate to another root.",
		.remedy = "Install the root that the device knows in the server's store of "
			  "trusted roots, and remove cross-signed certificates.",
		.source = CM_CERTIFICATE,
		.applies = breaks_rule,
	},
	{
		.id = "AMT-L06",
		OF_THE_CHAIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.title = "Root of the setup certificate is not among the device's",
		.cause = "The certificate was bought of a CA whose root hash this firmware does "
			 "not carry, or the hash of an own root was not entered.",
		.remedy = "Use a certificate of a CA among the hello's hashes, or enter the own "
			  "root's hash in the MEBx.",
		.source = "MeshCentral, amtmanager.js; Open AMT, rpc-go, exit code 128",
		.applies = breaks_rule,
	},
	{
		.id = "AMT-L05",
		OF_THE_CHAIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_RECORDS,
		.title = "Certificate is none for AMT setup",
		.cause = "The CA gave a plain web server certificate: without Intel's usage, "
			 "without the exact OU, or not for server authentication.",
		.remedy = "Ask the CA for usage " CERTIFICATE_AMT_SETUP
			  " or the OU \"" CERTIFICATE_SETUP_UNIT
			  "\", letter by letter, and for server authentication.",
		.source = PRO_CERTIFICATE,
		.applies = lacks_usage,
	},
	{
		.id = "AMT-L11",
		OF_THE_CHAIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Setup certificate out of date",
		.cause = "The certificate, or one of its issuers, has ended or does not hold yet.",
		.remedy = "Renew the setup certificate and install it with its chain.",
		.source = "MeshCentral, issue 3855",
		.applies = breaks_rule,
	},
	{
		.id = "AMT-L08",
		OF_THE_CHAIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Chain that this firmware may not take",
		.cause = "More than three certificates, SHA-1 among newer hashes, or keys and "
			 "hashes of another generation than the firmware's.",
		.remedy = "Use a chain of three certificates with SHA-256 and RSA keys of 2048 "
			  "bits; before AMT 6 with SHA-1.",
		.source = "Open AMT, rpc-go issue 413; Intel AMT Implementation and Reference "
			  "Guide, Root Certificate Hashes",
		.applies = breaks_rule,
	},
	{
		.id = "AMT-L10",
		OF_THE_CHAIN,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_WIRE,
		.title = "Private key is not the certificate's",
		.cause = "The certificate was installed with the key of another request.",
		.remedy = "Install the PFX that was exported with its own key.",
		.source = "MeshCentral, certoperations.js",
		.applies = has_foreign_key,
	},
	{
		.id = "AMT-L13",
		.step = STEP_SECURE,
		.severity = SEVERITY_ERROR,
		.known = KNOWN_CANDIDATE,
		.method = METHOD_PKI,
		.title = "CA no longer gives the usage for AMT setup",
		.cause = "The CA stopped to issue setup certificates, and the renewed one lacks "
			 "the usage.",
		.remedy = "Change to another CA, or use an own root whose hash is entered in the "
			  "devices.",
		.source = "Open AMT, deployment issue 481",
	},
	{
		.id = "AMT-L17",
		OF_A_DEVICE,
		.severity = SEVERITY_WARNING,
		.known = KNOWN_RECORDS,
		.title = "Root hash of one's own was wiped",
		.cause = "Unprovisioning the device in full removes the hashes that were added to "
			 "the maker's.",
		.remedy = "Enter the own root's hash again, in the MEBx or by USB key.",
		.source = "Open AMT documentation, custom provisioning certificate",
		.applies = lost_its_own_hash,
	},
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

const struct stage setup_certificate_stage = {rows, G_N_ELEMENTS(rows)};
