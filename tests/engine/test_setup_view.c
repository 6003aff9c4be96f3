/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_setup_view.c - what the records' certificate files mean for a device
 * that says hello, and what the server's chain does: certificates made by the openssl command, told as a story
 * of today, for they hold from today on.
 */
#include "../certificate/make.h"
#include "certificate.h"
#include "diagnosis.h"
#include "history.h"
#include "session_seen.h"
#include "site.h"

#define UUID1 "000000aa-0000-0000-0000-000000000001"

static long today;

/* The hash of NAME.pem takes the first place of |room|; the others are of nobody. */
static const struct seen_hashes *hashes_with(struct sightings *s, const char *name, unsigned n)
{
	g_autofree char *file = g_strdup_printf("%s.pem", name);
	struct seen_hashes *hashes = g_malloc0(sizeof *hashes + n * sizeof *hashes->hash);
	gsize length;
	g_autofree char *pem = content_of(file, &length);
	struct certificate_file *read = certificate_file_read(pem, length, NULL, NULL);
	const struct certificate *root = read->certificates->pdata[0];

	hashes->n = n;
	for (unsigned i = 0; i < n; i++) {
		hashes->hash[i] = (struct seen_hash){.algorithm = 2, .length = 32};
		memset(hashes->hash[i].value, (int)i, 32);
	}
	memcpy(hashes->hash[0].value, root->facts.sha256, 32);
	certificate_file_free(read);
	const struct seen_hashes *kept = sightings_intern_hashes(s, hashes);

	g_free(hashes);
	return kept;
}

static void set_hashes(struct sightings *s, const char *root, unsigned n)
{
	const struct seen_hashes *hashes = hashes_with(s, root, n);
	size_t count;
	const struct sighting *list = sightings_list(s, &count);

	for (size_t i = 0; i < count; i++)
		if (list[i].kind == SIGHTING_CONNECTION && list[i].connection->hello)
			list[i].connection->hello->hashes = hashes;
}

static char *all_findings(const struct diagnosis *d)
{
	GString *text = g_string_new(" ");

	for (unsigned i = 0; i < d->findings->len; i++) {
		const struct finding *f = d->findings->pdata[i];

		g_string_append_printf(text, "%s/%s/%s/%s (%s) ", f->row->id,
				       severity_names[f->severity], certainty_names[f->certainty],
				       known_names[f->known], f->message);
	}
	return g_string_free(text, FALSE);
}

static const struct {
	const char *root; /* in the hello */
	unsigned hashes;
	const char *certificate; /* the row */
	const char *device;      /* what else the records say of it */
	const char *lease;       /* its suffix; "-": none */
	const char *says; /* " ID/..." or a part of a message; NULL: none of L, P01.. and P07 */
	const char *by;   /* the row that the device is predicted to refuse it for, or NULL */
} cases[] = {
	{"root", 2, "file=whole.pem", "", "example.test", NULL, NULL},
	{"root", 2, "file=leaf.pem", "", "example.test", "that of leaf.pem was not exported",
	 "AMT-P07"},
	{"root", 2, "file=leaf.pem,has_private_key=1", "", "example.test",
	 " AMT-L09/warning/certain/records", "AMT-L09"},
	{"twin", 2, "file=whole.pem", "", "example.test", " AMT-P07/error/certain/records",
	 "AMT-P07"},
	{"twin", 23, "file=whole.pem", "", "example.test", " AMT-P07/error/likely/records",
	 "AMT-P07"},
	{"root", 23, "file=whole.pem", "", "example.test", NULL, NULL},
	{"root", 2, "file=web.pem", "", "example.test", " AMT-L05/warning/certain/records",
	 "AMT-L05"},
	{"root", 2, "file=other-key.pem", "", "example.test", " AMT-L10/warning/certain/records",
	 NULL},
	{"root", 2, "file=turned.pem", "", "example.test", " AMT-L09/warning/certain/records",
	 "AMT-L09"},
	{"root", 2, "file=whole.pem", "", "other.test", " AMT-P01/warning/certain/records",
	 "AMT-P01"},
	{"root", 2, "file=whole.pem", ",suffix=other.test", "other.test",
	 " AMT-P01/warning/certain/records", "AMT-P01"},
	/* The device's own suffix counts, not DHCP's. */
	{"root", 2, "file=whole.pem", ",suffix=example.test", "other.test", NULL, NULL},
	{"root", 2, "file=whole.pem", ",suffix=other.test", "example.test",
	 " AMT-P03/warning/likely/records", "AMT-P03"},
	{"root", 2, "file=whole.pem", "", "-", " AMT-P02/warning/likely/records", NULL},
	{"root", 2, "file=whole.pem", ",suffix=example.test", "-", NULL, NULL},
	{"root", 2, "file=whole.pem", ",firmware=5.2", "example.test",
	 " AMT-L08/warning/possible/records", NULL},
};

