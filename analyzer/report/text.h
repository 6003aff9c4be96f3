/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text.h - the sections of the text report. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "page.h"
#include "report.h"

/* One line a device: number, outcome, what it is called, why. */
void text_devices(const struct page *page, const struct diagnosis *diagnosis);

/* What is known of each device and its story in the order of time. */
void text_stories(const struct page *page, const struct diagnosis *diagnosis,
		  const struct report_options *options);

/* Each finding with its cause, evidence and remedy. */
void text_findings(const struct page *page, const struct diagnosis *diagnosis,
		   const struct report_options *options);

/* A device's setup certificate in question, in rows with their text from |column| on; or nothing. */
void text_setup(const struct page *page, const struct diagnosis *diagnosis,
		const struct device *device, unsigned column);

/* What record changes would do, when that was asked. */
void text_what_if(const struct page *page, const struct diagnosis *diagnosis);

/* What people call a device: name, address, UUID, MAC, whichever is known first. Free it. */
char *text_device_name(const struct device *device);

/* "1 (NAME), 2 (NAME) and 12 more", for indexes of devices. Free it. */
char *text_device_list(const struct diagnosis *diagnosis, const GArray *devices);

/* Where evidence lies: "FILE frame 36, bytes 78-85". Free it. */
char *text_place(const struct diagnosis *diagnosis, const struct evidence *evidence);

/* Why it does not count: "known from the baseline", "suppressed until DAY: REASON". Free it. */
char *text_acceptance(const struct acceptance *acceptance);

#endif
