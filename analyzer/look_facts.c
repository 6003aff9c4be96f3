/* SPDX-License-Identifier: GPL-2.0-or-later */
/* look_facts.c - from summaries and counters to capture_facts; see look_facts.h. */
#include "look_facts.h"

#define LOSSES_MAX (BUDGET_KINDS + 6) /* sentences of note_losses() */

static void note_problem(struct sightings *sightings, struct capture_facts *facts,
			 const char *problem)
{
	facts->problem[facts->problem_count++] = sightings_intern(sightings, problem);
}

static void note_summary(struct sightings *sightings, struct capture_facts *facts,
			 const struct capture_summary *summary)
{
	size_t room = summary->problems->len + LOSSES_MAX;

	facts->frames = summary->frames;
	facts->bytes = summary->bytes;
	facts->first = time_within_reach(summary->first);
	facts->last = time_within_reach(summary->last);
	facts->digits = summary->digits;
	facts->complete = summary->complete;
	facts->cut_frames = summary->cut_frames;
	facts->dropped = summary->dropped;
	facts->backward = summary->backward;
	facts->problem = sightings_room(sightings, room * sizeof *facts->problem);
	for (unsigned i = 0; i < summary->problems->len; i++)
		note_problem(sightings, facts, summary->problems->pdata[i]);
}

/* A piece has its own name, times and problems; all else is the ring's. */
static void note_pieces(struct sightings *sightings, struct capture_facts *facts,
			const struct capture *capture, const char *const *names)
{
	const struct capture_summary *summary;

	while (capture_piece(capture, facts->piece_count))
		facts->piece_count++;
	facts->piece = sightings_room(sightings, facts->piece_count * sizeof *facts->piece);
	for (unsigned i = 0; (summary = capture_piece(capture, i)); i++) {
		facts->piece[i].file = sightings_intern(sightings, names[i]);
		facts->piece[i].vantage = facts->vantage;
		note_summary(sightings, &facts->piece[i], summary);
	}
}

void note_capture(struct sightings *sightings, struct capture_facts *facts,
		  const struct capture *capture, const char *const *names)
{
	note_summary(sightings, facts, capture_summary(capture));
	if (capture_piece(capture, 0))
		note_pieces(sightings, facts, capture, names);
}

/* Reports list files, so of many the first one says it. */
static void note_loss(struct sightings *sightings, struct capture_facts *facts,
		      const char *sentence)
{
	if (sentence)
		note_problem(sightings, facts->piece_count ? facts->piece : facts, sentence);
}

static void note_counted(struct sightings *sightings, struct capture_facts *facts, uint64_t n,
			 const char *what)
{
	g_autofree char *sentence = g_strdup_printf("%" G_GUINT64_FORMAT " %s", n, what);

	if (n)
		note_loss(sightings, facts, sentence);
}

static uint64_t left_out(const struct budget *budget)
{
	uint64_t sum = 0;

	for (enum budget_kind kind = 0; kind < BUDGET_KINDS; kind++)
		sum += budget_left_out(budget, kind);
	return sum;
}

void note_losses(struct sightings *sightings, struct capture_facts *facts,
		 const struct losses *losses)
{
	uint64_t forgotten = facts->given_up;

	facts->given_up += losses->tcp.connections + (losses->tcp.bytes > 0) + losses->fragments +
			   losses->watched + losses->unread + left_out(losses->budget);
	note_counted(sightings, facts, losses->tcp.connections,
		     "connections were forgotten before their end: too many were open at once");
	note_counted(sightings, facts, losses->tcp.bytes,
		     "bytes of connections were dropped: too many waited for others");
	note_counted(sightings, facts, losses->fragments,
		     "fragmented datagrams were forgotten before they were whole");
	note_counted(sightings, facts, forgotten,
		     "questions were forgotten before their answer: too many were open at once");
	note_counted(sightings, facts, losses->watched,
		     "names and addresses were not watched: too many were worth it");
	note_counted(sightings, facts, losses->unread,
		     "connections to devices were not read: too many were open at once");
	for (enum budget_kind kind = 0; kind < BUDGET_KINDS; kind++) {
		g_autofree char *sentence = budget_sentence(losses->budget, kind);

		note_loss(sightings, facts, sentence);
	}
}