static struct sightings *told(unsigned i)
{
	g_autofree char *story =
		g_strdup_printf("cover %ld %ld; lease %ld ok %s; hello %ld 0 hashes %u", today,
				today + 300, today + 1, cases[i].lease, today + 2, cases[i].hashes);
	struct sightings *s = history_tell(story);

	set_hashes(s, cases[i].root, cases[i].hashes);
	return s;
}

static struct site *records(unsigned i)
{
	g_autofree char *certificate =
		g_strdup_printf("certificate+label=setup,%s", cases[i].certificate);
	g_autofree char *device =
		g_strdup_printf("device+uuid=" UUID1 ",mac=00:00:00:00:00:01%s", cases[i].device);
	const char *const changes[] = {"configuration.allow_remote_configuration=1",
				       "configuration.props_script_timeout=180",
				       "systems+uuid=" UUID1
				       ",fqdn=pc1.example.test,profile=standard",
				       certificate,
				       device,
				       NULL};
	g_autofree char *path = g_build_filename(made, "server.csv", NULL);
	GError *error = NULL;

	ck_assert(g_file_set_contents(path, "address\n192.0.2.10\n", -1, NULL));
	struct site *site = site_load(made, changes, &error);

	ck_assert_msg(site != NULL, "%s", error ? error->message : "");
	return site;
}

static void expect(const struct diagnosis *d, unsigned i)
{
	static const char *const rows[] = {" AMT-L", " AMT-P01", " AMT-P02", " AMT-P03",
					   " AMT-P07"};
	g_autofree char *found = all_findings(d);
	const struct device *device = d->devices->pdata[0];

	if (cases[i].says)
		ck_assert_msg(strstr(found, cases[i].says) != NULL, "%u: %s", i, found);
	for (size_t k = 0; !cases[i].says && k < G_N_ELEMENTS(rows); k++)
		ck_assert_msg(strstr(found, rows[k]) == NULL, "%u: %s", i, found);
	ck_assert_msg((device->predicted.by != NULL) == (cases[i].by != NULL), "%u: %s", i, found);
	if (cases[i].by)
		ck_assert_str_eq(device->predicted.by->id, cases[i].by);
}

START_TEST(records_say_what_the_device_would_refuse)
{
	struct sightings *s = told((unsigned)_i);
	struct site *site = records((unsigned)_i);
	struct diagnosis *d = diagnose(s, site, &(struct diagnose_options){0});

	ck_assert_uint_eq(d->devices->len, 1);
	expect(d, (unsigned)_i);
	diagnosis_free(d);
	site_free(site);
	sightings_free(s);
}
END_TEST

/* The finding of |id|, or NULL. */
static const struct finding *finding_of(const struct diagnosis *d, const char *id)
{
	for (unsigned i = 0; i < d->findings->len; i++) {
		const struct finding *f = d->findings->pdata[i];

		if (strcmp(f->row->id, id) == 0)
			return f;
	}
	return NULL;
}

START_TEST(suffix_of_dhcp_is_tried_in_the_records)
{
	unsigned i = 0;

	while (!cases[i].says || !strstr(cases[i].says, "AMT-P03"))
		i++;
	struct sightings *s = told(i);
	struct site *site = records(i);
	struct diagnosis *d = diagnose(s, site, &(struct diagnose_options){0});
	const struct finding *f = finding_of(d, "AMT-P03");

	ck_assert_ptr_nonnull(f);
	ck_assert_ptr_nonnull(f->verified);
	ck_assert_str_eq(f->verified->set->pdata[0], "device[uuid=" UUID1 "].suffix=example.test");
	ck_assert_int_eq(f->verified->then, STEP_CALLBACK);
	ck_assert_ptr_null(f->verified->by);
	diagnosis_free(d);
	site_free(site);
	sightings_free(s);
}
END_TEST

/* What the server sends, in this order, and what is found; the device answers with an alert. */
static const struct {
	const char *sent;
	const char *root;   /* in the hello */
	const char *suffix; /* DHCP's */
	uint8_t alert;      /* 0: the handshake succeeds */
	const char *says;   /* " ID/severity/certainty/known" */
} wire[] = {
	{"leaf middle root", "root", "other.test", 42, " AMT-P01/error/certain/wire"},
	{"leaf middle root", "root", "other.test", 0, " AMT-P01/warning/certain/wire"},
	{"leaf middle root", "twin", "example.test", 48, " AMT-L06/error/certain/wire"},
	{"leaf middle", "root", "example.test", 48, " AMT-L07/warning/certain/wire"},
	{"leaf root", "root", "example.test", 48, " AMT-L09/error/certain/wire"},
	{"root middle leaf", "root", "example.test", 48, " AMT-L09/error/certain/wire"},
	{"plain middle root", "root", "example.test", 42, " AMT-L05/error/certain/wire"},
	{"leaf middle root", "root", "example.test", 51, " AMT-L10/error/likely/wire"},
	/* No suffix of a lease: it asked under one. */
	{"leaf middle root", "root", "-; ask 1 provisionserver.other.test 192.0.2.10", 42,
	 " AMT-P01/error/likely/wire"},
	/* Two reasons: the surest and first in the order of rules is the error. */
	{"plain middle root", "root", "other.test", 42, " AMT-P01/warning/certain/wire"},
};

