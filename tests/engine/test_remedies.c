/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_remedies.c - record changes that are tried: what each row proposes in
 * its history, that the records themselves agree once they are changed so,
 * and that nobody else is worse off.
 */
#include "diagnosis.h"
#include "history.h"
#include "suite.h"

#define CHANGES 8

struct history {
	const char *name;
	const char *story;
	const char *records[CHANGES];
	const char *finds;
	const char *never;
};

#define PID "0000037M"
#define UUID1 "000000aa-0000-0000-0000-000000000001"
#define GUID1 "{00000000-0000-0000-0000-0000000000A1}"
#define GUID2 "00000000-0000-0000-0000-0000000000a2"
#define TIMEOUT "configuration.props_script_timeout=180"
#define NO_DNS "configuration.use_dns_ip_resolution=0"
#define KEY "pid_map+pid=" PID
#define NAMED "systems+uuid=" UUID1 ",fqdn=pc1.example.test,profile=standard"
#define ASK "ask 1 provisionserver.example.test 192.0.2.10; "
#define HELLO "cover 0 300; hello 2 0 pid " PID
#define OTHER_UUID "11111111-1111-1111-1111-111111111111"

static const struct history histories[] = {
#include "histories.def"
};

static const struct {
	const char *id, *story, *records[CHANGES];
	const char *set;  /* joined by blanks; NULL: nothing may be proposed */
	const char *then; /* "step", or "step/ID" of what stops it there */
} remedies[] = {
	/* Key and timeout are there after the change, the name stands in systems: the call-back. */
	{"AMT-K01", HELLO, {"pid_map+pid=ZZZZZZZZ", TIMEOUT, NAMED}, KEY, "callback"},
	/* A timeout of 0 waits behind the key. */
	{"AMT-K01",
	 HELLO,
	 {"pid_map+pid=ZZZZZZZZ", "configuration.props_script_timeout=0"},
	 KEY,
	 "name/AMT-F09"},
	/* Nobody gave the timeout. */
	{"AMT-K01", HELLO, {"pid_map+pid=ZZZZZZZZ"}, KEY, "name"},
	{"AMT-K02",
	 HELLO,
	 {KEY ",used=1,uuid=" OTHER_UUID, TIMEOUT, NAMED},
	 "pid_map[pid=" PID "].used=0,uuid=",
	 "callback"},
	/* With this policy the server would refuse the owner too; freed, it takes it. */
	{"AMT-K02",
	 HELLO,
	 {KEY ",used=1,uuid=" UUID1, "configuration.used_pid=refuse"},
	 "pid_map[pid=" PID "].used=0,uuid=",
	 "name"},
	{"AMT-K04", HELLO, {"pid_map+pid=0000038M", TIMEOUT, NAMED}, KEY, "callback"},
	{"AMT-P06",
	 "cover 0 300; hello 1 0 hashes 2",
	 {"configuration.allow_remote_configuration=0"},
	 "configuration.allow_remote_configuration=1",
	 "identify"},
	{"AMT-H03",
	 HELLO,
	 {"configuration.server=meshcentral", KEY, TIMEOUT, NAMED},
	 "configuration.server=generic",
	 "identify"},
	/* A certificate that nobody has bought yet; the device's name is the next thing to decide. */
	{"AMT-P07",
	 "cover 0 300; hello 1 0 hashes 2",
	 {"configuration.allow_remote_configuration=1", "certificate+label=old,has_private_key=0"},
	 "certificate+label=unknown,has_private_key=1",
	 "name"},
	/* Two UUIDs in one resource; apart, this one has no name but a placeholder. */
	{"AMT-F07",
	 HELLO,
	 {KEY, TIMEOUT, NO_DNS, "oob_capability+resource_guid=" GUID1 ",uuid=" UUID1,
	  "oob_capability+resource_guid=" GUID1 ",uuid=" OTHER_UUID,
	  "location+resource_guid=" GUID1 ",fqdn=pc1.example.test", "profile+name=all,match=*"},
	 "oob_capability[uuid=" UUID1 "].resource_guid=" UUID1 " location+resource_guid=" UUID1
	 ",fqdn=unknown.invalid",
	 "callback"},
	{"AMT-F09",
	 HELLO,
	 {KEY, NAMED, "configuration.props_script_timeout=0"},
	 TIMEOUT,
	 "callback"},
	/* The device's domain is that of its question; nothing tells the host's part. */
	{"AMT-F01",
	 "cover 0 300; " ASK "hello 2 0 pid " PID,
	 {KEY, TIMEOUT, NO_DNS, "oob_capability+resource_guid=" GUID1 ",uuid=" OTHER_UUID,
	  "location+resource_guid=" GUID1 ",fqdn=other.example.test"},
	 "oob_capability+resource_guid=" UUID1 ",uuid=" UUID1 " location+resource_guid=" UUID1
	 ",fqdn=unknown.example.test",
	 "profile"},
	/* No table of locations: one row would make it a table that lacks everybody else. */
	{"AMT-F01",
	 HELLO,
	 {KEY, TIMEOUT, NO_DNS, "oob_capability+resource_guid=" GUID1 ",uuid=" OTHER_UUID},
	 "oob_capability+resource_guid=" UUID1 ",uuid=" UUID1,
	 "name"},
	{"AMT-F02",
	 HELLO,
	 {KEY, TIMEOUT, NO_DNS, "oob_capability+resource_guid=" GUID2 ",uuid=" UUID1,
	  "location+resource_guid=" GUID1 ",fqdn=other.example.test", "profile+name=all,match=*"},
	 "location+resource_guid=" GUID2 ",fqdn=unknown.invalid",
	 "callback"},
	/* The zone lacks the address, and no other table may name the machine. */
	{"AMT-F03",
	 HELLO,
	 {KEY, TIMEOUT, "configuration.use_dns_ip_resolution=1",
	  "dns+name=x.test,type=a,value=1.2.3.4"},
	 "dns+name=51.2.0.192.in-addr.arpa,type=ptr,value=unknown.invalid",
	 "profile"},
	/* What the server was told on the wire stays told. */
	{"AMT-F03",
	 HELLO "; ptr 3 nx",
	 {KEY, TIMEOUT, "configuration.use_dns_ip_resolution=1"},
	 NULL,
	 NULL},
	{"AMT-F13",
	 HELLO,
	 {KEY, TIMEOUT, "systems+uuid=" UUID1 ",fqdn=pc1.example.test",
	  "profile+name=hq,match=*.hq.test"},
	 "profile+name=unknown,match=pc1.example.test",
	 "callback"},
	{"AMT-F16",
	 HELLO,
	 {KEY, TIMEOUT,
	  "systems+uuid=aa000000-0000-0000-0000-000000000001,fqdn=pc1.example.test,profile=p"},
	 "systems[uuid=aa000000-0000-0000-0000-000000000001].uuid=" UUID1,
	 "callback"},
	/* It is refused on the wire because nobody listens there; where the server does, it may speak. */
	{"AMT-T06",
	 "cover 0 60; " ASK "syn 2 refused",
	 {"server+address=192.0.2.10,port=9972"},
	 "server[address=192.0.2.10].port=9971",
	 "hello"},
	/* The server did call back: these records are not the ones it uses. */
	{"AMT-K01", HELLO "; call 3 ok", {"pid_map+pid=ZZZZZZZZ"}, NULL, NULL},
	/* No record opens a firewall, and the real server's address is nobody's guess. */
	{"AMT-T03", "cover 0 60; " ASK "syn 2 refused", {NULL}, NULL, NULL},
	{"AMT-R06",
	 "cover 0 60; ask 2 provisionserver.example.test 192.0.2.66; syn 3 silent 3",
	 {"server+address=192.0.2.10"},
	 NULL,
	 NULL},
	/* A PID that no record can hold. */
	{"AMT-K01", "cover 0 300; hello 1 0 pid AB-CDEFG", {"pid_map+pid=ZZZZZZZZ"}, NULL, NULL},
	/* A comma in it is no end of the value. */
	{"AMT-K01", "cover 0 300; hello 1 0 pid AB,used=", {"pid_map+pid=ZZZZZZZZ"}, NULL, NULL},
	{"AMT-K01",
	 "cover 0 300; hello 1 0 pid AB,USED=",
	 {"pid_map+pid=ZZZZZZZZ"},
	 "pid_map+pid=\"AB,USED=\"",
	 "name"},
};

