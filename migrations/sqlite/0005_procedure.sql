-- One kind of service each. The time limit is in working minutes (480 a day); none: no promise.
CREATE TABLE procedure (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    code       TEXT NOT NULL UNIQUE,
    field_id   INTEGER NOT NULL REFERENCES field (id),
    name_vi    TEXT NOT NULL,
    name_en    TEXT,
    limit_min  INTEGER CHECK (limit_min >= 0),
    cutoff_15h INTEGER NOT NULL DEFAULT 0 CHECK (cutoff_15h IN (0, 1))
) STRICT;
CREATE INDEX procedure_field ON procedure (field_id);
