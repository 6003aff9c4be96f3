/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_setup.h - the part of a device's JSON where setup certificates stand side by side. */
#ifndef REPORT_JSON_SETUP_H
#define REPORT_JSON_SETUP_H

#include <jansson.h>

#include "diagnosis.h"

/* A new object, or NULL where there is no certificate to compare. */
json_t *json_setup(const struct diagnosis *diagnosis, const struct device *device);

#endif
