// SPDX-License-Identifier: GPL-2.0-or-later
// MeshCentral's own provisioning server, without the rest of MeshCentral.
// usage: node meshcentral.js FOLDER CERTIFICATES   (FOLDER holds node_modules/meshcentral)
//
// The server's code runs as it is installed; what it asks of its parent is here.
// It hands the chain over reversed, which Node refuses, so it gets it root first.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');

const [folder, certificates] = process.argv.slice(2);
const modules = path.join(path.resolve(folder), 'node_modules');
const forge = require(path.join(modules, 'node-forge'));
const pem = fs.readFileSync(path.join(certificates, 'good.pem'), 'utf8');
const chain = pem.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----\n/g);
const key = pem.match(/-----BEGIN (RSA )?PRIVATE KEY-----[^]*?-----END (RSA )?PRIVATE KEY-----\n/)[0];
const root = chain[chain.length - 1];
const fqdn = 'scs.example.test';

const sha256 = (text) =>
	crypto.createHash('sha256').update(new crypto.X509Certificate(text).raw).digest('hex');

// A certificate for the device's new key, by the laboratory's own authority.
function issue(names, authority, publicKey) {
	const certificate = forge.pki.createCertificate();
	certificate.publicKey = forge.pki.publicKeyFromPem(
		`-----BEGIN PUBLIC KEY-----${publicKey}-----END PUBLIC KEY-----`);
	certificate.serialNumber = '01';
	certificate.validity.notAfter = new Date(2049, 0, 1);
	certificate.setSubject([{ name: 'commonName', value: names.CN }]);
	certificate.setIssuer([{ name: 'commonName', value: fqdn }]);
	certificate.sign(authority, forge.md.sha256.create());
	return certificate;
}

const domain = {
	id: '',
	amtacmactivation: {
		certs: [{ cn: fqdn, sha256: sha256(root), key, certs: chain }],
		log: 'activation.log',
	},
	amtmanager: {},
};

const parent = {
	debug: (...words) => console.log(...words),
	crypto, fs, path,
	datapath: '/nowhere',
	config: { domains: { '': domain } },
	common: { joinPath: () => '/dev/null', validateString: () => true },
	certificates: { root: { cert: root } },
	certificateOperations: {
		forge,
		getAcmCertChain: () => ({ certs: chain.slice().reverse(), signkey: key }),
	},
	amtManager: {
		amtcert_createCertificate: (names, authority, publicKey) => issue(names, authority, publicKey),
		startAmtManagement: () => {},
	},
	webserver: {
		certificates: { root: { key: forge.pki.privateKeyFromPem(key) } },
		meshes: {
			lab: { _id: 'lab', domain: '', mtype: 1, name: 'lab', amt: { type: 4, password: 'Lab!Passw0rd' } },
		},
		CreateMeshDispatchTargets: () => [],
		CloneSafeNode: (node) => node,
	},
	db: { Get: (id, done) => done(null, []), Set: () => {} },
	DispatchEvent: () => {},
	SetConnectivityState: () => console.log('provisioned'),
};

require('dns').setServers(['10.86.1.1']);
const server = require(path.join(modules, 'meshcentral', 'amtprovisioningserver.js'));
const started = server.CreateAmtProvisioningServer(parent,
	{ devicegroup: 'lab', newmebxpassword: 'Lab!Passw0rd', trustedfqdn: fqdn });
started.server.on('listening', () => console.log('listening'));