/* Lasts until the test ends. */
static const struct certificate_facts *facts_of(const char *name, GPtrArray *certificates)
{
	g_autofree char *file = g_strdup_printf("%s.pem", name);
	gsize length;
	g_autofree char *pem = content_of(file, &length);
	struct certificate_file *read = certificate_file_read(pem, length, NULL, NULL);
	struct certificate *first = g_ptr_array_steal_index(read->certificates, 0);

	g_ptr_array_add(certificates, first);
	certificate_file_free(read);
	return &first->facts;
}

static void send_chain(struct sightings *s, struct seen_session *session, const char *names,
		       GPtrArray *certificates)
{
	g_auto(GStrv) list = g_strsplit(names, " ", 0);
	struct seen_chain *chain = &session->chain[SEEN_CLIENT];
	unsigned n = g_strv_length(list);

	chain->seen = true;
	chain->sent = chain->certificate_count = n;
	chain->certificate = sightings_room(s, n * sizeof *chain->certificate);
	for (unsigned i = 0; i < n; i++)
		chain->certificate[i] = facts_of(list[i], certificates);
	chain->way = certificate_chain_of((struct certificate *const *)certificates->pdata, n);
	chain->at = (struct moment){.time = today * INT64_C(1000000000), .frame = 50};
}

static void end_handshake(struct sightings *s, struct seen_session *session, uint8_t description)
{
	session->client_hello = session->server_hello = session->certificate_verify = true;
	session->version = 0x0303;
	session->finished[SEEN_CLIENT] = true;
	session->finished[SEEN_SERVER] = description == 0;
	if (!description)
		return;
	session->alert = sightings_room(s, sizeof *session->alert);
	session->alerts = session->alert_count = 1;
	*session->alert = (struct seen_alert){.from = SEEN_SERVER,
					      .readable = true,
					      .level = 2,
					      .description = description,
					      .at = {today, 51}};
}

static struct sightings *told_with_call(unsigned i, GPtrArray *certificates)
{
	g_autofree char *story = g_strdup_printf(
		"cover %ld %ld; lease %ld ok %s; hello %ld 0 hashes 2; call %ld ok", today,
		today + 300, today + 1, wire[i].suffix, today + 2, today + 3);
	struct sightings *s = history_tell(story);
	struct seen_session *session = sightings_room(s, sizeof *session);
	size_t count;
	const struct sighting *list = sightings_list(s, &count);

	set_hashes(s, wire[i].root, 2);
	send_chain(s, session, wire[i].sent, certificates);
	end_handshake(s, session, wire[i].alert);
	list[count - 1].connection->session = session;
	return s;
}

START_TEST(wire_shows_what_the_device_refuses)
{
	GPtrArray *certificates = g_ptr_array_new_with_free_func((GDestroyNotify)certificate_free);
	struct sightings *s = told_with_call((unsigned)_i, certificates);
	struct site *site = site_load(NULL, NULL, NULL);
	struct diagnosis *d = diagnose(s, site, &(struct diagnose_options){0});
	g_autofree char *found = all_findings(d);

	ck_assert_msg(strstr(found, wire[_i].says) != NULL, "%d: %s", _i, found);
	diagnosis_free(d);
	site_free(site);
	sightings_free(s);
	g_ptr_array_free(certificates, TRUE);
}
END_TEST

static void set_up(void)
{
	make_folder();
	make_chain();
	make("twin", "/O=Example/CN=Example Root", "", MADE_CA);
	make("plain", "/CN=sca.example.test", "middle", "extendedKeyUsage=serverAuth\n");
	run("cat leaf.pem middle.pem root.pem >chain; cat chain leaf.key >whole.pem;"
	    "cat root.pem middle.pem leaf.pem leaf.key >turned.pem;"
	    "cat plain.pem middle.pem root.pem plain.key >web.pem;"
	    "cat chain plain.key >other-key.pem");
	today = time(NULL) + 60;
}

int main(void)
{
	Suite *suite = suite_create("setup_view");
	TCase *tests = tcase_create("setup_view");

	tcase_add_unchecked_fixture(tests, set_up, remove_folder);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, records_say_what_the_device_would_refuse, 0,
			    G_N_ELEMENTS(cases));
	tcase_add_test(tests, suffix_of_dhcp_is_tried_in_the_records);
	tcase_add_loop_test(tests, wire_shows_what_the_device_refuses, 0, G_N_ELEMENTS(wire));
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
