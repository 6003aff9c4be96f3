/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_remedies.c - record changes that are tried: what each row proposes in
 * its history, that the records themselves agree once they are changed so,
 * and that nobody else is worse off.
 */
#include "thinking.h"

static const struct {
	const char *id, *story, *records[CHANGES], *set, *then;
} remedies[] = {
#include "remedies.def"
};

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

		if (device->addresses->n && like->addresses->n &&
		    address_equal(&device->addresses->first, &like->addresses->first))
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

/*
 * What is certain of |device| after a change must have been so before. What a
 * log says it says of the records as they were: no change can mend or harm it.
 */
static void check_unharmed(const char *name, const struct diagnosis *before,
			   const struct diagnosis *after, unsigned device, const char *by)
{
	int now = device_at(after, before->devices->pdata[device]);

	for (unsigned i = 0; now >= 0 && i < after->findings->len; i++) {
		const struct finding *f = after->findings->pdata[i];

		if (f->certainty == CERTAINTY_CERTAIN && f->known != KNOWN_LOG &&
		    has_device(f, (unsigned)now))
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
	("; @9 hello 3 0 pid " PID),
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

/* Device 2 is in the inventory; where it is, nobody said, and device 1's remedy must not say "nowhere". */
START_TEST(inventory_of_one_machine_decides_nothing_for_another)
{
	static const char other[] =
		"oob_capability+resource_guid=" GUID2 ",uuid=000000aa-0000-0000-0000-000000000002";
	const char *const records[] = {KEY, TIMEOUT, NO_DNS, other, NULL};
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

int main(void)
{
	Suite *suite = suite_create("remedies");
	TCase *tcase = tcase_create("remedies");

	tcase_add_loop_test(tcase, row_proposes_its_change, 0, G_N_ELEMENTS(remedies));
	tcase_add_loop_test(tcase, remedy_holds_on_the_records_and_harms_nobody, 0,
			    G_N_ELEMENTS(histories));
	tcase_add_test(tcase, inventory_of_one_machine_decides_nothing_for_another);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
