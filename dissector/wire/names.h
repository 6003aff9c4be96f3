/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * names.h - value -> name tables: hello versions, hash algorithms, known
 * root CAs. A table ends with a row whose name is NULL.
 */
#ifndef WIRE_NAMES_H
#define WIRE_NAMES_H

#include "bytes.h"

struct name {
	uint32_t value;
	const char *text;
};

/* The tables that fields.def refers to, NAMES_<column>. */
extern const struct name NAMES_YES_NO[];
extern const struct name NAMES_HELLO_VERSION[];
extern const struct name NAMES_HASH_ALGORITHM[];
extern const struct name NAMES_ENTERPRISE[];
extern const struct name NAMES_PROVISIONING_STATE[];
extern const struct name NAMES_REDIRECTION_TYPE[];
extern const struct name NAMES_REDIRECTION_STATUS[];
extern const struct name NAMES_REDIRECTION_AUTH[];
extern const struct name NAMES_IDER_FEATURE[];
extern const struct name NAMES_APF_TYPE[];
extern const struct name NAMES_APF_TRIGGER[];
extern const struct name NAMES_APF_REASON[];
extern const struct name NAMES_APF_OPEN_REASON[];

/* Results of calls: PT_STATUS, which a fault carries as AMT-STATUS. */
extern const struct name NAMES_PT_STATUS[];

/* What the ReturnValue of |method| of |class| is called, or NULL. */
const char *return_value_name(const char *class, const char *method, uint32_t value);

/* The name of |value| in |table|, or NULL. */
const char *name_of(const struct name table[], uint32_t value);

/* Do AMT's algorithm number and the length of a hash in bytes belong together? */
bool hash_is_known(uint8_t algorithm, uint8_t length);

/* A root certificate known by its hashes, lower-case hexadecimal text. */
struct root_ca {
	const char *name;
	const char *sha256;
	const char *sha1;
};

/* The root CA that |hash| (20 or 32 bytes) stands for, or NULL. */
const struct root_ca *root_ca_of(struct bytes hash);

/* Its name, or NULL. */
const char *root_ca_name(struct bytes hash);

#endif
