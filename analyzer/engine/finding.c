/* SPDX-License-Identifier: GPL-2.0-or-later */
/* finding.c - see finding.h. */
#include "finding.h"

#include "remedy.h"

static void free_evidence(gpointer evidence)
{
	g_free(((struct evidence *)evidence)->text);
}

struct finding *finding_new(const struct failure *row)
{
	struct finding *finding = g_new0(struct finding, 1);

	finding->row = row;
	finding->step = row->step;
	finding->severity = row->remark ? row->remark->severity : row->severity;
	finding->certainty = CERTAINTY_LIKELY;
	finding->devices = g_array_new(FALSE, FALSE, sizeof(unsigned));
	finding->evidence = g_array_new(FALSE, FALSE, sizeof(struct evidence));
	g_array_set_clear_func(finding->evidence, free_evidence);
	finding->needs = g_ptr_array_new_with_free_func(g_free);
	finding->candidates = g_ptr_array_new();
	return finding;
}

void finding_free(struct finding *finding)
{
	if (!finding)
		return;
	g_free(finding->message);
	g_array_free(finding->devices, TRUE);
	g_array_free(finding->evidence, TRUE);
	g_ptr_array_free(finding->needs, TRUE);
	g_ptr_array_free(finding->candidates, TRUE);
	verified_free(finding->verified);
	g_free(finding);
}

bool finding_say(struct finding *finding, enum certainty certainty, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_free(finding->message);
	finding->message = g_strdup_vprintf(format, args);
	va_end(args);
	finding->certainty = certainty;
	return true;
}

/* Takes |text|. */
static bool add_evidence(struct finding *finding, unsigned capture, struct place place, char *text)
{
	struct evidence evidence = {.capture = capture, .place = place, .text = text};

	g_array_append_val(finding->evidence, evidence);
	return true;
}

bool finding_quote(struct finding *finding, const struct sighting *sighting, struct moment at,
		   const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = g_strdup_vprintf(format, args);

	va_end(args);
	return add_evidence(finding, sighting->capture, (struct place){.frame = at.frame}, text);
}

bool finding_quote_place(struct finding *finding, const struct sighting *sighting,
			 struct place place, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = g_strdup_vprintf(format, args);

	va_end(args);
	return add_evidence(finding, sighting->capture, place, text);
}

bool finding_quote_hello(struct finding *finding, const struct sighting *sighting,
			 enum hello_field field, const char *text)
{
	const struct place *place = sighting->connection->hello->place[field];

	for (unsigned i = 0; i < HELLO_PLACES_MAX && place[i].frame; i++)
		add_evidence(finding, sighting->capture, place[i], g_strdup(text));
	return true;
}

bool finding_quote_record(struct finding *finding, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = g_strdup_vprintf(format, args);

	va_end(args);
	return add_evidence(finding, 0, (struct place){0}, text);
}

bool finding_need(struct finding *finding, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(finding->needs, g_strdup_vprintf(format, args));
	va_end(args);
	return true;
}

bool finding_candidate(struct finding *finding, const char *id)
{
	g_ptr_array_add(finding->candidates, (gpointer)id);
	return true;
}

void finding_bound(struct finding *finding, enum certainty bound)
{
	if (finding->certainty > bound)
		finding->certainty = bound;
}
