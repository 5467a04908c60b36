-- The centre's secret, wrapped by the master key, which lies outside the database. Keys for wrapping, finding and slips come from it.
CREATE TABLE centre_secret (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    wrapped BLOB NOT NULL
) STRICT;

-- Who applied and with which papers, sealed under a key of this dossier's own: without its row the person is gone for good.
CREATE TABLE applicant (
    dossier_id  INTEGER NOT NULL PRIMARY KEY REFERENCES dossier (id),
    wrapped_key BLOB NOT NULL,
    sealed      BLOB NOT NULL
) STRICT;

-- Keyed hashes of name, phone and identity number: who knows one finds the dossiers, nobody reads it from here.
CREATE TABLE applicant_index (
    hash       TEXT NOT NULL,
    dossier_id INTEGER NOT NULL REFERENCES applicant (dossier_id),
    PRIMARY KEY (hash, dossier_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX applicant_index_dossier ON applicant_index (dossier_id);

-- The secrets on a dossier's slip, as keyed hashes.
CREATE TABLE slip (
    dossier_id INTEGER NOT NULL PRIMARY KEY REFERENCES dossier (id),
    pin_hash   TEXT NOT NULL,
    link_hash  TEXT NOT NULL UNIQUE,
    issued_at  INTEGER NOT NULL
) STRICT;

-- The last number given to a dossier of an agency on a day.
CREATE TABLE dossier_serial (
    agency_id INTEGER NOT NULL REFERENCES agency (id),
    day       TEXT NOT NULL,
    last      INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (agency_id, day)
) STRICT, WITHOUT ROWID;

-- What a procedure costs and which papers it takes.
ALTER TABLE procedure ADD COLUMN fee_vnd INTEGER CHECK (fee_vnd >= 0);
CREATE TABLE procedure_paper (
    procedure_id INTEGER NOT NULL REFERENCES procedure (id),
    position     INTEGER NOT NULL CHECK (position > 0),
    name_vi      TEXT NOT NULL,
    name_en      TEXT,
    PRIMARY KEY (procedure_id, position)
) STRICT, WITHOUT ROWID;

-- The dossier that a form opened: sent again, the form leads to it.
ALTER TABLE request_key ADD COLUMN dossier_id INTEGER REFERENCES dossier (id);