static struct site *load(const char *const *records, const GPtrArray *set)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();
	GError *error = NULL;

	for (; *records; records++)
		g_ptr_array_add(all, (gpointer)*records);
	for (unsigned i = 0; set && i < set->len; i++)
		g_ptr_array_add(all, set->pdata[i]);
	g_ptr_array_add(all, NULL);
	struct site *site = site_load(NULL, (const char *const *)all->pdata, &error);

	ck_assert_msg(site != NULL, "%s", error ? error->message : "");
	return site;
}

static struct diagnosis *think(struct sightings *sightings, const struct site *site)
{
	return diagnose(sightings, site,
			&(struct diagnose_options){.show_pids = true, .what_if = true});
}

static const struct finding *finding_of(const struct diagnosis *d, const char *id)
{
	for (unsigned i = 0; i < d->findings->len; i++)
		if (strcmp(((const struct finding *)d->findings->pdata[i])->row->id, id) == 0)
			return d->findings->pdata[i];
	return NULL;
}

static char *joined(const struct verified_remedy *verified)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < verified->set->len; i++)
		g_string_append_printf(text, "%s%s", i ? " " : "",
				       (const char *)verified->set->pdata[i]);
	return g_string_free(text, FALSE);
}

static char *fate(const struct verified_remedy *verified)
{
	return g_strdup_printf("%s%s%s", step_names[verified->then], verified->by ? "/" : "",
			       verified->by ? verified->by->id : "");
}

