/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * answers.c - from calls that were seen to answers.json, and from there to replies.
 *
 * Names of classes and methods are letters, digits and '_', faults are words
 * of public schemas: what else stood there may name somebody and stays out.
 * Read strictly, for a case may come from anybody.
 */
#include "answers.h"

#include <string.h>

#include "case_file.h"
#include "clocks.h"
#include "fleet.h"
#include "rewrite_text.h"

#define NAME_MAX_LENGTH 64
#define STATUS_MIN 100 /* of HTTP */
#define STATUS_MAX 999

static bool is_name(const char *text)
{
	size_t n = text ? strlen(text) : 0;

	for (size_t i = 0; i < n; i++)
		if (!g_ascii_isalnum(text[i]) && text[i] != '_')
			return false;
	return n > 0 && n <= NAME_MAX_LENGTH && g_ascii_isalpha(text[0]);
}

static void set_text(json_t *one, const char *key, const char *text)
{
	json_object_set_new(one, key, json_string(text));
}

static void set_flag(json_t *one, const char *key, bool holds)
{
	if (holds)
		json_object_set_new(one, key, json_true());
}

static json_t *describe_call(const struct seen_call *call)
{
	json_t *one = json_object();

	if (is_name(call->class))
		set_text(one, "class", call->class);
	if (is_name(call->method))
		set_text(one, "method", call->method);
	json_object_set_new(one, "status", json_integer(call->status));
	set_flag(one, "authorized", call->authorized);
	set_flag(one, "challenged", call->challenged);
	set_flag(one, "stale", call->stale);
	if (call->has_return_value)
		json_object_set_new(one, "return_value", json_integer(call->return_value));
	if (call->has_amt_status)
		json_object_set_new(one, "amt_status", json_integer(call->amt_status));
	set_flag(one, "is_fault", call->is_fault);
	if (call->fault && is_fault_word(call->fault))
		set_text(one, "fault", call->fault);
	if (call->count > 1)
		json_object_set_new(one, "count", json_integer(call->count));
	return one;
}

static void describe_calls(json_t *list, const struct seen_calls *calls)
{
	for (unsigned i = 0; i < calls->call_count && json_array_size(list) < ANSWERS_MAX; i++)
		json_array_append_new(list, describe_call(&calls->call[i]));
}

/* Connections in the order of time; what two captures show is taken once. */
static void describe_device(json_t *list, const struct diagnosis *diagnosis,
			    const struct subject *subject)
{
	for (unsigned i = 0; subject && i < subject->seen_count; i++) {
		const struct sighting *s = subject->seen[i];

		if (s->kind == SIGHTING_CONNECTION && s->connection->calls &&
		    !twins_better(diagnosis->fleet->twins, s))
			describe_calls(list, s->connection->calls);
	}
}

json_t *answers_describe(const struct diagnosis *diagnosis, int device)
{
	json_t *root, *list = json_array();

	if (device >= 0) {
		const struct device *it = diagnosis->devices->pdata[device];

		describe_device(list, diagnosis, it->subject);
	}
	if (!json_array_size(list)) {
		json_decref(list);
		return NULL;
	}
	root = json_object();
	json_object_set_new(root, "schema", json_string(ANSWERS_SCHEMA));
	json_object_set_new(root, "answers", list);
	return root;
}

static const char *text_of(const json_t *one, const char *key)
{
	const char *text = json_string_value(json_object_get(one, key));

	return is_name(text) ? text : "";
}

static bool flag_of(const json_t *one, const char *key)
{
	return json_is_true(json_object_get(one, key));
}

/* False when it is there and no number up to |most|; stays as it is when it is not there. */
static bool number_of(const json_t *one, const char *key, uint32_t most, bool *has, uint32_t *n)
{
	const json_t *value = json_object_get(one, key);
	json_int_t number = json_integer_value(value);

	if (has)
		*has = value != NULL;
	if (!value)
		return true;
	if (!json_is_integer(value) || number < 0 || number > most)
		return false;
	*n = (uint32_t)number;
	return true;
}

static bool read_reply(const json_t *one, struct reply *reply)
{
	const char *fault = json_string_value(json_object_get(one, "fault"));
	uint32_t status = 0;

	*reply = (struct reply){
		.class = text_of(one, "class"),
		.method = text_of(one, "method"),
		.authorized = flag_of(one, "authorized"),
		.challenged = flag_of(one, "challenged"),
		.stale = flag_of(one, "stale"),
		.is_fault = flag_of(one, "is_fault"),
		.fault = fault && is_fault_word(fault) ? fault : NULL,
		.left = 1,
	};
	bool sound = number_of(one, "status", STATUS_MAX, NULL, &status) &&
		     number_of(one, "count", UINT32_MAX, NULL, &reply->left) &&
		     number_of(one, "return_value", UINT32_MAX, &reply->has_return_value,
			       &reply->return_value) &&
		     number_of(one, "amt_status", UINT32_MAX, &reply->has_amt_status,
			       &reply->amt_status);

	reply->status = (uint16_t)status;
	return sound && json_is_object(one) && (status == 0 || status >= STATUS_MIN);
}

static bool read_list(struct answers *answers)
{
	const char *schema = json_string_value(json_object_get(answers->root, "schema"));
	const json_t *list = json_object_get(answers->root, "answers");
	size_t n = json_array_size(list);
	struct reply reply;

	if (!schema || strcmp(schema, ANSWERS_SCHEMA) != 0 || !json_is_array(list) ||
	    n > ANSWERS_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!read_reply(json_array_get(list, i), &reply))
			return false;
		g_array_append_val(answers->list, reply);
	}
	return true;
}

struct answers *answers_read(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, CASE_ANSWERS, NULL);
	struct answers *answers = g_new0(struct answers, 1);
	json_error_t why;

	answers->list = g_array_new(FALSE, FALSE, sizeof(struct reply));
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return answers;
	answers->root = json_load_file(path, JSON_REJECT_DUPLICATES, &why);
	if (answers->root && read_list(answers))
		return answers;
	g_set_error(error, CASE_ERROR, CASE_ERROR_READ, "%s: %s", path,
		    answers->root ? "no answers that this version reads" : why.text);
	answers_free(answers);
	return NULL;
}

void answers_free(struct answers *answers)
{
	if (!answers)
		return;
	json_decref(answers->root);
	g_array_unref(answers->list);
	g_free(answers);
}

const struct reply *answers_take(struct answers *answers, const char *class, const char *method,
				 bool authorized)
{
	for (guint i = 0; i < answers->list->len; i++) {
		struct reply *reply = &g_array_index(answers->list, struct reply, i);

		if (reply->left && reply->authorized == authorized &&
		    g_ascii_strcasecmp(reply->class, class) == 0 &&
		    g_ascii_strcasecmp(reply->method, method) == 0) {
			reply->left--;
			return reply;
		}
	}
	return NULL;
}

bool answers_challenge(const struct answers *answers)
{
	for (guint i = 0; i < answers->list->len; i++)
		if (g_array_index(answers->list, struct reply, i).challenged)
			return true;
	return false;
}
