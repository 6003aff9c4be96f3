/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_tcp_second_opinion.c - the bytes of each connection against tshark's.
 *
 * libpcap reads the captures, and "tshark -q -z follow,tcp,raw,N" says what
 * connection N said: lines of hex, the server's indented by a tab. Connections
 * are numbered by tshark in the order of their first packets, as here. Where
 * the two disagree who is the client, the row says why.
 */
#include <glib.h>
#include <pcap/pcap.h>

#include "fragments.h"
#include "suite.h"
#include "tcp.h"

static const struct {
	const char *file;
	const char *sides_swapped; /* why, or NULL */
} rows[] = {
	{"captures/cira.pcapng", NULL},
	{"captures/lab-ok.pcapng", NULL},
	{"captures/lab-psk.pcapng", NULL},
	{"captures/lab-psk-unknown.pcapng", NULL},
	{"captures/mc-as-shipped.pcapng", NULL},
	{"captures/mc-pki.pcapng", NULL},
	{"captures/mc-split.pcapng", NULL},
	{"captures/pki-alerts.pcapng", NULL},
	{"captures/psk-alert115.pcapng", NULL},
	{"captures/psk-legacy.pcapng", NULL},
	{"captures/psk-tls12-aes128.pcapng", NULL},
	{"captures/psk-tls12-hint.pcapng", NULL},
	{"captures/sol-amtterm.pcapng", NULL},
	{"captures/wsman-plain.pcapng", NULL},
	{"torture/tcp-stress/arkime+arkime__http-wrapped-header.pcap", NULL},
	{"torture/tcp-stress/arkime+arkime__wireshark-retrans.pcap", NULL},
	{"torture/tcp-stress/debian-src+tcpflow__test1-out-of-order.pcap", NULL},
	{"torture/tcp-stress/debian-src+wireshark__dns-ooo.pcap",
	 "it begins with the SYN/ACK, whose sender tshark takes for the client"},
	{"torture/tcp-stress/debian-src+wireshark__http-ooo2.pcap", NULL},
	{"torture/tcp-stress/seladb+PcapPlusPlus__one_http_stream_rst.pcap", NULL},
};

struct said {
	uint64_t born; /* frame of the first packet */
	GString *hex[2];
	uint64_t lost;
};

static struct said *said_of(struct connection *c)
{
	struct said *said = c->user;

	if (said)
		return said;
	c->user = said = g_new0(struct said, 1);
	said->hex[0] = g_string_new(NULL);
	said->hex[1] = g_string_new(NULL);
	return said;
}

static void said_free(gpointer p)
{
	struct said *said = p;

	g_string_free(said->hex[0], TRUE);
	g_string_free(said->hex[1], TRUE);
	g_free(said);
}

static size_t on_bytes(void *user, struct connection *c, enum direction d, struct bytes pending,
		       bool over)
{
	(void)user, (void)over;
	for (size_t i = 0; i < pending.n; i++)
		g_string_append_printf(said_of(c)->hex[d], "%02x", pending.p[i]);
	return pending.n;
}

static void on_gap(void *user, struct connection *c, enum direction d, uint64_t lost)
{
	(void)user, (void)d;
	said_of(c)->lost += lost;
}

static void on_ended(void *user, struct connection *c)
{
	struct said *said = said_of(c);

	said->born = c->first.frame;
	g_ptr_array_add(user, said);
}

static gint by_birth(gconstpointer a, gconstpointer b)
{
	const struct said *const *x = a, *const *y = b;

	return (*x)->born < (*y)->born ? -1 : 1;
}

static void read_capture(struct tcp *tcp, pcap_t *pcap)
{
	struct fragments *fragments = fragments_new();
	struct pcap_pkthdr *header;
	const uint8_t *frame;

	for (uint64_t n = 1; pcap_next_ex(pcap, &header, &frame) == 1; n++) {
		struct bytes b = bytes_of(frame, header->caplen);
		struct moment at = {(int64_t)n, n};
		struct packet p = {0};

		if (!packet_decode(&p, (uint32_t)pcap_datalink(pcap), b, header->len))
			continue;
		if (p.fragment.is && !fragments_add(fragments, &p, at))
			continue;
		tcp_packet(tcp, &p, at, b);
	}
	fragments_free(fragments);
}

static GPtrArray *listen_to(const char *path)
{
	static const struct tcp_consumer consumer = {NULL, on_bytes, on_gap, on_ended};
	GPtrArray *all = g_ptr_array_new_with_free_func(said_free);
	struct tcp *tcp = tcp_new(&tcp_default_limits, &consumer, all);
	char error[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_open_offline(path, error);

	ck_assert_msg(pcap != NULL, "%s", error);
	read_capture(tcp, pcap);
	pcap_close(pcap);
	tcp_finish(tcp);
	tcp_free(tcp);
	g_ptr_array_sort(all, by_birth);
	return all;
}

/* Adds one direction's lines of tshark's answer; its rules and node names are no hex. */
static void follow(const char *path, unsigned stream, GString *hex[2])
{
	g_autofree char *command = g_strdup_printf(
		"tshark -n -o tcp.check_checksum:FALSE -r '%s' -q -z follow,tcp,raw,%u", path,
		stream);
	g_autofree char *out = NULL, *remarks = NULL;

	if (!g_spawn_command_line_sync(command, &out, &remarks, NULL, NULL))
		ck_abort_msg("tshark does not run");
	g_auto(GStrv) lines = g_strsplit(out, "\n", -1);

	for (unsigned i = 0; lines[i]; i++) {
		bool server = lines[i][0] == '\t';
		const char *line = lines[i] + server;

		if (*line && strspn(line, "0123456789abcdef") == strlen(line))
			g_string_append(hex[server], line);
	}
}

START_TEST(tcp_bytes_are_those_of_tshark)
{
	g_autofree char *path = g_strdup_printf("%s/%s", SHARED_DIR, rows[_i].file);
	g_autofree char *tshark = g_find_program_in_path("tshark");

	if (!shared_has(rows[_i].file) || !tshark)
		return;
	GPtrArray *all = listen_to(path);
	int swap = rows[_i].sides_swapped ? 1 : 0;

	for (unsigned i = 0; i < all->len; i++) {
		struct said *ours = g_ptr_array_index(all, i);
		GString *theirs[2] = {g_string_new(NULL), g_string_new(NULL)};

		follow(path, i, theirs);
		for (int d = 0; d < 2; d++)
			ck_assert_msg(g_string_equal(ours->hex[d], theirs[d ^ swap]),
				      "%s stream %u side %d: %zu digits, tshark %zu, %zu lost",
				      rows[_i].file, i, d, ours->hex[d]->len, theirs[d ^ swap]->len,
				      (size_t)ours->lost);
		g_string_free(theirs[0], TRUE);
		g_string_free(theirs[1], TRUE);
	}
	g_ptr_array_unref(all);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tcp second opinion");
	TCase *all = tcase_create("tshark");

	tcase_set_timeout(all, 300);
	tcase_add_loop_test(all, tcp_bytes_are_those_of_tshark, 0, G_N_ELEMENTS(rows));
	suite_add_tcase(suite, all);
	return suite_run(suite);
}
