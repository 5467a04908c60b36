-- The work lists: dossiers of a status, of one agency or of all, due soon first; those without a due time come last.
ALTER TABLE dossier ADD COLUMN worklist_due INTEGER GENERATED ALWAYS AS (coalesce(due_at, 9223372036854775807)) VIRTUAL;
CREATE INDEX dossier_worklist ON dossier (status, worklist_due, id);
CREATE INDEX dossier_worklist_agency ON dossier (agency_id, status, worklist_due, id);

-- Forms that were sent and done, by the number they carry: sent again they do nothing.
CREATE TABLE request_key (
    key        TEXT NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX request_key_at ON request_key (at);
