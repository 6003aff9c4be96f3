/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * scene.c - hosts, interfaces, the clock and the frames of a scenario.
 *
 * The epoch is fixed and no randomness is used anywhere, which is what makes
 * a capture the same byte for byte every time it is made.
 */
#include "scene.h"

#include "link.h"

#include "certificate.h"
#include "secure.h"
#include "web.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#define EPOCH_SECONDS INT64_C(1772438400) /* 2026-03-02 08:00:00 UTC */
#define NS_PER_SECOND INT64_C(1000000000)
#define SNAPLEN 65535

static void interface_free(gpointer pointer)
{
	struct interface *interface = pointer;

	g_free(interface->name);
	g_free(interface);
}

static void frame_free(gpointer pointer)
{
	struct frame *frame = pointer;

	g_byte_array_unref(frame->bytes);
	g_free(frame);
}

static void connection_free(gpointer pointer)
{
	struct connection *connection = pointer;

	secure_free(connection->secure);
	web_free(connection->web);
	g_free(connection);
}

static void published_free(gpointer pointer)
{
	struct published *published = pointer;

	g_free(published->path);
	g_byte_array_unref(published->bytes);
	g_free(published);
}

struct scene *scene_new(void)
{
	struct scene *scene = g_new0(struct scene, 1);

	scene->snaplen = SNAPLEN;
	scene->now = EPOCH_SECONDS * NS_PER_SECOND;
	scene->dns_id = 0x1000;
	scene->interfaces = g_ptr_array_new_with_free_func(interface_free);
	scene->hosts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	scene->connections =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, connection_free);
	scene->certificates =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, certificate_free);
	scene->keylog = g_string_new(NULL);
	scene->published = g_ptr_array_new_with_free_func(published_free);
	scene->frames = g_ptr_array_new_with_free_func(frame_free);
	return scene;
}

void scene_free(struct scene *scene)
{
	g_free(scene->story);
	g_free(scene->vantage);
	g_free(scene->licence);
	g_ptr_array_unref(scene->interfaces);
	g_hash_table_unref(scene->hosts);
	g_hash_table_unref(scene->connections);
	g_hash_table_unref(scene->certificates);
	g_string_free(scene->keylog, TRUE);
	g_ptr_array_unref(scene->published);
	g_ptr_array_unref(scene->frames);
	g_free(scene);
}

bool host_parse_address(struct host *host, const char *text)
{
	host->length = strchr(text, ':') ? 16 : 4;
	return inet_pton(host->length == 4 ? AF_INET : AF_INET6, text, host->address) == 1;
}

static struct host *read_host(const struct line *line)
{
	struct host *host = g_new0(struct host, 1);
	unsigned mac[MAC_LENGTH];

	if (!host_parse_address(host, line_word(line, 2)))
		line_fail(line, "not an address: %s", line_word(line, 2));
	if (sscanf(line_word(line, 3), "%2x:%2x:%2x:%2x:%2x:%2x", &mac[0], &mac[1], &mac[2],
		   &mac[3], &mac[4], &mac[5]) != MAC_LENGTH)
		line_fail(line, "not a hardware address: %s", line_word(line, 3));
	for (unsigned i = 0; i < MAC_LENGTH; i++)
		host->mac[i] = (uint8_t)mac[i];
	return host;
}

void scene_add_host(struct scene *scene, struct line *line)
{
	g_hash_table_insert(scene->hosts, g_strdup(line_word(line, 1)), read_host(line));
}

/* The number that the last bytes are, one higher. */
static void count_up(uint8_t *bytes, size_t n)
{
	while (n-- > 0 && ++bytes[n] == 0)
		;
}

/* "hosts NAME ADDRESS MAC FROM TO": NAMEfrom ... NAMEto, each an address and a MAC further. */
void scene_add_hosts(struct scene *scene, struct line *line)
{
	struct host *next = read_host(line);
	uint64_t to = line_count(line, line_word(line, 5));

	for (uint64_t i = line_count(line, line_word(line, 4)); i <= to; i++) {
		char *name = g_strdup_printf("%s%" G_GUINT64_FORMAT, line_word(line, 1), i);

		g_hash_table_insert(scene->hosts, name, g_memdup2(next, sizeof *next));
		count_up(next->address, next->length);
		count_up(next->mac, MAC_LENGTH);
	}
	g_free(next);
}

void scene_add_interface(struct scene *scene, struct line *line)
{
	struct interface *interface = g_new0(struct interface, 1);
	char **tags = g_strsplit(line_option(line, "vlan", ""), ",", VLANS_MAX);

	interface->name = g_strdup(line_word(line, 1));
	interface->link = link_named(line, line_option(line, "link", "ethernet"));
	interface->tunnel = tunnel_named(line, line_option(line, "tunnel", "none"));
	interface->dropped = line_number(line, "dropped", 0);
	interface->index = scene->interfaces->len;
	for (; tags[interface->vlans]; interface->vlans++)
		interface->vlan[interface->vlans] =
			(uint16_t)line_count(line, tags[interface->vlans]);
	g_strfreev(tags);
	g_ptr_array_add(scene->interfaces, interface);
}

struct host *scene_host(struct scene *scene, const struct line *line, const char *name)
{
	struct host *host = g_hash_table_lookup(scene->hosts, name);

	if (!host)
		line_fail(line, "no host is called %s", name);
	return host;
}

struct interface *scene_interface(struct scene *scene, const struct line *line, const char *name)
{
	for (unsigned i = 0; i < scene->interfaces->len; i++) {
		struct interface *interface = g_ptr_array_index(scene->interfaces, i);

		if (!name || !strcmp(interface->name, name))
			return interface;
	}
	line_fail(line, "no interface is called %s", name ? name : "anything");
}

struct connection *scene_connection(struct scene *scene, const struct line *line, const char *name)
{
	struct connection *connection = g_hash_table_lookup(scene->connections, name);

	if (!connection)
		line_fail(line, "no connection is called %s", name);
	return connection;
}

void scene_wait(struct scene *scene, int64_t ns)
{
	scene->now += ns;
}

void scene_send(struct scene *scene, GByteArray *bytes)
{
	if (scene->unseen) {
		g_byte_array_unref(bytes);
		return;
	}
	struct frame *frame = g_new0(struct frame, 1);

	frame->time = scene->now;
	frame->astray = scene->astray;
	frame->interface = scene->on->index;
	frame->order = scene->frames->len;
	frame->bytes = bytes;
	g_ptr_array_add(scene->frames, frame);
}

static gint frame_order(gconstpointer left, gconstpointer right)
{
	const struct frame *a = *(const struct frame *const *)left;
	const struct frame *b = *(const struct frame *const *)right;

	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

void scene_sort(struct scene *scene)
{
	g_ptr_array_sort(scene->frames, frame_order);
}
