/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * experts.c - the remarks of wire/ as Wireshark expert items.
 *
 * Texts come from the rows alone, so that the plugin and the analyzer say the
 * same. An item is called iamt.remark.<id>, and cause and remedy hang below it.
 */
#include "iamt.h"

/* Wireshark cuts what is longer than 240 characters; a window shows less. */
#define LINE_LENGTH 66

static expert_field remark_experts[REMARK_COUNT];
static expert_field short_expert = EI_INIT;
static int hf_cause = -1;
static int hf_remedy = -1;
static int hf_source = -1;
static int ett_remark = -1;

static const int severities[] = {
	[SEVERITY_NOTE] = PI_NOTE,
	[SEVERITY_WARNING] = PI_WARN,
	[SEVERITY_ERROR] = PI_ERROR,
};

/* "AMT-H01" is filtered as "iamt.remark.h01". */
static const char *filter_of(const struct remark_row *row)
{
	char *filter =
		wmem_strdup_printf(wmem_epan_scope(), "iamt.remark.%s", row->id + strlen("AMT-"));

	for (char *at = filter; *at; at++)
		*at = g_ascii_tolower(*at);
	return filter;
}

/* How much of |text| fits on a line, cut between words. */
static size_t line_of(const char *text)
{
	size_t n = strlen(text);

	if (n <= LINE_LENGTH)
		return n;
	n = LINE_LENGTH;
	while (n > 0 && text[n] != ' ')
		n--;
	return n > 0 ? n : LINE_LENGTH;
}

/* A text as a field, its value whole, its label and the items behind it a line each. */
static void show_text(struct shown *shown, proto_tree *tree, int hf, const char *text)
{
	size_t n = line_of(text);
	proto_item *item = proto_tree_add_string_format(
		tree, hf, shown->tvb, 0, 0, text, "%s: %.*s",
		proto_registrar_get_nth((guint)hf)->name, (int)n, text);

	proto_item_set_generated(item);
	for (text += n; *text; text += n) {
		text += *text == ' ';
		n = line_of(text);
		proto_tree_add_subtree_format(tree, shown->tvb, 0, 0, ett_remark, &item, "%.*s",
					      (int)n, text);
		proto_item_set_generated(item);
	}
}

static void show_texts(struct shown *shown, proto_item *item, const struct remark_row *row)
{
	proto_tree *tree = proto_item_add_subtree(item, ett_remark);

	show_text(shown, tree, hf_cause, row->cause);
	show_text(shown, tree, hf_remedy, row->remedy);
	show_text(shown, tree, hf_source, row->source);
}

void experts_raise_one(struct shown *shown, enum remark remark, proto_item *item)
{
	const struct remark_row *row = &remarks[remark];

	expert_add_info_format(shown->pinfo, item, &remark_experts[remark], "%s %s", row->id,
			       row->title);
	show_texts(shown, item, row);
}

void experts_raise(struct shown *shown, const struct remarked *seen)
{
	uint32_t raised = remarks_of(seen);

	for (unsigned i = 0; i < REMARK_COUNT; i++) {
		if (!(raised & UINT32_C(1) << i))
			continue;
		unsigned nth = remarks[i].which ? remarks[i].which(seen) : 0;

		experts_raise_one(shown, i, spans_item(shown, remarks[i].field, nth));
	}
}

/* Says no more than these bytes prove: a capture may have cut what the sender sent whole. */
static const char *why_short(const struct shown *shown, bool more_may_come)
{
	if (tvb_captured_length(shown->tvb) < tvb_reported_length(shown->tvb))
		return "the capture cut this packet";
	return more_may_come ? "no more was captured so far" : "its sender sent no more";
}

void experts_raise_short(struct shown *shown, enum field failed, bool more_may_come)
{
	expert_add_info_format(shown->pinfo, shown->top, &short_expert,
			       "The bytes ran out at \"%s\" (%s): %s", field_label(failed),
			       field_filter(failed), why_short(shown, more_may_come));
}

void experts_raise_refused(struct shown *shown, const char *why)
{
	expert_add_info_format(shown->pinfo, shown->top, &short_expert,
			       "The message was not read to its end: %s", why);
}

static void register_remark_texts(void)
{
	static hf_register_info rows[] = {
		{&hf_cause,
		 {"Cause", "iamt.remark.cause", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
		{&hf_remedy,
		 {"Remedy", "iamt.remark.remedy", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
		{&hf_source,
		 {"Source", "iamt.remark.source", FT_STRING, BASE_NONE, NULL, 0, NULL, HFILL}},
	};
	static int *subtrees[] = {&ett_remark};

	proto_register_field_array(proto_iamt, rows, array_length(rows));
	proto_register_subtree_array(subtrees, array_length(subtrees));
}

void experts_register(void)
{
	static ei_register_info rows[REMARK_COUNT + 1];
	expert_module_t *module = expert_register_protocol(proto_iamt);

	for (unsigned i = 0; i < REMARK_COUNT; i++) {
		remark_experts[i] = (expert_field)EI_INIT;
		rows[i].ids = &remark_experts[i];
		rows[i].eiinfo = (expert_field_info){
			.name = filter_of(&remarks[i]),
			.group = PI_PROTOCOL,
			.severity = severities[remarks[i].severity],
			.summary = remarks[i].title,
		};
	}
	rows[REMARK_COUNT].ids = &short_expert;
	rows[REMARK_COUNT].eiinfo = (expert_field_info){
		.name = "iamt.short",
		.group = PI_MALFORMED,
		.severity = PI_WARN,
		.summary = "The message is not whole",
	};
	expert_register_field_array(module, rows, array_length(rows));
	register_remark_texts();
}
