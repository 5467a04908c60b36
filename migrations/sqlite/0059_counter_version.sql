-- How often the counters were written as a whole, and not moved by a dossier: who set them right in between is seen by it.
CREATE TABLE counter_version (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO counter_version (id, number) VALUES (1, 0);
