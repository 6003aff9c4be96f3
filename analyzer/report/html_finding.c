/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_finding.c - the findings of the page, each with its evidence and what to do. */
#include "html.h"

#include "text.h"

#define DEVICES_NAMED 20 /* of one finding */

static void put_devices(const struct html *html, const struct finding *finding)
{
	fputs("<dt>Devices</dt><dd>", html->out);
	for (guint i = 0; i < finding->devices->len && i < DEVICES_NAMED; i++) {
		unsigned device = g_array_index(finding->devices, unsigned, i);
		g_autofree char *name = text_device_name(html->diagnosis->devices->pdata[device]);

		fprintf(html->out, "%s<a href=\"#device-%u\">%u (", i ? ", " : "", device + 1,
			device + 1);
		html_text(html, name);
		fputs(")</a>", html->out);
	}
	if (finding->devices->len > DEVICES_NAMED)
		fprintf(html->out, " and %u more", finding->devices->len - DEVICES_NAMED);
	fputs("</dd>\n", html->out);
}

static void put_candidates(const struct html *html, const struct finding *finding)
{
	for (guint i = 0; i < finding->candidates->len; i++) {
		const struct failure *row = catalogue_find(finding->candidates->pdata[i]);
		g_autofree char *text =
			row ? g_strdup_printf("%s %s", row->id, failure_title(row)) : NULL;

		html_term(html, i ? "" : "Possible", text);
	}
}

/* The bytes themselves, when the captures are at hand: a row a field. */
static void put_bytes(const struct html *html, const struct evidence *evidence)
{
	GPtrArray *quotes = html->options->quote
				    ? html->options->quote(html->options->quote_from,
							   evidence->capture, &evidence->place)
				    : NULL;

	if (quotes && quotes->len) {
		fputs("<table><tbody>\n", html->out);
		for (guint i = 0; i < quotes->len; i++) {
			const struct report_quote *quote = quotes->pdata[i];

			fputs("<tr><td>", html->out);
			html_text(html, quote->field);
			fprintf(html->out, "</td><td>from byte %u</td><td>", quote->offset);
			html_element(html, "code", NULL, quote->bytes);
			fputs("</td></tr>\n", html->out);
		}
		fputs("</tbody></table>\n", html->out);
	}
	if (quotes)
		g_ptr_array_unref(quotes);
}

static void put_evidence(const struct html *html, const struct evidence *evidence)
{
	const struct capture_facts *facts = report_capture(html->diagnosis, evidence->capture);
	const struct place *place = &evidence->place;

	fputs("<li>", html->out);
	html_text(html, evidence->text);
	if (place->frame && facts) {
		fputs(" <span class=\"faint\">", html->out);
		html_text(html, facts->file);
		fprintf(html->out, " frame %" G_GUINT64_FORMAT, place->frame);
		if (place->length)
			fprintf(html->out, ", bytes %u-%u", place->offset,
				place->offset + place->length - 1);
		fputs("</span>", html->out);
		if (place->length)
			put_bytes(html, evidence);
	}
	fputs("</li>\n", html->out);
}

static void put_tried(const struct html *html, const struct verified_remedy *tried)
{
	g_autoptr(GString) text = g_string_new("with");

	for (guint i = 0; i < tried->set->len; i++)
		g_string_append_printf(text, " %s", (const char *)tried->set->pdata[i]);
	g_string_append_printf(text, " it gets to the step: %s", step_names[tried->then]);
	html_term(html, "Tried", text->str);
}

static void put_finding(const struct html *html, unsigned i)
{
	const struct finding *finding = html->diagnosis->findings->pdata[i];
	const struct failure *row = finding->row;

	fprintf(html->out,
		"<article data-item id=\"finding-%u\"><h3>%s <span class=\"%s\">%s</span> (%s): ",
		i + 1, row->id, severity_names[finding->severity],
		severity_names[finding->severity], certainty_names[finding->certainty]);
	html_text(html, failure_title(row));
	fputs("</h3>\n<dl>", html->out);
	html_term(html, "Seen", finding->message);
	put_devices(html, finding);
	html_term(html, "Cause", failure_cause(row));
	put_candidates(html, finding);
	if (row->side_by_side && finding->devices->len)
		html_setup(html, html->diagnosis->devices
					 ->pdata[g_array_index(finding->devices, unsigned, 0)]);
	html_term(html, "Remedy", failure_remedy(row));
	if (finding->verified)
		put_tried(html, finding->verified);
	for (guint n = 0; n < finding->needs->len; n++)
		html_term(html, n ? "" : "Would settle it", finding->needs->pdata[n]);
	fputs("</dl>\n<ul>\n", html->out);
	for (guint e = 0; e < finding->evidence->len; e++)
		put_evidence(html, &g_array_index(finding->evidence, struct evidence, e));
	fputs("</ul></article>\n", html->out);
}

void html_findings(const struct html *html)
{
	guint n = html->diagnosis->findings->len;

	fputs("<h2 id=\"findings\">Findings</h2>\n", html->out);
	for (guint i = 0; i < n; i++)
		put_finding(html, i);
	if (!n)
		fputs("<p>None.</p>\n", html->out);
}
