/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frames.c - reading, mapping and writing frames; see frames.h.
 *
 * Frames are read with a mapping that changes nothing, and mapped later when
 * few are left: one way of writing serves both.
 */
#include "frames.h"

#include <errno.h>
#include <pcap/pcap.h>

#include "datagram.h"
#include "fragments.h"
#include "frame_write.h"
#include "grouping.h"
#include "numbers.h"
#include "sieve.h"
#include "streams.h"

static void frame_clear(void *p)
{
	struct case_frame *frame = p;

	g_clear_pointer(&frame->bytes, g_bytes_unref);
}

struct frames *frames_new(void)
{
	struct frames *frames = g_new0(struct frames, 1);

	frames->captures = g_array_new(FALSE, TRUE, sizeof(struct case_capture));
	frames->list = g_array_new(FALSE, TRUE, sizeof(struct case_frame));
	g_array_set_clear_func(frames->list, frame_clear);
	return frames;
}

void frames_free(struct frames *frames)
{
	if (!frames)
		return;
	g_array_unref(frames->captures);
	g_array_unref(frames->list);
	g_free(frames);
}

static void add_frame(struct frames *frames, const GByteArray *bytes, struct case_frame frame)
{
	frame.bytes = g_bytes_new(bytes->data, bytes->len);
	frames->bytes += bytes->len;
	g_array_append_val(frames->list, frame);
}

/* What one capture is read with. */
struct reading {
	struct frames *frames;
	struct mapping *same;
	struct grouping *grouping;
	struct fragments *fragments;
	GByteArray *frame, *message;
	unsigned capture;
};

static void add_mark(struct reading *reading, int64_t time)
{
	uint32_t length = frame_write_mark(reading->frame);

	add_frame(reading->frames, reading->frame,
		  (struct case_frame){
			  .capture = reading->capture,
			  .group = grouping_alone(reading->grouping),
			  .time = time,
			  .original_length = length,
		  });
}

/* What frame_write() is to put behind the headers, of a packet that was just decoded. */
static bool payload_of(struct mapping *m, GByteArray *message, const struct packet *packet,
		       struct bytes *payload, uint32_t *length)
{
	*payload = (struct bytes){0};
	*length = 0;
	if (packet->neighbour.kind != NEIGHBOUR_NONE || packet->icmp_error)
		return true;
	*payload = packet->payload;
	*length = packet->payload_length;
	if (packet->flow.protocol != PROTOCOL_UDP)
		return true;
	if (!datagram_write(message, m, packet))
		return false;
	*payload = bytes_of(message->data, message->len);
	*length = message->len;
	return true;
}

static void take_packet(struct reading *reading, struct packet *packet, int64_t time)
{
	struct bytes payload;
	uint32_t length;

	if (packet->fragment.is &&
	    !fragments_add(reading->fragments, packet, (struct moment){.time = time, .frame = 1}))
		return;
	if (!frame_is_writable(packet) ||
	    !payload_of(reading->same, reading->message, packet, &payload, &length))
		return;
	length = frame_write(reading->frame, reading->same, packet, payload, length);
	add_frame(reading->frames, reading->frame,
		  (struct case_frame){
			  .capture = reading->capture,
			  .group = grouping_of(reading->grouping, reading->capture, packet),
			  .time = time,
			  .original_length = length,
		  });
}

static bool fits(const struct frames *frames)
{
	return frames->list->len < FRAMES_MAX && frames->bytes < FRAMES_BYTES_MAX;
}

static bool read_frames(struct reading *reading, struct capture *capture,
			const struct look_options *look)
{
	struct sieve sieve;
	struct frame frame;
	struct packet packet;
	int64_t last = 0;

	sieve_open(&sieve);
	sieve_want(&sieve, REDIRECTION_TLS_PORT);
	for (enum service service = 0; service < SERVICES; service++)
		sieve_want(&sieve, look->ports[service]);
	while (capture_next(capture, &frame) && fits(reading->frames)) {
		last = frame.time;
		if (capture_summary(capture)->frames == 1)
			add_mark(reading, last);
		if (sieve_passes(&sieve, frame.link_type, frame.bytes) &&
		    packet_decode(&packet, frame.link_type, frame.bytes, frame.original_length))
			take_packet(reading, &packet, frame.time);
	}
	add_mark(reading, last);
	return fits(reading->frames);
}

static void note_capture(struct frames *frames, const struct capture *capture,
			 const struct look_options *look)
{
	const struct capture_summary *summary = capture_summary(capture);
	struct case_capture seen = {
		.vantage = look->vantage,
		.digits = summary->digits,
		.complete = summary->complete,
		.dropped = summary->dropped,
	};

	g_array_append_val(frames->captures, seen);
}

