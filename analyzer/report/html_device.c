/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * html_device.c - the devices of the page, worst first.
 *
 * Each is a part that opens and closes by itself, without a script. Drawings
 * of the first ones only: a page of a hundred thousand would open nowhere.
 */
#include "html.h"
#include "ladder.h"
#include "text.h"
#include "time_text.h"

#define OPEN_MAX 3       /* devices whose part is open at first */
#define DRAWN_MAX 50     /* devices whose messages are drawn */
#define DETAILED_MAX 500 /* devices with their story */

static void put_facts(const struct html *html, const struct device *device, bool detailed)
{
	char uuid[UUID_TEXT], mac[MAC_TEXT], pid[PID_TEXT], address[ADDRESS_TEXT];

	fputs("<dl>", html->out);
	html_term(html, "UUID", device->has_uuid ? uuid_text(&device->uuid, uuid) : NULL);
	html_term(html, "MAC", mac_is_none(&device->mac) ? NULL : mac_text(&device->mac, mac));
	for (guint i = 0; i < device->addresses->n; i++)
		html_term(html, "Address",
			  address_text(addresses_at(device->addresses, i), address));
	html_term(html, "Server",
		  address_is_none(&device->server) ? NULL : address_text(&device->server, address));
	html_term(html, "Name", device->fqdn);
	html_term(html, "Method", method_names[device->method]);
	html_term(html, "PID", report_pid(device, html->options, pid));
	if (device->observed.known && device->observed.started)
		html_term(html, "Reached", step_names[device->observed.reached]);
	if (device->observed.known && !device->observed.complete)
		html_term(html, "Stopped at", step_names[device->observed.stopped]);
	if (detailed)
		html_setup(html, device);
	fputs("</dl>\n", html->out);
}

static bool concerns(const struct finding *finding, unsigned device)
{
	for (guint i = 0; i < finding->devices->len; i++)
		if (g_array_index(finding->devices, unsigned, i) == device)
			return true;
	return false;
}

static void put_findings(const struct html *html, unsigned device)
{
	const GPtrArray *findings = html->diagnosis->findings;

	fputs("<ul>", html->out);
	for (guint i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		if (!concerns(finding, device))
			continue;
		fprintf(html->out, "<li><a href=\"#finding-%u\">%s</a> ", i + 1, finding->row->id);
		html_text(html, failure_title(finding->row));
		fputs("</li>", html->out);
	}
	fputs("</ul>\n", html->out);
}

static void put_drawing(const struct html *html, unsigned device)
{
	struct ladder *ladder = ladder_of(html->diagnosis, device, html->options->show_pids);

	if (ladder->rungs->len) {
		/* What scrolls sideways must be reached by the keyboard too. */
		fputs("<div class=\"drawing\" tabindex=\"0\" role=\"region\" "
		      "aria-label=\"Messages, drawn\">\n",
		      html->out);
		ladder_put_svg(html->out, ladder);
		fputs("</div>\n", html->out);
	}
	ladder_free(ladder);
}

static void put_event(const struct html *html, const struct event *event)
{
	const struct capture_facts *facts = report_capture(html->diagnosis, event->capture);
	char time[TIME_TEXT];

	fprintf(html->out, "<tr><td>%s</td><td>%s</td><td>",
		time_text(event->time, facts ? facts->digits : 0, time), step_names[event->step]);
	html_text(html, event->text);
	fputs("</td><td>", html->out);
	if (event->frame && facts) {
		html_text(html, facts->file);
		fprintf(html->out, " frame %" G_GUINT64_FORMAT, event->frame);
	}
	fputs("</td></tr>\n", html->out);
}

static void put_story(const struct html *html, const struct device *device)
{
	unsigned left_out;
	g_autoptr(GArray) events = timeline_of(html->diagnosis, device, &left_out);

	if (!events->len)
		return;
	fputs("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Story\">"
	      "<table class=\"story\"><thead><tr><th scope=\"col\">Time</th><th scope=\"col\">Step</th>"
	      "<th scope=\"col\">What</th><th scope=\"col\">Where</th></tr></thead><tbody>\n",
	      html->out);
	for (guint i = 0; i < events->len; i++)
		put_event(html, &g_array_index(events, struct event, i));
	fputs("</tbody></table></div>\n", html->out);
	if (left_out)
		fprintf(html->out,
			"<p class=\"faint\">%u sightings in the middle are not told.</p>",
			left_out);
}

static void put_device(const struct html *html, unsigned i)
{
	const struct device *device = html->diagnosis->devices->pdata[i];
	g_autofree char *name = text_device_name(device);
	bool open = i < OPEN_MAX && device->outcome == OUTCOME_FAILED;

	fprintf(html->out, "<details data-item id=\"device-%u\"%s><summary>%u ", i + 1,
		open ? " open" : "", i + 1);
	html_element(html, "span", outcome_names[device->outcome], outcome_names[device->outcome]);
	fputc(' ', html->out);
	html_element(html, "strong", NULL, name);
	fputs(": ", html->out);
	html_text(html, device->verdict);
	fputs("</summary>\n<div class=\"inside\">\n", html->out);
	put_facts(html, device, i < DETAILED_MAX);
	put_findings(html, i);
	if (i < DRAWN_MAX)
		put_drawing(html, i);
	if (i < DETAILED_MAX)
		put_story(html, device);
	fputs("</div></details>\n", html->out);
}

void html_devices(const struct html *html)
{
	guint n = html->diagnosis->devices->len;

	fputs("<h2 id=\"devices\">Devices, worst first</h2>\n", html->out);
	for (guint i = 0; i < n; i++)
		put_device(html, i);
	if (!n)
		fputs("<p>None was seen.</p>\n", html->out);
	if (n > DRAWN_MAX)
		fprintf(html->out,
			"<p class=\"faint\">The messages of the first %u are drawn.</p>\n",
			(unsigned)DRAWN_MAX);
}
