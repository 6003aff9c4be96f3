/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * server_decide.c - what the records say between hello and call-back.
 *
 * The steps and their order are the reference engine's: identify, the script's
 * timeout, name, profile. What is not in a hello cannot be asked for here.
 */
#include "server.h"

#include <fnmatch.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "words.h"

static bool setting_is(const char *name, const char *value)
{
	char found[TEXT];

	records_find("configuration", "name", name, "value", found);
	return strcmp(found, value) == 0;
}

static bool identify_pid(struct decision *d, const struct call_home *hello)
{
	char used[TEXT], owner[TEXT], known[TEXT];

	records_find("pid_map", "pid", hello->pid, "pid", known);
	records_find("pid_map", "pid", hello->pid, "pps", d->pps);
	records_find("pid_map", "pid", hello->pid, "used", used);
	records_find("pid_map", "pid", hello->pid, "uuid", owner);
	if (!*known) {
		say("PID %s is not in the key list", hello->pid);
		return false;
	}
	if (strcmp(used, "1") == 0 && strcasecmp(owner, hello->uuid) != 0) {
		say("PID %s is another device's", hello->pid);
		return false;
	}
	return true;
}

/* The last certificate of a PEM file, hashed: the chain's root. */
static bool root_of(const char *path, unsigned char hash[SHA256_BYTES])
{
	FILE *f = fopen(path, "r");
	X509 *last = NULL, *next;
	unsigned length = SHA256_BYTES;

	while (f && (next = PEM_read_X509(f, NULL, NULL, NULL))) {
		X509_free(last);
		last = next;
	}
	if (last)
		X509_digest(last, EVP_sha256(), hash, &length);
	if (f)
		fclose(f);
	X509_free(last);
	return last != NULL;
}

struct search {
	const struct call_home *hello;
	struct decision *decision;
};

/* Takes the certificate in |file| if the hello names its root. */
static bool try_certificate(const char *file, void *user)
{
	struct search *search = user;
	unsigned char root[SHA256_BYTES];
	char path[2 * TEXT];

	snprintf(path, sizeof path, "%s/%s", word("site", "."), file);
	if (!*file || !root_of(word("root", path), root))
		return true;
	for (size_t i = 0; i < search->hello->root_count; i++) {
		if (memcmp(search->hello->root[i], root, SHA256_BYTES) != 0)
			continue;
		snprintf(search->decision->certificate, 2 * TEXT, "%s", path);
		return false;
	}
	return true;
}

static bool identify_roots(struct decision *d, const struct call_home *hello)
{
	struct search search = {hello, d};

	if (!setting_is("allow_remote_configuration", "1")) {
		say("remote configuration is off");
		return false;
	}
	records_each("certificate", "file", try_certificate, &search);
	if (!*d->certificate)
		say("no certificate under a root of the hello");
	return *d->certificate != '\0';
}

static bool name_device(struct decision *d, const struct call_home *hello)
{
	char resource[TEXT], timeout[TEXT];

	records_find("configuration", "name", "props_script_timeout", "value", timeout);
	if (strcmp(timeout, "0") == 0) {
		say("the script never starts: timeout 0");
		return false;
	}
	records_find("systems", "uuid", hello->uuid, "fqdn", d->fqdn);
	if (*d->fqdn)
		return true;
	records_find("oob_capability", "uuid", hello->uuid, "resource_guid", resource);
	if (*resource)
		records_find("location", "resource_guid", resource, "fqdn", d->fqdn);
	if (*d->fqdn)
		return true;
	if (setting_is("use_dns_ip_resolution", "1") && reverse_name(&hello->source, d->fqdn))
		return true;
	say("Unable to locate FQDN");
	return false;
}

static bool match_profile(const char *pattern, void *user)
{
	struct decision *d = user;

	if (fnmatch(pattern, d->fqdn, FNM_CASEFOLD) != 0)
		return true;
	snprintf(d->profile, TEXT, "%s", pattern);
	return false;
}

static bool choose_profile(struct decision *d, const struct call_home *hello)
{
	records_find("systems", "uuid", hello->uuid, "profile", d->profile);
	if (!*d->profile)
		records_each("profile", "match", match_profile, d);
	if (!*d->profile)
		say("no profile for %s", d->fqdn);
	return *d->profile != '\0';
}

bool decide(struct decision *d, const struct call_home *hello)
{
	memset(d, 0, sizeof *d);
	if (!(hello->version == 2 ? identify_pid(d, hello) : identify_roots(d, hello)))
		return false;
	if (!name_device(d, hello) || !choose_profile(d, hello))
		return false;
	say("%s, profile %s", d->fqdn, d->profile);
	return true;
}
