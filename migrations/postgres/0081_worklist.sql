-- Work lists by when dossiers were received: of a status, of an agency, of somebody. Those not received come last.
CREATE INDEX dossier_worklist_received ON dossier
    (status, (coalesce(received_at, 9223372036854775807)), id, procedure_id);
CREATE INDEX dossier_worklist_agency_received ON dossier
    (agency_id, status, (coalesce(received_at, 9223372036854775807)), id, procedure_id);
CREATE INDEX dossier_worklist_assignee_received ON dossier
    (assignee, status, (coalesce(received_at, 9223372036854775807)), id, procedure_id) WHERE assignee IS NOT NULL;

-- The work list of one person and one procedure.
CREATE INDEX dossier_worklist_assignee_procedure ON dossier
    (assignee, procedure_id, status, worklist_due, id) WHERE assignee IS NOT NULL AND procedure_id IS NOT NULL;

-- Dossiers by the last four characters of their codes.
CREATE INDEX dossier_code_end ON dossier ((substr(code, length(code) - 3)), id, agency_id);

-- Lists of work that somebody keeps: what the address asks, under a name. Each is its owner's alone.
CREATE TABLE worklist_view (
    id         BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    account_id BIGINT NOT NULL REFERENCES account (id),
    name       TEXT NOT NULL,
    query      TEXT NOT NULL,
    UNIQUE (account_id, name)
);

-- Records of applicants up to this dossier were sealed before given names were found. It goes down to 0 as their search keys are made.
CREATE TABLE applicant_marking (
    id    BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    up_to BIGINT NOT NULL
);
INSERT INTO applicant_marking SELECT 1, coalesce(max(dossier_id), 0) FROM applicant;
