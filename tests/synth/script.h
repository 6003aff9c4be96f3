/* SPDX-License-Identifier: GPL-2.0-or-later */
/* script.h - a scenario's text, played into a scene. */
#ifndef SYNTH_SCRIPT_H
#define SYNTH_SCRIPT_H

#include "scene.h"

/* Plays the scenario at |path|. What is wrong in it ends the program. */
struct scene *script_play(const char *path);

#endif
