/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_plugin.c - the plugin inside Wireshark's own engine, in one process.
 *
 * The input is a conversation of a few segments. The first byte chooses the
 * ports; then each segment has a byte of what it is (from whom, FIN or RST,
 * UDP) and two of how long. It is dissected as a user would have it done: all
 * frames in their order without a tree, then backwards and forwards with one.
 * Wireshark itself is not instrumented; the plugin and wire/ are. Opening a
 * file anew costs it a quarter of a second and some memory for good, so that
 * two thousand conversations share one, each of a client of its own.
 */
#include <stdlib.h>

#include "compat.h"

#include <epan/addr_resolv.h>
#include <epan/epan.h>
#include <epan/epan_dissect.h>
#include <epan/frame_data.h>
#include <wiretap/wtap.h>
#include <wsutil/filesystem.h>
#include <wsutil/privileges.h>
#include <wsutil/wslog.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv);
const char *__asan_default_options(void);
void plugin_register(void);

#define FRAMES_MAX 12
#define INPUTS_PER_FILE 2000
#define HEADERS 40 /* IPv4 and TCP */
#define TCP 6
#define UDP 17

/* What a segment's first byte says. */
enum {
	FROM_SERVER = 1,
	WITH_FIN = 2,
	WITH_RST = 4,
	OVER_UDP = 8,
	AGAIN = 16, /* the sequence number does not move on */
};

static const uint16_t ports[] = {9971, 16992, 16993, 16994, 16995, 4433, 623, 53, 5555};

struct packet_provider_data {
	nstime_t time;
};

static struct frame {
	uint8_t *bytes;
	unsigned n;
	frame_data fd;
} frames[FRAMES_MAX];
static unsigned frame_count;
static unsigned inputs; /* of this file */

/* What libwireshark keeps until the process ends is not ours. */
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static const nstime_t *time_of(struct packet_provider_data *provider, guint32 number _U_)
{
	return &provider->time;
}

static bool start(void)
{
	static bool started;
	/* A device of the seeds, psk-devices. */
	char key[] = "uat:iamt_keys:\"0000037M\",\"0000000000000000000000000000037M\"";
	char *error = NULL;

	if (started)
		return true;
	g_setenv("WIRESHARK_CONFIG_DIR", "/nonexistent", TRUE); /* nobody's settings */
	ws_log_init("fuzz_plugin", NULL);
	ws_log_set_level(LOG_LEVEL_CRITICAL);
	init_process_policies();
	g_free(configuration_init("fuzz_plugin", NULL));
	wtap_init(FALSE);
	plugin_register();
	started = epan_init(NULL, NULL, FALSE);
	epan_load_settings();
	disable_name_resolution();
	started = started && prefs_set_pref(key, &error) == PREFS_SET_OK;
	return started;
}

int LLVMFuzzerInitialize(int *argc _U_, char ***argv _U_)
{
	return start() ? 0 : 1;
}

static void put16(uint8_t *p, unsigned value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

/* A segment as its frame; |seq| is the next sequence number by direction. */
static void add_frame(uint8_t kind, uint16_t port, const uint8_t *payload, unsigned n,
		      uint32_t seq[2])
{
	struct frame *frame = &frames[frame_count++];
	bool server = kind & FROM_SERVER, udp = kind & OVER_UDP;
	uint8_t *p = g_malloc0(HEADERS + n);

	frame->bytes = p;
	frame->n = (udp ? 28 : HEADERS) + n;
	p[0] = 0x45;
	put16(p + 2, frame->n);
	p[8] = 64;
	p[9] = udp ? UDP : TCP;
	put16(p + 12, server ? 0x0b00 : 0x0a00);
	put16(p + 14, server ? 1 : inputs);
	put16(p + 16, server ? 0x0a00 : 0x0b00);
	put16(p + 18, server ? inputs : 1);
	put16(p + 20, server ? port : 40000);
	put16(p + 22, server ? 40000 : port);
	if (udp) {
		put16(p + 24, 8 + n);
		memcpy(p + 28, payload, n);
		return;
	}
	put16(p + 24, seq[server] >> 16);
	put16(p + 26, seq[server] & 0xffff);
	put16(p + 28, seq[!server] >> 16);
	put16(p + 30, seq[!server] & 0xffff);
	p[32] = 5 << 4;
	p[33] = (uint8_t)(0x18 | (kind & WITH_FIN ? 1 : 0) | (kind & WITH_RST ? 4 : 0));
	put16(p + 34, 0xffff);
	memcpy(p + HEADERS, payload, n);
	if (!(kind & AGAIN))
		seq[server] += n;
}

static void make_frames(const uint8_t *data, size_t n)
{
	uint16_t port = ports[data[0] % (sizeof ports / sizeof ports[0])];
	uint32_t seq[2] = {1, 1};

	for (data++, n--; n > 3 && frame_count < FRAMES_MAX;) {
		unsigned length = MIN((unsigned)(data[1] << 8 | data[2]), (unsigned)n - 3);

		length = MIN(length, 60000);
		add_frame(data[0], port, data + 3, length, seq);
		data += 3 + length;
		n -= 3 + length;
	}
}

static void dissect(epan_t *session, unsigned i, bool visible)
{
	struct frame *frame = &frames[i];
	epan_dissect_t *edt = epan_dissect_new(session, visible, visible);
	wtap_rec rec;

	wtap_rec_init(&rec);
	rec.rec_type = REC_TYPE_PACKET;
	rec.presence_flags = WTAP_HAS_TS | WTAP_HAS_CAP_LEN;
	rec.rec_header.packet_header.caplen = frame->n;
	rec.rec_header.packet_header.len = frame->n;
	rec.rec_header.packet_header.pkt_encap = WTAP_ENCAP_RAW_IP;
	if (!frame->fd.visited)
		frame_data_init(&frame->fd, inputs * FRAMES_MAX + i + 1, &rec, 0, 0);
	epan_dissect_run(edt, WTAP_FILE_TYPE_SUBTYPE_UNKNOWN, &rec,
			 tvb_new_real_data(frame->bytes, frame->n, (gint)frame->n), &frame->fd,
			 NULL);
	frame->fd.visited = 1;
	epan_dissect_free(edt);
	wtap_rec_cleanup(&rec);
}

/* The file that the next input belongs to. */
static epan_t *file(void)
{
	static const struct packet_provider_funcs functions = {.get_frame_ts = time_of};
	static struct packet_provider_data provider;
	static epan_t *session;

	if (session && inputs++ < INPUTS_PER_FILE)
		return session;
	if (session)
		epan_free(session);
	inputs = 1;
	session = epan_new(&provider, &functions);
	return session;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n == 0 || !start())
		return 0;
	epan_t *session = file();

	make_frames(data, n);
	for (unsigned i = 0; i < frame_count; i++)
		dissect(session, i, false);
	for (unsigned i = frame_count; i-- > 0;)
		dissect(session, i, true);
	for (unsigned i = 0; i < frame_count; i++)
		dissect(session, i, true);
	for (unsigned i = 0; i < frame_count; i++) {
		frame_data_destroy(&frames[i].fd);
		g_free(frames[i].bytes);
	}
	memset(frames, 0, sizeof frames);
	frame_count = 0;
	return 0;
}
