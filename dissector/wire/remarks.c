/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * remarks.c - the rows, each below the predicate that decides it.
 *
 * A predicate looks at decoded values only and claims no more than one
 * message, or one linked pair, proves: a hello that may still go on is not
 * called short, a chain sent without its root is not called foreign.
 * Sources are named in each row.
 */
#include "remarks.h"

#include "message.h"

#include "names.h"
#include "pid.h"

#define HELLO_PAGE                                       \
	"Intel AMT Implementation and Reference Guide, " \
	"Setup Mode Hello Messages (setupmodehellomessages.htm)"
#define CHECKSUM_PAGE                                    \
	"Intel AMT Implementation and Reference Guide, " \
	"PID-PPS Checksum (pidppschecksum.htm)"
#define MESHCENTRAL "MeshCentral 1.1.55, amtprovisioningserver.js"

/* The hello that was seen, or NULL. */
static const struct hello *hello_of(const struct remarked *seen)
{
	return seen->message->kind == MESSAGE_HELLO ? &seen->message->hello : NULL;
}

static const struct hello *whole_hello_of(const struct remarked *seen)
{
	return seen->whole ? hello_of(seen) : NULL;
}

static bool version_is_known(const struct hello *hello)
{
	return hello->version == HELLO_VERSION_PSK || hello->version == HELLO_VERSION_PKI;
}

/* The rest behind the header of an unknown version is not too much: nobody knows its length. */
static bool hello_is_of_wrong_length(const struct remarked *seen)
{
	const struct hello *hello = hello_of(seen);

	if (!hello)
		return false;
	if (!seen->whole)
		return seen->finished;
	return version_is_known(hello) && hello->trailing.n > 0;
}

static bool hello_is_split(const struct remarked *seen)
{
	return hello_of(seen) && seen->segments > 1;
}

/* The first hash whose algorithm and length do not belong together; hashes_read if none. */
static unsigned first_odd_hash(const struct remarked *seen)
{
	const struct hello *hello = &seen->message->hello;
	unsigned i = 0;

	while (i < hello->hashes_read &&
	       hash_is_known(hello->hash[i].algorithm, hello->hash[i].length))
		i++;
	return i;
}

static bool hello_has_odd_hash(const struct remarked *seen)
{
	const struct hello *hello = hello_of(seen);

	return hello && first_odd_hash(seen) < hello->hashes_read;
}

static bool hello_has_no_hash(const struct remarked *seen)
{
	const struct hello *hello = whole_hello_of(seen);

	return hello && hello->version == HELLO_VERSION_PKI && hello->hash_count == 0;
}

static bool hello_names_no_machine(const struct remarked *seen)
{
	const struct hello *hello = whole_hello_of(seen);

	return hello && uuid_is_blank(&hello->uuid);
}

static const struct hello *psk_hello_of(const struct remarked *seen)
{
	const struct hello *hello = whole_hello_of(seen);

	return hello && hello->version == HELLO_VERSION_PSK ? hello : NULL;
}

static bool pid_is_malformed(const struct remarked *seen)
{
	const struct hello *hello = psk_hello_of(seen);

	return hello && !pid_is_well_formed(hello->pid);
}

static bool pid_check_fails(const struct remarked *seen)
{
	const struct hello *hello = psk_hello_of(seen);

	return hello && pid_is_well_formed(hello->pid) && !pid_check_holds(hello->pid);
}

static bool identity_is_not_the_pid(const struct remarked *seen)
{
	const struct called_back *back = seen->called_back;

	return back && back->pid.n > 0 && back->identity.n > 0 &&
	       !bytes_equal(back->pid, back->identity);
}

static bool root_is_not_in_the_hello(const struct remarked *seen)
{
	const struct called_back *back = seen->called_back;

	return back && back->hashes > 0 && !back->odd_hashes && back->has_root && !back->is_trusted;
}

