/* SPDX-License-Identifier: GPL-2.0-or-later */
/* apf_channels.c - see apf_channels.h. */
#include "apf_channels.h"

/* Of a tunnel that never closes one; the oldest is forgotten. */
#define CHANNELS_MAX 256
/* Of one HTTP message that does not end; what is longer is given up. */
#define PENDING_MAX (1 << 18)
/* How often HTTP is asked in one packet: each time it sees a copy of all that waits. */
#define TRIES_MAX 64

static dissector_handle_t http_handle;

/* What one side has sent and HTTP wants to see again, when |wanted| bytes more are there. */
struct pending {
	uint8_t *bytes;
	size_t n, size, wanted;
};

struct channel {
	unsigned opener;    /* side */
	uint32_t number[2]; /* by side */
	bool confirmed;
	uint32_t port;
	struct pending pending[2]; /* by sender */
};

struct channels {
	struct channel channel[CHANNELS_MAX];
	unsigned next; /* place for the next one */
};

/* Bytes that HTTP took at the first pass, for later ones. */
struct piece {
	uint8_t *bytes;
	size_t n;
};

struct channels *channels_new(void)
{
	return wmem_new0(wmem_file_scope(), struct channels);
}

static void open_channel(struct channels *channels, const struct apf *apf, unsigned side)
{
	struct channel *channel = &channels->channel[channels->next++ % CHANNELS_MAX];

	memset(channel, 0, sizeof *channel);
	channel->opener = side;
	channel->number[side] = apf->sender;
	channel->port = apf->port;
}

/* The channel whose number at |side| is |number|; the newest, for numbers are used again. */
static struct channel *channel_at(struct channels *channels, unsigned side, uint32_t number)
{
	for (unsigned i = channels->next, left = MIN(channels->next, CHANNELS_MAX); left > 0;
	     left--) {
		struct channel *channel = &channels->channel[--i % CHANNELS_MAX];

		if (channel->number[side] == number && channel->port &&
		    (channel->confirmed || channel->opener == side))
			return channel;
	}
	return NULL;
}

static void confirm_channel(struct channels *channels, const struct apf *apf, unsigned side)
{
	struct channel *channel = channel_at(channels, !side, apf->recipient);

	if (!channel || channel->confirmed)
		return;
	channel->number[side] = apf->sender;
	channel->confirmed = true;
}

void channels_follow(struct channels *channels, const struct apf *apf, unsigned side)
{
	if (apf->type == APF_CHANNEL_OPEN)
		open_channel(channels, apf, side);
	if (apf->type == APF_CHANNEL_CONFIRMATION)
		confirm_channel(channels, apf, side);
}

static bool speaks_http(const struct channel *channel)
{
	return channel->port == HTTP_PORT || channel->port == RMCP_PORT;
}

/* What HTTP left, and how much more it wants to see with it. */
struct left {
	size_t n, wanted;
};

static struct left what_is_left(const packet_info *pinfo, size_t n)
{
	if (pinfo->desegment_len == 0)
		return (struct left){0};
	if (pinfo->desegment_len == DESEGMENT_ONE_MORE_SEGMENT)
		return (struct left){n - (size_t)pinfo->desegment_offset, 1};
	return (struct left){n - (size_t)pinfo->desegment_offset, pinfo->desegment_len};
}

static struct left show_http(const uint8_t *bytes, size_t n, struct shown *shown, proto_tree *tree)
{
	packet_info *pinfo = shown->pinfo;
	tvbuff_t *tvb = tvb_new_child_real_data(shown->tvb, bytes, (guint)n, (gint)n);
	guint16 can_desegment = pinfo->can_desegment;
	int desegment_offset = pinfo->desegment_offset;
	guint32 desegment_len = pinfo->desegment_len;

	add_new_data_source(pinfo, tvb, "Bytes of the channel");
	pinfo->can_desegment = 2; /* this call takes one away */
	pinfo->desegment_offset = 0;
	pinfo->desegment_len = 0;
	call_dissector_only(http_handle, tvb, pinfo, tree, NULL);
	struct left left = what_is_left(pinfo, n);

	pinfo->can_desegment = can_desegment;
	pinfo->desegment_offset = desegment_offset;
	pinfo->desegment_len = desegment_len;
	return left;
}

static void append(struct pending *pending, struct bytes data)
{
	if (pending->n + data.n > PENDING_MAX)
		pending->n = pending->wanted = 0;
	if (data.n > PENDING_MAX)
		return;
	if (pending->n + data.n > pending->size) {
		pending->size = 2 * (pending->n + data.n);
		pending->bytes = wmem_realloc(wmem_file_scope(), pending->bytes, pending->size);
	}
	memcpy(pending->bytes + pending->n, data.p, data.n);
	pending->n += data.n;
	pending->wanted -= MIN(pending->wanted, data.n);
}

static void keep_piece(const uint8_t *bytes, size_t n, struct shown *shown, unsigned nth)
{
	struct piece *piece = wmem_new0(wmem_file_scope(), struct piece);

	piece->n = n;
	piece->bytes = wmem_memdup(wmem_file_scope(), bytes, n);
	p_add_proto_data(wmem_file_scope(), shown->pinfo, fields_hf(F_APF_DATA), nth, piece);
}

/* At the first pass: HTTP sees what waited and what comes now, and keeps what it takes. */
static void feed(struct pending *pending, struct bytes data, struct shown *shown, unsigned nth,
		 proto_tree *tree)
{
	append(pending, data);
	if (pending->n == 0 || pending->wanted)
		return;
	if ((*messages_counter(shown->pinfo, F_APF_DATA))++ >= TRIES_MAX)
		return;
	/* The packet's own copy: the tree outlives what waits. */
	uint8_t *bytes = wmem_memdup(shown->pinfo->pool, pending->bytes, pending->n);
	size_t n = pending->n;
	struct left left = show_http(bytes, n, shown, tree);

	if (left.n < n)
		keep_piece(bytes, n - left.n, shown, nth);
	memmove(pending->bytes, pending->bytes + n - left.n, left.n);
	pending->n = left.n;
	pending->wanted = left.wanted;
}

void channels_show(struct channels *channels, const struct apf *apf, unsigned side,
		   struct shown *shown, unsigned nth, proto_tree *tree)
{
	if (!http_handle || apf->data.n == 0)
		return;
	if (shown->pinfo->fd->visited) {
		const struct piece *piece = p_get_proto_data(wmem_file_scope(), shown->pinfo,
							     fields_hf(F_APF_DATA), nth);

		if (piece)
			show_http(piece->bytes, piece->n, shown, tree);
		return;
	}
	struct channel *channel = channel_at(channels, !side, apf->recipient);

	if (channel && speaks_http(channel))
		feed(&channel->pending[side], apf->data, shown, nth, tree);
}

void channels_handoff(void)
{
	http_handle = find_dissector("http-over-tcp");
}
