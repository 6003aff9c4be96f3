/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libpcap.c - a loop over all packets that does nothing: what every tool on libpcap pays. */
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

static void count(u_char *frames, const struct pcap_pkthdr *header, const u_char *bytes)
{
	(void)header, (void)bytes;
	++*(unsigned long long *)(void *)frames;
}

int main(int argc, char **argv)
{
	char error[PCAP_ERRBUF_SIZE];
	unsigned long long frames = 0;
	pcap_t *pcap = argc == 2 ? pcap_open_offline(argv[1], error) : NULL;

	if (!pcap || pcap_dispatch(pcap, -1, count, (u_char *)&frames) < 0)
		return EXIT_FAILURE;
	pcap_close(pcap);
	printf("%llu frames\n", frames);
	return EXIT_SUCCESS;
}
