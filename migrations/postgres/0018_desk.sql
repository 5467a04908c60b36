-- The work lists: dossiers of a status, of one agency or of all, due soon first; those without a due time come last.
ALTER TABLE dossier ADD COLUMN worklist_due BIGINT GENERATED ALWAYS AS (coalesce(due_at, 9223372036854775807)) STORED;
CREATE INDEX dossier_worklist ON dossier (status, worklist_due, id);
CREATE INDEX dossier_worklist_agency ON dossier (agency_id, status, worklist_due, id);

-- Forms that were sent and done, by the number they carry: sent again they do nothing.
CREATE TABLE request_key (
    key        TEXT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    at         BIGINT NOT NULL
);
CREATE INDEX request_key_at ON request_key (at);
