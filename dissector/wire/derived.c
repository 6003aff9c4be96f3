/* SPDX-License-Identifier: GPL-2.0-or-later */
/* derived.c - see derived.h. */
#include "derived.h"

#include <stdio.h>

#include "asf.h"
#include "names.h"

const char *root_ca_text(struct bytes hash, char room[DERIVED_TEXT])
{
	(void)room;
	return root_ca_name(hash);
}

const char *pong_version_text(struct bytes version, char room[DERIVED_TEXT])
{
	struct pong_version v = pong_version_of(version);

	if (v.major == 0 && v.minor == 0)
		return NULL;
	snprintf(room, DERIVED_TEXT, "%u.%u", v.major, v.minor);
	return room;
}
