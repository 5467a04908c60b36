-- The centre's secret, wrapped by the master key, which lies outside the database. Keys for wrapping, finding and slips come from it.
CREATE TABLE centre_secret (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    wrapped BYTEA NOT NULL
);

-- Who applied and with which papers, sealed under a key of this dossier's own: without its row the person is gone for good.
CREATE TABLE applicant (
    dossier_id  BIGINT NOT NULL PRIMARY KEY REFERENCES dossier (id),
    wrapped_key BYTEA NOT NULL,
    sealed      BYTEA NOT NULL
);

-- Keyed hashes of name, phone and identity number: who knows one finds the dossiers, nobody reads it from here.
CREATE TABLE applicant_index (
    hash       TEXT NOT NULL,
    dossier_id BIGINT NOT NULL REFERENCES applicant (dossier_id),
    PRIMARY KEY (hash, dossier_id)
);
CREATE INDEX applicant_index_dossier ON applicant_index (dossier_id);

-- The secrets on a dossier's slip, as keyed hashes.
CREATE TABLE slip (
    dossier_id BIGINT NOT NULL PRIMARY KEY REFERENCES dossier (id),
    pin_hash   TEXT NOT NULL,
    link_hash  TEXT NOT NULL UNIQUE,
    issued_at  BIGINT NOT NULL
);

-- The last number given to a dossier of an agency on a day.
CREATE TABLE dossier_serial (
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    day       TEXT NOT NULL,
    last      BIGINT NOT NULL CHECK (last > 0),
    PRIMARY KEY (agency_id, day)
);

-- What a procedure costs and which papers it takes.
ALTER TABLE procedure ADD COLUMN fee_vnd BIGINT CHECK (fee_vnd >= 0);
CREATE TABLE procedure_paper (
    procedure_id BIGINT NOT NULL REFERENCES procedure (id),
    position     BIGINT NOT NULL CHECK (position > 0),
    name_vi      TEXT NOT NULL,
    name_en      TEXT,
    PRIMARY KEY (procedure_id, position)
);

-- The dossier that a form opened: sent again, the form leads to it.
ALTER TABLE request_key ADD COLUMN dossier_id BIGINT REFERENCES dossier (id);
