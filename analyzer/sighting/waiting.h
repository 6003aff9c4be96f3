/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * waiting.h - sightings that may still learn something: a question without its
 * answer, a lease half made. Each is found by a key. The oldest is handed out
 * when there are too many, all of them at the end; only then is it known
 * whether the budget has room to keep it.
 */
#ifndef SIGHTING_WAITING_H
#define SIGHTING_WAITING_H

#include "budget.h"
#include "sighting.h"

/* Where sightings of one capture are kept. */
struct keeper {
	struct sightings *sightings;
	unsigned capture;
	struct budget *budget;
};

struct capture_facts *keeper_facts(const struct keeper *keeper);

struct waiting_list {
	const struct keeper *keeper;
	enum sighting_kind kind; /* of all in it */
	GHashTable *by_key;      /* char * -> struct waiting * */
	GQueue order;            /* struct waiting *, the oldest first */
};

void waiting_start(struct waiting_list *list, const struct keeper *keeper, enum sighting_kind kind);
void waiting_end(struct waiting_list *list);

struct sighting *waiting_find(const struct waiting_list *list, const char *key);

/* Takes |key|; the new sighting has nothing but its kind, capture and time. */
struct sighting *waiting_add(struct waiting_list *list, char *key, struct moment at);

/*
 * A client that uses one id for ever asks anew when it asks long after it was
 * answered: what was known is handed out, and the same place waits for more.
 */
bool waiting_asks_anew(const struct keeper *keeper, struct sighting *sighting, struct moment at);

/* Its texts are its own as long as it waits. */
void waiting_set_text(const char **field, const char *text);

#endif
