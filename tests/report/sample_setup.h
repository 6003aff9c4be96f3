/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sample_setup.h - a setup certificate in question, made by hand. */
#ifndef TESTS_REPORT_SAMPLE_SETUP_H
#define TESTS_REPORT_SAMPLE_SETUP_H

#include "diagnosis.h"

/* Gives |device| one that was sent and two of the records, with |text| wherever text may stand. */
void sample_add_setup(struct device *device, struct sightings *sightings, const char *text);
void sample_free_setup(struct device *device);

#endif
