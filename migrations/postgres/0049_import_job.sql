-- Files that administrators uploaded, and how far the import of each has come. The file, and what was told of its cells, lie in the
-- folder of a server (node), nothing of them here. until_at: until when the process at work may take.
-- counts, fault: JSON. mapping: TOML. draft: JSON of what was chosen of a mapping that is not finished.
CREATE TABLE import_job (
    id           BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    account_id   BIGINT NOT NULL REFERENCES account (id),
    node         TEXT NOT NULL,
    folder       TEXT NOT NULL UNIQUE,
    file_name    TEXT NOT NULL,
    file_bytes   BIGINT NOT NULL,
    sha256       TEXT NOT NULL,
    uploaded_at  BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    until_at     BIGINT,
    state        TEXT NOT NULL CHECK (state IN ('uploaded', 'mapped', 'checking', 'checked', 'applying', 'applied', 'failed', 'interrupted', 'removed')),
    mapping_name TEXT,
    mapping      TEXT,
    draft        TEXT,
    counts       TEXT,
    fault        TEXT
);
CREATE INDEX import_job_account ON import_job (account_id, id);
CREATE INDEX import_job_state ON import_job (state);