START_TEST(row_proposes_its_change)
{
	struct sightings *sightings = history_tell(remedies[_i].story);
	struct site *site = load(remedies[_i].records, NULL);
	struct diagnosis *d = think(sightings, site);
	const struct finding *f = finding_of(d, remedies[_i].id);

	ck_assert_msg(f != NULL, "%d: no %s", _i, remedies[_i].id);
	ck_assert_msg(!f->verified == !remedies[_i].set, "%d %s: %s", _i, remedies[_i].id,
		      f->verified ? joined(f->verified) : "nothing is proposed");
	if (f->verified) {
		g_autofree char *set = joined(f->verified), *then = fate(f->verified);

		ck_assert_str_eq(set, remedies[_i].set);
		ck_assert_str_eq(then, remedies[_i].then);
		ck_assert(!f->verified->by == !!f->verified->beyond);
	}
	diagnosis_free(d);
	site_free(site);
	sightings_free(sightings);
}
END_TEST

/* Makes the change on the records themselves, not on a trial of them. */
static void check_agrees(const char *name, struct sightings *sightings, const char *const *records,
			 const struct finding *f)
{
	struct site *site = load(records, f->verified->set);
	struct diagnosis *d = think(sightings, site);
	const struct finding *still = finding_of(d, f->row->id);

	ck_assert_msg(!still, "%s: %s is still there", name, f->row->id);
	if (f->devices->len == 1 && d->devices->len == 1) {
		const struct progress *p =
			&((const struct device *)d->devices->pdata[0])->predicted;

		if (p->known)
			ck_assert_int_eq(f->verified->then,
					 p->complete ? STEP_CALLBACK : p->stopped);
		if (p->known)
			ck_assert_ptr_eq(f->verified->by, p->by);
	}
	diagnosis_free(d);
	site_free(site);
}

static bool has_device(const struct finding *f, unsigned device)
{
	for (unsigned i = 0; i < f->devices->len; i++)
		if (g_array_index(f->devices, unsigned, i) == device)
			return true;
	return false;
}

/* Devices are ordered by how they fare, so another run may number them otherwise. */
static int device_at(const struct diagnosis *d, const struct device *like)
{
	for (unsigned i = 0; i < d->devices->len; i++) {
		const struct device *device = d->devices->pdata[i];

		if (device->addresses->len && like->addresses->len &&
		    address_equal(&g_array_index(device->addresses, struct address, 0),
				  &g_array_index(like->addresses, struct address, 0)))
			return (int)i;
	}
	return -1;
}

static bool is_certain_of(const struct diagnosis *d, const struct failure *row, unsigned device)
{
	for (unsigned i = 0; i < d->findings->len; i++) {
		const struct finding *f = d->findings->pdata[i];

		if (f->row == row && f->certainty == CERTAINTY_CERTAIN && has_device(f, device))
			return true;
	}
	return false;
}

