/* SPDX-License-Identifier: GPL-2.0-or-later */
/* replay_script.c - from the case's captures to who sent what after what; see replay_script.h. */
#include "replay_script.h"

#include "capture.h"
#include "hello.h"
#include "tcp.h"

struct reading {
	struct script *script;
	const uint16_t *ports;
};

static void turn_free(void *p)
{
	struct turn *turn = p;

	g_byte_array_unref(turn->bytes);
	g_free(turn);
}

static void call_free(void *p)
{
	struct call *call = p;

	g_ptr_array_unref(call->turns);
	g_free(call);
}

void script_free(struct script *script)
{
	if (!script)
		return;
	g_byte_array_unref(script->hello);
	g_ptr_array_unref(script->calls);
	answers_free(script->answers);
	g_free(script);
}

static bool is_called(const struct reading *reading, uint16_t port)
{
	for (unsigned service = SERVICE_HELLO + 1; service < SERVICES; service++)
		if (reading->ports[service] == port)
			return true;
	return false;
}

static enum tcp_wanted wants(void *user, const struct flow *flow)
{
	const struct reading *reading = user;
	uint16_t hello = reading->ports[SERVICE_HELLO];

	if (flow->dst_port == hello || is_called(reading, flow->dst_port))
		return TCP_CLIENT_SENDS;
	return flow->src_port == hello || is_called(reading, flow->src_port) ? TCP_SERVER_SENDS
									     : TCP_NOT_WANTED;
}

static struct call *call_of(struct reading *reading, struct connection *connection)
{
	struct call *call = connection->user;

	if (call || reading->script->calls->len >= SCRIPT_CALLS_MAX)
		return call;
	call = g_new0(struct call, 1);
	call->port = connection->server_port;
	call->turns = g_ptr_array_new_with_free_func(turn_free);
	g_ptr_array_add(reading->script->calls, call);
	connection->user = call;
	return call;
}

static void add_turn(struct call *call, bool device, struct bytes bytes)
{
	struct turn *last = call->turns->len ? call->turns->pdata[call->turns->len - 1] : NULL;

	if (!last || last->device != device) {
		last = g_new0(struct turn, 1);
		last->device = device;
		last->bytes = g_byte_array_new();
		g_ptr_array_add(call->turns, last);
	}
	if (last->bytes->len + bytes.n <= SCRIPT_BYTES_MAX)
		g_byte_array_append(last->bytes, bytes.p, (guint)bytes.n);
}

static size_t take_bytes(void *user, struct connection *connection, enum direction from,
			 struct bytes pending, bool over)
{
	struct reading *reading = user;
	struct script *script = reading->script;
	bool hello = connection->server_port == reading->ports[SERVICE_HELLO];
	struct call *call = hello ? NULL : call_of(reading, connection);

	(void)over;
	if (call && pending.n)
		add_turn(call, from == FROM_SERVER, pending);
	if (hello && from == FROM_CLIENT && (!script->hello->len || connection->user == script) &&
	    script->hello->len + pending.n <= HELLO_LENGTH_MAX) {
		connection->user = script; /* the first that speaks is the one */
		g_byte_array_append(script->hello, pending.p, (guint)pending.n);
	}
	return pending.n;
}

static void take_end(void *user, struct connection *connection)
{
	struct reading *reading = user;
	struct script *script = reading->script;

	if (connection->server_port != reading->ports[SERVICE_HELLO] || script->has_answer)
		return;
	script->has_answer = true;
	if (connection->ending == ENDING_REFUSED)
		script->answer = ANSWER_REFUSED;
	else if (moment_is_set(connection->unreachable))
		script->answer = ANSWER_UNREACHABLE;
	else if (connection->syn_acks || connection->half[FROM_CLIENT].bytes)
		script->answer = ANSWER_ACCEPTED;
}

static const struct tcp_consumer consumer = {
	.wants = wants,
	.bytes = take_bytes,
	.ended = take_end,
};

static bool read_capture(struct reading *reading, const char *path, GError **error)
{
	struct capture *capture = capture_open(path, error);
	struct tcp *tcp;
	struct frame frame;
	struct packet packet;

	if (!capture)
		return false;
	tcp = tcp_new(&tcp_default_limits, &consumer, reading);
	while (capture_next(capture, &frame))
		if (packet_decode(&packet, frame.link_type, frame.bytes, frame.original_length) &&
		    packet.flow.protocol == PROTOCOL_TCP)
			tcp_packet(tcp, &packet,
				   (struct moment){.time = frame.time, .frame = frame.number},
				   frame.bytes);
	tcp_finish(tcp);
	tcp_free(tcp);
	capture_close(capture);
	return true;
}

static void read_pid(struct script *script)
{
	g_autofree struct hello *hello = g_new(struct hello, 1);
	struct reader r = reader_over(bytes_of(script->hello->data, script->hello->len));

	if (hello_decode(hello, &r) && hello->pid.n == PID_LENGTH)
		memcpy(script->pid, hello->pid.p, PID_LENGTH);
}

struct script *script_read(const struct case_file *file, GError **error)
{
	struct script *script = g_new0(struct script, 1);
	struct reading reading = {.script = script, .ports = script->ports};

	script->hello = g_byte_array_new();
	script->calls = g_ptr_array_new_with_free_func(call_free);
	case_ports(file, script->ports);
	script->answers = answers_read(file->folder, error);
	if (!script->answers) {
		script_free(script);
		return NULL;
	}
	for (unsigned i = 0; i < case_captures(file); i++) {
		g_autofree char *path = case_capture_path(file, i, error);

		if (!path || !read_capture(&reading, path, error)) {
			script_free(script);
			return NULL;
		}
	}
	read_pid(script);
	return script;
}
