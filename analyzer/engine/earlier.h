/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * earlier.h - handshakes of an attempt that failed before its last one did.
 *
 * Facts are kept of the last of each kind, so an earlier handshake is judged
 * on the attempt as it was then: the same sightings, up to that call-back.
 */
#ifndef ENGINE_EARLIER_H
#define ENGINE_EARLIER_H

#include "attempt.h"

#define EARLIER_MAX 16 /* handshakes that ended in different ways; more tell nothing new */

struct earlier {
	size_t next; /* of the attempt's sightings */
	const struct sighting *failed;
	unsigned count;
	const struct sighting *judged[EARLIER_MAX];
};

/* The next one; |then| is the attempt up to it. False when there is none. */
bool earlier_next(struct earlier *earlier, const struct attempt *attempt, struct attempt *then);

/* Does |finding| quote that handshake? */
bool earlier_is_about(const struct earlier *earlier, const struct finding *finding);

#endif
