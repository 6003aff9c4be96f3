/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html.h - the parts of the page. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "formats.h"

/* A page that is being written. */
struct html {
	FILE *out;
	const struct diagnosis *diagnosis;
	const struct report_options *options;
};

/* |text| escaped for an element or an attribute in quotes; NULL gives nothing. */
void html_text(const struct html *html, const char *text);

/* <|element| class="|class|">text</|element|>; no class when NULL. */
void html_element(const struct html *html, const char *element, const char *class,
		  const char *text);

/* A term and what it is, of a description list; nothing without |text|. */
void html_term(const struct html *html, const char *term, const char *text);

/* The setup certificate in question, if there is one, as terms of a list. */
void html_setup(const struct html *html, const struct device *device);

/* Each device with its facts, ladder and story; those that failed are open. */
void html_devices(const struct html *html);

/* Each finding with its evidence, byte by byte where the captures are at hand. */
void html_findings(const struct html *html);

#endif