/* clang-format off */
const struct remark_row remarks[REMARK_COUNT] = {
	[REMARK_H01] = {
		.id = "AMT-H01",
		.severity = SEVERITY_ERROR,
		.title = "Hello is cut short or its lengths disagree",
		.cause =
			"The connection ended before the hello was whole, or bytes follow it that "
			"its own counts do not announce. A firmware fault, or a device between "
			"client and server that cuts or changes the data.",
		.remedy =
			"Capture at the client's switch port and at the server and compare. If the "
			"hello is already wrong at the client, update the AMT firmware; if only at "
			"the server, look at the firewalls and proxies between them.",
		.source = HELLO_PAGE "; " MESHCENTRAL,
		.field = F_HELLO,
		.applies = hello_is_of_wrong_length,
	},
	[REMARK_H02] = {
		.id = "AMT-H02",
		.severity = SEVERITY_WARNING,
		.title = "Hello is split over several TCP segments",
		.cause =
			"The hello did not travel in one piece. That is allowed, but some "
			"provisioning servers read only the first piece and drop the hello as "
			"invalid.",
		.remedy =
			"If the server does not answer, use a server version that puts segments "
			"together, or shorten the hello: disable root certificate hashes that you "
			"do not need in the MEBx.",
		.source = MESHCENTRAL ": joins of later TCP data are lost",
		.field = F_HELLO,
		.applies = hello_is_split,
	},
	[REMARK_H04] = {
		.id = "AMT-H04",
		.severity = SEVERITY_WARNING,
		.title = "Root certificate hash of an unknown kind",
		.cause =
			"A hash in the hello has an algorithm number that is not known, or a length "
			"that does not fit its algorithm. A server may refuse the whole hello.",
		.remedy =
			"Look in the MEBx for a root certificate hash that was added by hand and "
			"remove it; otherwise update the AMT firmware or the server.",
		.source = HELLO_PAGE "; " MESHCENTRAL,
		.field = F_HELLO_HASH,
		.which = first_odd_hash,
		.applies = hello_has_odd_hash,
	},
	[REMARK_H05] = {
		.id = "AMT-H05",
		.severity = SEVERITY_ERROR,
		.title = "Hello carries no root certificate hash",
		.cause =
			"All root certificate hashes are disabled or deleted in this machine's MEBx. "
			"AMT then trusts no setup certificate, and remote configuration cannot "
			"succeed.",
		.remedy =
			"Enable, in the MEBx under remote configuration, the hash of the root that "
			"issued your setup certificate.",
		.source =
			"HP Compaq 8100 Elite business PC, Intel AMT setup white paper, page 40",
		.field = F_HELLO_HASH_COUNT,
		.applies = hello_has_no_hash,
	},
	[REMARK_H06] = {
		.id = "AMT-H06",
		.severity = SEVERITY_WARNING,
		.title = "UUID names no machine",
		.cause =
			"The UUID is all zeros (absent), all ones (never set), or one that another "
			"machine has too. The mainboard was not given its own when it was made or "
			"repaired, and every such machine looks like the same one to the server.",
		.remedy =
			"Have the UUID set with the manufacturer's own tool (it is the SMBIOS system "
			"UUID), then provision again.",
		.source =
			"DMTF System Management BIOS Reference Specification, 7.2.1 System - UUID",
		.field = F_HELLO_UUID,
		.applies = hello_names_no_machine,
	},
	[REMARK_K08] = {
		.id = "AMT-K08",
		.severity = SEVERITY_ERROR,
		.title = "PID is not eight letters and digits",
		.cause =
			"A PID consists of eight characters of A-Z and 0-9. This one holds others, so "
			"no key list can contain it.",
		.remedy =
			"Enter PID and PPS again, in the MEBx or with a USB key that the server "
			"made.",
		.source = CHECKSUM_PAGE,
		.field = F_HELLO_PID,
		.applies = pid_is_malformed,
	},
	[REMARK_K09] = {
		.id = "AMT-K09",
		.severity = SEVERITY_WARNING,
		.title = "PID fails its check character",
		.cause =
			"The eighth character of a PID is computed from the first seven, and here it "
			"does not fit. Most often one character was mistyped. It is no proof: a "
			"server may have made a PID without a check character.",
		.remedy =
			"Compare the PID, character by character, with the key list of the server; "
			"if it differs, enter PID and PPS again.",
		.source = CHECKSUM_PAGE,
		.field = F_HELLO_PID,
		.applies = pid_check_fails,
	},
	[REMARK_K05] = {
		.id = "AMT-K05",
		.severity = SEVERITY_ERROR,
		.title = "Device kept an old key",
		.cause =
			"The keys were changed, or an old database was restored, and the device "
			"still has its old PID; or the call-back was meant for another device.",
		.remedy = "Enter the present PID/PPS pair in the device.",
		.source = "HP, Intel vPro on HP notebooks, white paper (2011)",
		.field = F_PSK_IDENTITY,
		.applies = identity_is_not_the_pid,
	},
	[REMARK_L06] = {
		.id = "AMT-L06",
		.severity = SEVERITY_ERROR,
		.title = "Root of the setup certificate is not among the device's",
		.cause =
			"The certificate was bought of a CA whose root hash this firmware does "
			"not carry, or the hash of an own root was not entered.",
		.remedy =
			"Use a certificate of a CA among the hello's hashes, or enter the own "
			"root's hash in the MEBx.",
		.source = "MeshCentral, amtmanager.js; Open AMT, rpc-go, exit code 128",
		.field = F_CHAIN,
		.applies = root_is_not_in_the_hello,
	},
};
/* clang-format on */

uint32_t remarks_of(const struct remarked *seen)
{
	uint32_t applying = 0;

	for (unsigned i = 0; i < REMARK_COUNT; i++)
		if (remarks[i].applies(seen))
			applying |= UINT32_C(1) << i;
	return applying;
}
