/* SPDX-License-Identifier: GPL-2.0-or-later */
/* apf_channels.c - see apf_channels.h. */
#include "apf_channels.h"

/* Of a tunnel that never closes one; the oldest is forgotten. */
#define CHANNELS_MAX 256
/* Of one HTTP message that does not end. */
#define PENDING_MAX (1 << 20)

static dissector_handle_t http_handle;

/* What one side has sent and HTTP wants to see again with more. */
struct pending {
	uint8_t *bytes;
	size_t n;
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

/* Bytes that were put together at the first pass, for later ones. */
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

/* Shows |bytes| as HTTP; gives how many of the last ones it wants to see again. */
static size_t show_http(const uint8_t *bytes, size_t n, struct shown *shown, proto_tree *tree)
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
	size_t wanted = pinfo->desegment_len ? n - (size_t)pinfo->desegment_offset : 0;

	pinfo->can_desegment = can_desegment;
	pinfo->desegment_offset = desegment_offset;
	pinfo->desegment_len = desegment_len;
	return wanted;
}

static struct piece *piece_of(struct shown *shown, unsigned nth)
{
	return p_get_proto_data(wmem_file_scope(), shown->pinfo, fields_hf(F_APF_DATA), nth);
}

/* What waited and what comes now, kept with the packet. */
static struct piece *put_together(struct pending *pending, struct bytes data, struct shown *shown,
				  unsigned nth)
{
	struct piece *piece = wmem_new0(wmem_file_scope(), struct piece);
	bool too_much = pending->n + data.n > PENDING_MAX;
	size_t waited = too_much ? 0 : pending->n;

	piece->n = waited + data.n;
	piece->bytes = wmem_alloc(wmem_file_scope(), piece->n + 1);
	if (waited)
		memcpy(piece->bytes, pending->bytes, waited);
	memcpy(piece->bytes + waited, data.p, data.n);
	p_add_proto_data(wmem_file_scope(), shown->pinfo, fields_hf(F_APF_DATA), nth, piece);
	return piece;
}

static void keep_pending(struct pending *pending, const struct piece *piece, size_t wanted)
{
	pending->bytes = piece->bytes + piece->n - wanted;
	pending->n = wanted;
}

void channels_show(struct channels *channels, const struct apf *apf, unsigned side,
		   struct shown *shown, unsigned nth, proto_tree *tree)
{
	struct piece *piece = piece_of(shown, nth);
	struct channel *channel = channel_at(channels, !side, apf->recipient);

	if (!http_handle || apf->data.n == 0)
		return;
	if (shown->pinfo->fd->visited) {
		if (piece)
			show_http(piece->bytes, piece->n, shown, tree);
		return;
	}
	if (!channel || !speaks_http(channel))
		return;
	struct pending *pending = &channel->pending[side];

	piece = put_together(pending, apf->data, shown, nth);
	keep_pending(pending, piece, show_http(piece->bytes, piece->n, shown, tree));
}

void channels_handoff(void)
{
	http_handle = find_dissector("http-over-tcp");
}
