/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * watch.h - which names and addresses of a capture are worth keeping.
 *
 * A network asks for millions of names; provisioning for a handful. Watched
 * from the start are ProvisionServer under any suffix and what the site's
 * records name; a hello adds its source and its server, an answer that is
 * kept adds the names and addresses in it. Bounded: WATCH_MAX of each.
 */
#ifndef SIGHTING_WATCH_H
#define SIGHTING_WATCH_H

#include <glib.h>

#include "address.h"

#define WATCH_MAX 200000

struct watch;

struct watch *watch_new(void);
void watch_free(struct watch *watch);

/* Names in lower case without trailing dot. */
void watch_add_name(struct watch *watch, const char *name);
void watch_add_address(struct watch *watch, const struct address *address);
/* How often a name or an address found no room. */
uint64_t watch_left_out(const struct watch *watch);
bool watch_has_name(const struct watch *watch, const char *name);
bool watch_has_address(const struct watch *watch, const struct address *address);

/* Is the first label of |name| "provisionserver"? Names that merely contain the word are not. */
bool name_is_provisionserver(const char *name);

/* Keyed hash and comparison of a struct address, for GHashTable. */
guint address_hash(gconstpointer address);
gboolean address_equals(gconstpointer a, gconstpointer b);
/* The same of |n| bytes, and of a text for g_str_equal(): what senders choose must not collide. */
guint keyed_hash(gconstpointer bytes, size_t n);
guint text_hash(gconstpointer text);

#endif