/* What is certain of |device| after a change must have been so before. */
static void check_unharmed(const char *name, const struct diagnosis *before,
			   const struct diagnosis *after, unsigned device, const char *by)
{
	int now = device_at(after, before->devices->pdata[device]);

	for (unsigned i = 0; now >= 0 && i < after->findings->len; i++) {
		const struct finding *f = after->findings->pdata[i];

		if (f->certainty == CERTAINTY_CERTAIN && has_device(f, (unsigned)now))
			ck_assert_msg(is_certain_of(before, f->row, device),
				      "%s: the remedy of %s makes %s appear on another device",
				      name, by, f->row->id);
	}
}

static void check_neighbours(const char *name, struct sightings *sightings,
			     const char *const *records, const struct diagnosis *d,
			     const struct finding *f)
{
	struct site *site = load(records, f->verified->set);
	struct diagnosis *after = think(sightings, site);

	for (unsigned device = 0; device < d->devices->len; device++)
		if (!has_device(f, device))
			check_unharmed(name, d, after, device, f->row->id);
	diagnosis_free(after);
	site_free(site);
}

/* Other devices beside the history's own. */
static const char *const neighbours[] = {
	"",
	"; @9 hello 3 0 pid AMT0001N",
	"; @9 hello 3 0 pid " PID,
	"; @9 hello 3 0 hashes 3",
	"; @9 hello 3 0 pid AMT0001N; @9 ptr 4 nx",
	"; @9 hello 3 0 pid AMT0001N; @9 ptr 4 pc9.example.test",
	"; @9 hello 3 0 hashes 3; @9 call 4 ok",
	"; @9 ask 3 provisionserver.example.test nx",
};

START_TEST(remedy_holds_on_the_records_and_harms_nobody)
{
	const struct history *h = &histories[_i];

	for (unsigned n = 0; n < G_N_ELEMENTS(neighbours); n++) {
		g_autofree char *story = g_strconcat(h->story, neighbours[n], NULL);
		struct sightings *sightings = history_tell(story);
		struct site *site = load(h->records, NULL);
		struct diagnosis *d = think(sightings, site);

		for (unsigned i = 0; i < d->findings->len; i++) {
			const struct finding *f = d->findings->pdata[i];

			if (f->verified && n == 0)
				check_agrees(h->name, sightings, h->records, f);
			if (f->verified)
				check_neighbours(h->name, sightings, h->records, d, f);
		}
		diagnosis_free(d);
		site_free(site);
		sightings_free(sightings);
	}
}
END_TEST

/* "SET -> STEP: DEVICES" a change, then "beyond: DEVICES". */
static char *what_if_text(const struct diagnosis *d)
{
	GString *text = g_string_new(NULL);

	for (unsigned i = 0; i < d->what_if->changes->len; i++) {
		const struct what_if_change *change = d->what_if->changes->pdata[i];
		g_autofree char *set = joined(&change->tried), *then = fate(&change->tried);

		g_string_append_printf(text, "%s -> %s: %u\n", set, then, change->helps->len);
	}
	g_string_append_printf(text, "beyond: %u\n", d->what_if->beyond_records->len);
	return g_string_free(text, FALSE);
}

static void check_what_if(const char *story, const char *const *records, const char *expected)
{
	struct sightings *sightings = history_tell(story);
	struct site *site = load(records, NULL);
	struct diagnosis *d = think(sightings, site);
	g_autofree char *text = what_if_text(d);

	ck_assert_str_eq(text, expected);
	diagnosis_free(d);
	site_free(site);
	sightings_free(sightings);
}

#define RECORDS(...)              \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

/* Key, timeout, name, profile: each refusal comes to light when the one before it is gone. */
START_TEST(what_if_goes_from_refusal_to_refusal)
{
	check_what_if(HELLO,
		      RECORDS("pid_map+pid=ZZZZZZZZ", "configuration.props_script_timeout=0",
			      NO_DNS, "oob_capability+resource_guid=" GUID1 ",uuid=" UUID1,
			      "location+resource_guid=" GUID2 ",fqdn=x.test",
			      "profile+name=hq,match=*.hq.test"),
		      KEY " -> name/AMT-F09: 1\n" TIMEOUT " -> name/AMT-F02: 1\n"
			  "location+resource_guid=00000000-0000-0000-0000-0000000000a1,"
			  "fqdn=unknown.invalid -> profile/AMT-F13: 1\n"
			  "profile+name=unknown,match=unknown.invalid -> callback: 1\n"
			  "beyond: 0\n");
}
END_TEST