bool frames_read(struct frames *frames, const char *path, const struct look_options *look,
		 GError **error)
{
	struct capture *capture = capture_open(path, error);
	struct reading reading = {.frames = frames, .capture = frames->captures->len};
	bool ok;

	if (!capture)
		return false;
	reading.same = mapping_new(KEEP_ALL);
	reading.grouping = grouping_new();
	reading.fragments = fragments_new();
	reading.frame = g_byte_array_new();
	reading.message = g_byte_array_new();
	for (unsigned i = 0; i < frames->groups; i++)
		grouping_alone(reading.grouping);
	ok = read_frames(&reading, capture, look);
	if (!ok)
		g_set_error(error, CAPTURE_ERROR, CAPTURE_ERROR_FORMAT,
			    "more than %u frames that may concern provisioning: cut a piece out of "
			    "it first",
			    FRAMES_MAX);
	note_capture(frames, capture, look);
	frames->groups = grouping_count(reading.grouping);
	mapping_free(reading.same);
	grouping_free(reading.grouping);
	fragments_free(reading.fragments);
	g_byte_array_unref(reading.frame);
	g_byte_array_unref(reading.message);
	capture_close(capture);
	return ok;
}

static bool decode(struct packet *packet, const struct case_frame *frame)
{
	gsize n;
	const uint8_t *p = g_bytes_get_data(frame->bytes, &n);

	return packet_decode(packet, LINK_ETHERNET, bytes_of(p, n), frame->original_length);
}

static struct streams *streams_of(const struct frames *frames, const bool *in, struct mapping *m,
				  uint16_t hello_port)
{
	struct streams *streams = streams_new(m, hello_port);
	struct packet packet;

	for (guint i = 0; i < frames->list->len; i++)
		if (in[i] && decode(&packet, frames_at(frames, i)) &&
		    packet.flow.protocol == PROTOCOL_TCP)
			streams_add(streams, frames_at(frames, i)->capture, &packet);
	return streams;
}

/* What is no packet is a mark, and says nothing. */
static bool map_frame(GByteArray *out, GByteArray *message, struct mapping *m,
		      struct streams *streams, struct case_frame *frame)
{
	struct packet packet;
	struct bytes payload;
	uint32_t length;

	if (!decode(&packet, frame)) {
		frame->original_length = frame_write_mark(out);
		return true;
	}
	if (!payload_of(m, message, &packet, &payload, &length))
		return false;
	if (packet.flow.protocol == PROTOCOL_TCP)
		payload = streams_payload(streams, frame->capture, &packet);
	frame->original_length = frame_write(out, m, &packet, payload, length);
	return true;
}

struct frames *frames_mapped(const struct frames *frames, const bool *in, struct mapping *m,
			     uint16_t hello_port)
{
	struct frames *mapped = frames_new();
	struct streams *streams = streams_of(frames, in, m, hello_port);
	GByteArray *out = g_byte_array_new(), *message = g_byte_array_new();

	g_array_append_vals(mapped->captures, frames->captures->data, frames->captures->len);
	mapped->groups = frames->groups;
	for (guint i = 0; i < frames->list->len; i++) {
		struct case_frame frame = *frames_at(frames, i);

		if (in[i] && map_frame(out, message, m, streams, &frame))
			add_frame(mapped, out, frame);
	}
	streams_free(streams);
	g_byte_array_unref(out);
	g_byte_array_unref(message);
	return mapped;
}

/* Seconds and the fraction that the file's precision asks for; a pcap file has no earlier time. */
static struct timeval stamp_of(int64_t time, bool fine)
{
	int64_t t = MAX(time, 0);

	return (struct timeval){
		.tv_sec = t / NANOSECONDS,
		.tv_usec = fine ? t % NANOSECONDS : t % NANOSECONDS / 1000,
	};
}

static void dump_frame(pcap_dumper_t *dumper, const struct case_frame *frame, bool fine)
{
	gsize n;
	const void *p = g_bytes_get_data(frame->bytes, &n);
	struct pcap_pkthdr header = {
		.ts = stamp_of(frame->time, fine),
		.caplen = (bpf_u_int32)n,
		.len = MAX(frame->original_length, (bpf_u_int32)n),
	};

	pcap_dump((u_char *)dumper, &header, p);
}

bool frames_write(const struct frames *frames, const bool *in, unsigned capture, FILE *out)
{
	enum {
		MICROSECOND_DIGITS = 6
	};
	bool fine = frames_capture(frames, capture)->digits > MICROSECOND_DIGITS;
	pcap_t *pcap = pcap_open_dead_with_tstamp_precision(DLT_EN10MB, CAPTURE_RECORD_MAX,
							    fine ? PCAP_TSTAMP_PRECISION_NANO
								 : PCAP_TSTAMP_PRECISION_MICRO);
	pcap_dumper_t *dumper = pcap ? pcap_dump_fopen(pcap, out) : NULL;

	for (guint i = 0; dumper && i < frames->list->len; i++) {
		const struct case_frame *frame = frames_at(frames, i);

		if (frame->capture == capture && (!in || in[i]))
			dump_frame(dumper, frame, fine);
	}
	bool written = dumper && pcap_dump_flush(dumper) == 0 && !ferror(out);

	if (pcap)
		pcap_close(pcap);
	return written;
}
