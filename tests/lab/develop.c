/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * develop.c - lab_develop: a recording as it is kept.
 * usage: lab_develop RECORDING CLOCK KEPT.pcap
 *
 * Frames get the time of the laboratory (lab_clock.h), and what a recorder
 * writes about its machine stays behind: a pcap has no room for it. libpcap
 * reads and writes.
 */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#define SKIPS_MAX 16384
#define NANOSECONDS 1000000000LL

struct skip {
	double at, added;
};

static struct skip skips[SKIPS_MAX];
static unsigned skip_count;

static void read_skips(const char *path)
{
	FILE *f = fopen(path, "r");

	while (f && skip_count < SKIPS_MAX &&
	       fscanf(f, "%lf %lf", &skips[skip_count].at, &skips[skip_count].added) == 2)
		skip_count++;
	if (f)
		fclose(f);
}

/* With nanosecond precision tv_usec holds nanoseconds. */
static void move(struct pcap_pkthdr *header)
{
	double at = (double)header->ts.tv_sec + (double)header->ts.tv_usec / 1e9, added = 0;
	long long moment;

	for (unsigned i = 0; i < skip_count && skips[i].at <= at; i++)
		added += skips[i].added;
	moment = header->ts.tv_sec * NANOSECONDS + header->ts.tv_usec + (long long)(added * 1e9);
	header->ts.tv_sec = (time_t)(moment / NANOSECONDS);
	header->ts.tv_usec = (suseconds_t)(moment % NANOSECONDS);
}

static unsigned copy(pcap_t *from, pcap_dumper_t *to)
{
	struct pcap_pkthdr *header;
	const unsigned char *bytes;
	unsigned count = 0;

	for (; pcap_next_ex(from, &header, &bytes) == 1; count++) {
		move(header);
		pcap_dump((unsigned char *)to, header, bytes);
	}
	return count;
}

int main(int argc, char **argv)
{
	char error[PCAP_ERRBUF_SIZE] = "wrong use";
	pcap_t *from = NULL, *like = NULL;
	pcap_dumper_t *to = NULL;

	if (argc == 4) {
		from = pcap_open_offline_with_tstamp_precision(argv[1], PCAP_TSTAMP_PRECISION_NANO,
							       error);
		like = pcap_open_dead_with_tstamp_precision(DLT_EN10MB, 65535,
							    PCAP_TSTAMP_PRECISION_NANO);
		read_skips(argv[2]);
	}
	if (from && like)
		to = pcap_dump_open(like, argv[3]);
	if (!to) {
		fprintf(stderr, "lab_develop: %s\n", error);
		return EXIT_FAILURE;
	}
	printf("%u\n", copy(from, to));
	pcap_dump_close(to);
	pcap_close(like);
	pcap_close(from);
	return EXIT_SUCCESS;
}
