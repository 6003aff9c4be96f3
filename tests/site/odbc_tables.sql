-- The server's own tables, in SQL that SQLite and PostgreSQL both take. The
-- columns are those that are known of them, and some that are not ours.
CREATE TABLE csti_pid_map (id INTEGER, PID CHAR(10), PPS VARCHAR(40), Used SMALLINT, UUID CHAR(40));
INSERT INTO csti_pid_map VALUES (1, '0000037M', 'NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ', 1, '44454c4c-4c00-1036-8050-b4c04f4e3132');
INSERT INTO csti_pid_map VALUES (2, 'AMT0001N', NULL, 0, NULL);
CREATE TABLE csti_configuration (id INTEGER, props_script_timeout INTEGER, label VARCHAR(80));
INSERT INTO csti_configuration VALUES (1, 0, 'Züri → 東京');
CREATE TABLE Inv_OOB_Capability (_ResourceGuid VARCHAR(40), UUID VARCHAR(40));
INSERT INTO Inv_OOB_Capability VALUES ('{0FA40DA6-8A3D-4D9A-9B0A-AA5AD0F2C5D1}', '44454C4C-4C00-1036-8050-B4C04F4E3132');
CREATE TABLE Inv_AeX_AC_Location (_ResourceGuid VARCHAR(40), "Fully Qualified Domain Name" VARCHAR(255));
INSERT INTO Inv_AeX_AC_Location VALUES ('{0FA40DA6-8A3D-4D9A-9B0A-AA5AD0F2C5D1}', 'pc1.example.test');
CREATE TABLE Inv_AeX_AC_Identification (_ResourceGuid VARCHAR(40), Name VARCHAR(255), Domain VARCHAR(255));
INSERT INTO Inv_AeX_AC_Identification VALUES ('{0FA40DA6-8A3D-4D9A-9B0A-AA5AD0F2C5D1}', 'pc1', 'EXAMPLE');
-- Not the analyzer's table of that name: this is the server's database.
CREATE TABLE profile (x INTEGER);
