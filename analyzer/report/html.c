/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html.c - the report as one page: offline, light and dark, for keyboard and eye.
 *
 * Everything can be read without a script; the only one filters. The page
 * allows itself nothing else (Content-Security-Policy), so that even a name
 * that came through unescaped could load and run nothing. Sources: HTML, CSP 3.
 */
#include "html.h"

#include <string.h>

#include "ladder.h"
#include "setup_words.h"
#include "time_text.h"

extern const char html_style[], html_filter[];

void html_text(const struct html *html, const char *text)
{
	g_autofree char *escaped = ladder_xml(text);

	fputs(escaped, html->out);
}

void html_element(const struct html *html, const char *element, const char *class, const char *text)
{
	fprintf(html->out, class ? "<%s class=\"%s\">" : "<%s>", element, class);
	html_text(html, text);
	fprintf(html->out, "</%s>", element);
}

void html_term(const struct html *html, const char *term, const char *text)
{
	if (!text || !*text)
		return;
	html_element(html, "dt", NULL, term);
	html_element(html, "dd", NULL, text);
	fputc('\n', html->out);
}

static void put_setup_row(void *user, const char *label, const char *text)
{
	html_term(user, label ? label : "", text);
}

void html_setup(const struct html *html, const struct device *device)
{
	struct html page = *html;

	setup_words(html->diagnosis, device, put_setup_row, &page);
}

/* 'sha256-...' of the one script that may run. */
static char *script_hash(void)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof digest;

	g_checksum_update(checksum, (const guchar *)html_filter, (gssize)strlen(html_filter));
	g_checksum_get_digest(checksum, digest, &length);
	return g_base64_encode(digest, length);
}

static void put_head(const struct html *html)
{
	g_autofree char *hash = script_hash();

	fprintf(html->out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"style-src 'unsafe-inline'; script-src 'sha256-%s'; base-uri 'none'; "
		"form-action 'none'\">\n"
		"<title>amtrace: ",
		hash);
	html_text(html, html->diagnosis->verdict);
	fprintf(html->out, "</title>\n<style>\n%s\n%s</style>\n</head>\n<body>\n", ladder_style,
		html_style);
}

static void put_summary(const struct html *html)
{
	const struct diagnosis *d = html->diagnosis;

	fputs("<a class=\"skip\" href=\"#devices\">To the devices</a>\n<header>\n", html->out);
	html_element(html, "h1", NULL, d->verdict);
	fprintf(html->out,
		"\n<p>Devices: %u, failed %u, unknown %u, in progress %u, provisioned %u. "
		"Errors: %u, warnings: %u, notes: %u.</p>\n</header>\n<main>\n"
		"<form class=\"filter\" id=\"filter-form\" hidden role=\"search\">"
		"<label for=\"filter\">Show what contains</label> "
		"<input id=\"filter\" type=\"search\" autocomplete=\"off\"> "
		"<span id=\"count\" class=\"faint\" role=\"status\"></span></form>\n",
		d->devices->len, d->count[OUTCOME_FAILED], d->count[OUTCOME_UNKNOWN],
		d->count[OUTCOME_IN_PROGRESS], d->count[OUTCOME_PROVISIONED],
		d->severities[SEVERITY_ERROR], d->severities[SEVERITY_WARNING],
		d->severities[SEVERITY_NOTE]);
}

static void put_sentences(const struct html *html, const GPtrArray *limits)
{
	for (guint i = 0; limits && i < limits->len; i++)
		html_element(html, "li", NULL, limits->pdata[i]);
}

static void put_capture(const struct html *html, unsigned i, const struct capture_facts *facts)
{
	char first[TIME_TEXT], last[TIME_TEXT];

	fputs("<li>", html->out);
	html_element(html, "strong", NULL, facts->file);
	fprintf(html->out, ": %" G_GUINT64_FORMAT " frames", facts->frames);
	if (facts->frames)
		fprintf(html->out, ", %s to %s",
			time_text(facts->first + facts->clock_ahead, facts->digits, first),
			time_text(facts->last + facts->clock_ahead, facts->digits, last));
	fputs(facts->complete ? "<ul>" : ", <strong class=\"warning\">not read whole</strong><ul>",
	      html->out);
	for (unsigned p = 0; p < facts->problem_count; p++)
		html_element(html, "li", NULL, facts->problem[p]);
	put_sentences(html, report_limits(html->diagnosis, i));
	fputs("</ul></li>\n", html->out);
}

static void put_captures(const struct html *html)
{
	const struct capture_facts *facts;

	fputs("<h2>Captures, and what they lack</h2>\n<ul>\n", html->out);
	for (unsigned i = 0; (facts = report_capture(html->diagnosis, i)); i++)
		put_capture(html, i, facts);
	fputs("</ul>\n", html->out);
}

bool report_write_html(FILE *out, const struct diagnosis *diagnosis,
		       const struct report_options *options)
{
	const struct html html = {out, diagnosis, options};

	put_head(&html);
	put_summary(&html);
	html_devices(&html);
	html_findings(&html);
	put_captures(&html);
	fprintf(out,
		"</main>\n<footer class=\"faint\"><p>amtrace %s</p></footer>\n<script>%s</script>\n"
		"</body>\n</html>\n",
		AMTRACE_VERSION, html_filter);
	return fflush(out) == 0 && !ferror(out);
}
