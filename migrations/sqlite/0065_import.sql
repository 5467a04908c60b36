-- Which dossiers an import brought, from which source, and how new that source's last word on each is (a time in milliseconds or a
-- number that grows; none where the export does not tell). No figure depends on it.
CREATE TABLE imported (
    dossier_id INTEGER NOT NULL PRIMARY KEY REFERENCES dossier (id),
    source     TEXT NOT NULL,
    newer      INTEGER
) STRICT;
