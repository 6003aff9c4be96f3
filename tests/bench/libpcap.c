/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libpcap.c - a loop over all packets that does nothing: what every tool on libpcap pays. */
#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static void count(u_char *frames, const struct pcap_pkthdr *header, const u_char *bytes)
{
	(void)header, (void)bytes;
	++*(unsigned long long *)(void *)frames;
}

static bool read_one(const char *path, unsigned long long *frames)
{
	char error[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_open_offline(path, error);
	bool read = pcap && pcap_dispatch(pcap, -1, count, (u_char *)frames) >= 0;

	if (pcap)
		pcap_close(pcap);
	return read;
}

int main(int argc, char **argv)
{
	unsigned long long frames = 0;
	bool read = argc > 1;

	for (int i = 1; i < argc && read; i++)
		read = read_one(argv[i], &frames);
	printf("%llu frames\n", frames);
	return read ? EXIT_SUCCESS : EXIT_FAILURE;
}
