/* SPDX-License-Identifier: GPL-2.0-or-later */
/* finding.c - see finding.h. */
#include "finding.h"

#include "remedy.h"

static void free_evidence(gpointer evidence)
{
	g_free(((struct evidence *)evidence)->text);
}

struct finding *finding_new(void)
{
	struct finding *finding = g_new0(struct finding, 1);

	finding->devices = g_array_new(FALSE, FALSE, sizeof(unsigned));
	finding->evidence = g_array_new(FALSE, FALSE, sizeof(struct evidence));
	g_array_set_clear_func(finding->evidence, free_evidence);
	finding->needs = g_ptr_array_new_with_free_func(g_free);
	finding->candidates = g_ptr_array_new();
	return finding;
}

void finding_begin(struct finding *finding, const struct failure *row)
{
	finding->row = row;
	finding->step = row->step;
	finding->severity = row->remark ? row->remark->severity : row->severity;
	finding->certainty = CERTAINTY_LIKELY;
	finding->known = row->known;
	g_clear_pointer(&finding->message, g_free);
	if (finding->evidence->len)
		g_array_set_size(finding->evidence, 0);
	if (finding->needs->len)
		g_ptr_array_set_size(finding->needs, 0);
	if (finding->candidates->len)
		g_ptr_array_set_size(finding->candidates, 0);
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
	if (finding->accepted)
		g_ptr_array_free(finding->accepted, TRUE);
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

static bool quote_hello(struct finding *finding, const struct sighting *sighting,
			enum hello_field field, bool of_last, const char *text)
{
	struct place place[HELLO_PLACES_MAX];
	unsigned n =
		hello_places(sighting->connection->hello, field, of_last, place, HELLO_PLACES_MAX);

	for (unsigned i = 0; i < n; i++)
		add_evidence(finding, sighting->capture, place[i], g_strdup(text));
	return true;
}

bool finding_quote_hello(struct finding *finding, const struct sighting *sighting,
			 enum hello_field field, const char *text)
{
	return quote_hello(finding, sighting, field, true, text);
}

bool finding_quote_first_hello(struct finding *finding, const struct sighting *sighting,
			       enum hello_field field, const char *text)
{
	return quote_hello(finding, sighting, field, false, text);
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