/* The timeout helps three devices, each key one; nobody's record helps the one without DNS. */
START_TEST(what_if_puts_first_what_helps_most)
{
	check_what_if("cover 0 300; hello 2 0 pid " PID "; @2 hello 3 0 pid AMT0001N; "
		      "@3 hello 4 0 pid KEYS7Q2Y; @4 ask 5 provisionserver.example.test nx",
		      RECORDS("pid_map+pid=KEYS7Q2Y", "configuration.props_script_timeout=0"),
		      TIMEOUT " -> name: 3\n" KEY " -> name/AMT-F09: 1\n"
			      "pid_map+pid=AMT0001N -> name/AMT-F09: 1\nbeyond: 1\n");
}
END_TEST

/* A device that was served, and one that is still waiting, need nothing. */
START_TEST(what_if_leaves_alone_who_is_not_stopped)
{
	check_what_if(HELLO "; call 3 ok", RECORDS(KEY, TIMEOUT, NAMED), "beyond: 0\n");
	check_what_if("cover 0 3; hello 2 0 pid " PID, RECORDS(KEY), "beyond: 0\n");
}
END_TEST

/* Device 2 is in the inventory; where it is, nobody said, and device 1's remedy must not say "nowhere". */
START_TEST(inventory_of_one_machine_decides_nothing_for_another)
{
	static const char *const records[] = {KEY, TIMEOUT, NO_DNS,
					      "oob_capability+resource_guid=" GUID2
					      ",uuid=000000aa-0000-0000-0000-000000000002",
					      NULL};
	struct sightings *sightings =
		history_tell("cover 0 300; hello 2 0 pid " PID "; @2 hello 3 0 pid " PID);
	struct site *site = load(records, NULL);
	struct diagnosis *d = think(sightings, site);
	const struct finding *f = finding_of(d, "AMT-F01");

	ck_assert(f && f->verified && f->devices->len == 1);
	check_neighbours("inventory", sightings, records, d, f);
	struct site *changed = load(records, f->verified->set);
	struct diagnosis *after = think(sightings, changed);

	ck_assert_ptr_null(finding_of(after, "AMT-F02"));
	diagnosis_free(after);
	diagnosis_free(d);
	site_free(changed);
	site_free(site);
	sightings_free(sightings);
}
END_TEST

START_TEST(pid_is_masked_in_changes_unless_asked_for)
{
	struct sightings *sightings = history_tell(HELLO);
	struct site *site = load(RECORDS("pid_map+pid=" PID ",used=1,uuid=" OTHER_UUID), NULL);
	struct diagnosis *d =
		diagnose(sightings, site, &(struct diagnose_options){.what_if = true});
	const struct what_if_change *change = d->what_if->changes->pdata[0];

	ck_assert_str_eq(finding_of(d, "AMT-K02")->verified->set->pdata[0],
			 "pid_map[pid=0000****].used=0,uuid=");
	ck_assert_str_eq(change->tried.set->pdata[0], "pid_map[pid=0000****].used=0,uuid=");
	diagnosis_free(d);
	site_free(site);
	sightings_free(sightings);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("remedies");
	TCase *tcase = tcase_create("remedies");

	tcase_add_loop_test(tcase, row_proposes_its_change, 0, G_N_ELEMENTS(remedies));
	tcase_add_loop_test(tcase, remedy_holds_on_the_records_and_harms_nobody, 0,
			    G_N_ELEMENTS(histories));
	tcase_add_test(tcase, what_if_goes_from_refusal_to_refusal);
	tcase_add_test(tcase, what_if_puts_first_what_helps_most);
	tcase_add_test(tcase, what_if_leaves_alone_who_is_not_stopped);
	tcase_add_test(tcase, inventory_of_one_machine_decides_nothing_for_another);
	tcase_add_test(tcase, pid_is_masked_in_changes_unless_asked_for);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
