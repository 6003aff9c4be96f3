/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_session_secret.c - after a session is freed none of its secrets is left in memory.
 *
 * The talk is made by another process and comes through a pipe, so that only
 * listening can have left a copy; the PPS never stands whole in this program.
 */
#include <sys/wait.h>

#include "../memory.h"
#include "session.h"
#include "talk.h"

#define PPS_FIRST "ABCD1234EFGH5678"
#define PPS_SECOND "JKLM9012NPQR3456"

static size_t give_psk(void *user, struct bytes identity, uint8_t psk[SESSION_PSK_MAX])
{
	(void)user;
	(void)identity;
	memcpy(psk, PPS_FIRST, 16);
	memcpy(psk + 16, PPS_SECOND, 16);
	return 32;
}

/* Who sent a piece, its length, its bytes. */
static void write_talk(int to, const char *suite)
{
	struct talk *talk =
		talk_run(&(struct talk_options){.version = TLS1_2_VERSION, .suites = suite});

	for (guint i = 0; i < talk->pieces->len; i++) {
		const struct piece_sent *piece = talk->pieces->pdata[i];
		uint32_t head[] = {piece->from, piece->bytes->len};

		if (write(to, head, sizeof head) != sizeof head ||
		    write(to, piece->bytes->data, piece->bytes->len) != piece->bytes->len)
			_exit(1);
	}
	_exit(talk->finished ? 0 : 1);
}

static bool read_whole(int from, void *to, size_t n)
{
	for (size_t got = 0; got < n;) {
		ssize_t more = read(from, (uint8_t *)to + got, n - got);

		if (more <= 0)
			return false;
		got += (size_t)more;
	}
	return true;
}

static struct talk *talk_of_another_process(const char *suite)
{
	int ends[2], status;
	uint32_t head[2];
	struct talk *talk = talk_new();

	ck_assert_int_eq(pipe(ends), 0);
	pid_t child = fork();

	if (child == 0)
		write_talk(ends[1], suite);
	close(ends[1]);
	while (read_whole(ends[0], head, sizeof head)) {
		g_autofree uint8_t *bytes = g_malloc(head[1]);

		ck_assert(read_whole(ends[0], bytes, head[1]));
		talk_sent(talk, head[0], bytes, head[1]);
	}
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	return talk;
}

static struct wanted pps;

/* A byte at a time; the search comes right behind the call that used the key, whose stack it sees. */
static void offer(struct session *session, enum direction from, GByteArray *all,
		  const GByteArray *more)
{
	for (guint i = 0; i < more->len; i++) {
		bool had = session_facts(session)->has_identity;

		g_byte_array_append(all, more->data + i, 1);
		size_t used = session_bytes(session, from, bytes_of(all->data, all->len), false);

		if (used)
			g_byte_array_remove_range(all, 0, (guint)used);
		if (!had && session_facts(session)->has_identity)
			ck_assert_uint_eq(memory_count(&pps, 1), 0);
	}
}

static void hear(struct session *session, const struct talk *talk)
{
	GByteArray *pending[2] = {g_byte_array_new(), g_byte_array_new()};

	for (guint i = 0; i < talk->pieces->len; i++) {
		const struct piece_sent *piece = talk->pieces->pdata[i];

		offer(session, piece->from, pending[piece->from], piece->bytes);
	}
	g_byte_array_free(pending[0], TRUE);
	g_byte_array_free(pending[1], TRUE);
}

static struct wanted wanted_pps(void)
{
	uint8_t psk[SESSION_PSK_MAX];

	return memory_wanted(psk, give_psk(NULL, (struct bytes){0}, psk));
}

static struct wanted wanted_master(const struct session *session)
{
	uint8_t random[TLS_RANDOM_LENGTH], master[48];

	ck_assert(session_master(session, random, master));
	return memory_wanted(master, sizeof master);
}

static const char *const suites[] = {"PSK-AES128-CBC-SHA", "PSK-AES256-GCM-SHA384",
				     "PSK-AES128-CCM8", "PSK-CHACHA20-POLY1305", "PSK-NULL-SHA"};

START_TEST(session_secrets_are_gone_after_free)
{
	const struct session_secrets secrets = {.psk = give_psk};
	struct talk *talk = talk_of_another_process(suites[_i]);
	struct sessions *sessions = sessions_new(&secrets, NULL, NULL);
	struct session *session = session_new(sessions, NULL);

	pps = wanted_pps();
	hear(session, talk);
	ck_assert_int_eq(session_facts(session)->decryption, SESSION_OPENED);
	struct wanted master = wanted_master(session);

	ck_assert_uint_eq(memory_count(&pps, 1), 0);
	ck_assert_uint_gt(memory_count(&master, 1), 0);
	session_free(session);
	sessions_free(sessions);
	ck_assert_uint_eq(memory_count(&master, 1), 0);
	ck_assert_uint_eq(memory_count(&pps, 1), 0);
	talk_free(talk);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("session_secret");
	TCase *tests = tcase_create("session_secret");

	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, session_secrets_are_gone_after_free, 0, G_N_ELEMENTS(suites));
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
