/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * verbs.h - what can happen on a line: one function a verb.
 *
 * Each reads its words and options, sends its frames and leaves the clock at
 * the last of them. README.md is the manual of the words.
 */
#ifndef SYNTH_VERBS_H
#define SYNTH_VERBS_H

#include "scene.h"

void verb_lease(struct scene *scene, struct line *line);
void verb_dhcp(struct scene *scene, struct line *line);
void verb_dns(struct scene *scene, struct line *line);
void verb_tcp(struct scene *scene, struct line *line);
void verb_send(struct scene *scene, struct line *line);
void verb_close(struct scene *scene, struct line *line);
void verb_fin(struct scene *scene, struct line *line);
void verb_reset(struct scene *scene, struct line *line);
void verb_hello(struct scene *scene, struct line *line);
void verb_tls(struct scene *scene, struct line *line);
void verb_secure(struct scene *scene, struct line *line);
void verb_handshake(struct scene *scene, struct line *line);
void verb_shake(struct scene *scene, struct line *line);
void verb_alert(struct scene *scene, struct line *line);
void verb_data(struct scene *scene, struct line *line);
void verb_call(struct scene *scene, struct line *line);
void verb_answer(struct scene *scene, struct line *line);
void verb_arp(struct scene *scene, struct line *line);
void verb_udp(struct scene *scene, struct line *line);
void verb_raw(struct scene *scene, struct line *line);
void verb_clock(struct scene *scene, struct line *line);

#endif
