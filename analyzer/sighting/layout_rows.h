/* SPDX-License-Identifier: GPL-2.0-or-later */
/* layout_rows.h - words in which rows of layouts are written; for the files that hold them. */
#ifndef SIGHTING_LAYOUT_ROWS_H
#define SIGHTING_LAYOUT_ROWS_H

#include "layout.h"

/* The shape of a row's value: one, an array with its count, a list that ends early. */
#define ONE(type, member) .offset = offsetof(struct type, member)
#define MANY(type, member, number)                                                       \
	.offset = offsetof(struct type, member), .count = offsetof(struct type, number), \
	.most = G_N_ELEMENTS(((struct type *)0)->member)
#define LIST(type, member)                                               \
	.offset = offsetof(struct type, member), .count = ROW_UNCOUNTED, \
	.most = G_N_ELEMENTS(((struct type *)0)->member)

#define MOMENT CELL_OBJECT, .of = &layout_moment
#define PLACE CELL_OBJECT, .of = &layout_place

#endif
