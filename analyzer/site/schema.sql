-- SPDX-License-Identifier: GPL-2.0-or-later
--
-- The server's records. Every column is text and may be NULL, which means
-- "not known"; a table that is not there is not known at all, an empty one is
-- known to be empty. UUIDs and GUIDs are written as usual, with or without
-- braces; switches are 0 or 1; times are ISO 8601 with their offset.

-- Keys: IntelAMT, csti_pid_map. The PPS is a secret.
CREATE TABLE IF NOT EXISTS pid_map (pid TEXT, pps TEXT, used TEXT, uuid TEXT, label TEXT);
-- Settings of the server (IntelAMT, csti_configuration) and policies of the analyzer.
CREATE TABLE IF NOT EXISTS configuration (name TEXT, value TEXT);
-- Names and profiles that the server has already assigned.
CREATE TABLE IF NOT EXISTS systems (uuid TEXT, fqdn TEXT, profile TEXT, status TEXT, address TEXT);
-- CMDB, Inv_OOB_Capability.
CREATE TABLE IF NOT EXISTS oob_capability (resource_guid TEXT, uuid TEXT, amt_capable TEXT,
	amt_enabled TEXT, ider_enabled TEXT, sol_enabled TEXT, network_interface_enabled TEXT);
-- CMDB, Inv_AeX_AC_Location.
CREATE TABLE IF NOT EXISTS location (resource_guid TEXT, fqdn TEXT, updated TEXT);
-- CMDB, Inv_AeX_AC_Identification.
CREATE TABLE IF NOT EXISTS identification (resource_guid TEXT, name TEXT, domain TEXT, updated TEXT);
-- Exported zone data, for when the capture has no DNS.
CREATE TABLE IF NOT EXISTS dns (name TEXT, type TEXT, value TEXT, server TEXT, vantage TEXT);
-- The configuration servers that are meant to be used.
CREATE TABLE IF NOT EXISTS server (address TEXT, hostname TEXT, role TEXT, port TEXT);
-- Setup certificates; |file| (PEM, DER, PFX) lies beside the records, and so does
-- |password_file|, whose first line opens it.
CREATE TABLE IF NOT EXISTS certificate (label TEXT, file TEXT, password_file TEXT, store TEXT,
	has_private_key TEXT);
-- Profiles; |match| is a name pattern with *.
CREATE TABLE IF NOT EXISTS profile (name TEXT, match TEXT, ou TEXT);
-- What is known of a device: MEBx settings, firmware.
CREATE TABLE IF NOT EXISTS device (uuid TEXT, mac TEXT, firmware TEXT, suffix TEXT,
	sca_address TEXT, sca_fqdn TEXT, otp_expected TEXT);
-- Services of the server: running, stopped, hung.
CREATE TABLE IF NOT EXISTS service (name TEXT, state TEXT, since TEXT);
-- An exported AMT log.
CREATE TABLE IF NOT EXISTS amt_log (time TEXT, uuid TEXT, level TEXT, text TEXT);
