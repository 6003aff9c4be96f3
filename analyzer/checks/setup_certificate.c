/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup_certificate.c - the server's certificate, as the device sees it: stages L and P
 * inside the call-back.
 *
 * What the rules compare stands in engine/setup_certificate.c; a row says
 * which of them are its own. The chain on the wire counts; before the server
 * has sent one the best of its records does, and then nothing has failed yet.
 */
#include "names.h"
#include "setup_say.h"
#include "tls_names.h"

#define PRO_CERTIFICATE \
	"Intel AMT Implementation and Reference Guide, Acquiring an Intel vPro Certificate"
#define CM_CERTIFICATE "Microsoft TechNet blog, out of band management certificates (2011-02-22)"

/* A CA that no longer gives the usage leaves it out at a renewal. */
static bool lacks_usage(const struct attempt *a, struct finding *f)
{
	finding_candidate(f, "AMT-L13");
	return setup_breaks_rule(a, f);
}

/* The device could not verify with the certificate's key what the server signed with its own. */
static bool is_proof_refused(const struct setup_view *view, struct finding *f)
{
	const struct seen_session *session = view->call->connection->session;

	for (unsigned i = 0; session->certificate_verify && i < session->alert_count; i++) {
		const struct seen_alert *alert = &session->alert[i];

		if (alert->from != SEEN_SERVER || !alert->readable ||
		    alert->description != TLS_DECRYPT_ERROR)
			continue;
		setup_quote_certificate(view, f);
		finding_quote_place(f, view->call, alert->place, "alert: decrypt error");
		return finding_say(
			f, CERTAINTY_LIKELY,
			"The device cannot verify the server's signature with the key of "
			"its certificate.");
	}
	return false;
}

/* The key that lies beside the certificate is another's. */
static bool is_key_foreign(const struct attempt *a, const struct setup_view *view,
			   struct finding *f)
{
	const struct site_chain *chain =
		view->owned ? site_certificate_chain(a->site, view->owned) : NULL;

	if (!chain || !chain->key_opens || chain->key_fits)
		return false;
	setup_quote_certificate(view, f);
	return finding_say(f, CERTAINTY_CERTAIN,
			   "Setup certificate %s of the records: its file holds the private key "
			   "of another certificate.",
			   setup_label(view->owned));
}

static bool has_foreign_key(const struct attempt *a, struct finding *f)
{
	struct setup_view view;

	setup_view_fill(&view, a);
	if (!(view.sent ? is_proof_refused(&view, f) : is_key_foreign(a, &view, f)))
		return false;
	setup_weigh(a, &view, f);
	return true;
}

static bool same_certificate(const struct certificate_facts *a, const struct certificate_facts *b)
{
	return memcmp(a->sha256, b->sha256, sizeof a->sha256) == 0;
}

/* As good as the same: renewing gives it another serial number, not another issuer. */
static bool same_names(const struct certificate_facts *a, const struct certificate_facts *b)
{
	return strcmp(a->subject, b->subject) == 0 && strcmp(a->issuer, b->issuer) == 0;
}

/* The root to which the records' file of the same leaf leads, if that is another. */
static const struct certificate_facts *other_root(const struct attempt *a,
						  const struct setup_view *view)
{
	const struct certificate_facts *sent = setup_root(&view->of_sent);
	struct setup_case c;

	for (size_t i = 0; sent && i < a->site->certificates.n; i++) {
		if (!setup_case_of_row(&c, view, a, &a->site->certificates.row[i]) ||
		    !same_names(c.certificate[0], view->of_sent.certificate[0]))
			continue;
		const struct certificate_facts *root = setup_root(&c);

		if (root && !same_certificate(root, sent))
			return root;
	}
	return NULL;
}

static bool leads_to_another_root(const struct attempt *a, struct finding *f)
{
	struct setup_view view;

	setup_view_fill(&view, a);
	const struct certificate_facts *root = view.sent ? other_root(a, &view) : NULL;

	if (!root)
		return setup_breaks_rule(a, f);
	setup_quote_certificate(&view, f);
	return finding_say(f, CERTAINTY_CERTAIN,
			   "The server's chain leads to another root than that of its certificate "
			   "file, which is %s.",
			   root->subject);
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

	if (attempt_method(a) != METHOD_PKI || !now->whole || !now->hashes)
		return false;
	const struct sighting *before = longer_hello(a, &lost);

	/* A hash of the maker's is not wiped with those that were added. */
	if (!before || root_ca_name(bytes_of(lost->value, lost->length)))
		return false;
	finding_quote_hello(f, before, HELLO_FIELD_HASH_COUNT, "root hashes before");
	finding_quote_hello(f, a->hello, HELLO_FIELD_HASH_COUNT, "root hashes now");
	return finding_say(f, CERTAINTY_LIKELY,
			   "The device has lost a root hash of no known CA: it had %u, and has %u.",
			   now->hashes->n + 1, now->hashes->n);
}

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
		.applies = setup_breaks_rule,
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
		.applies = leads_to_another_root,
	},
	{
		.id = "AMT-L06",
		OF_THE_CHAIN,
		.known = KNOWN_RECORDS,
		.remark = &remarks[REMARK_L06],
		.applies = setup_breaks_rule,
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
		.applies = setup_breaks_rule,
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
		.applies = setup_breaks_rule,
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
		.ruled_out = setup_is_judged,
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
};

const struct stage setup_certificate_stage = {rows, G_N_ELEMENTS(rows)};
