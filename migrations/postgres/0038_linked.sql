-- Linked procedures: the parts of a procedure, which agencies work on at the same time, each within its own limit in working minutes.
CREATE TABLE procedure_part (
    procedure_id BIGINT NOT NULL REFERENCES procedure (id),
    position     BIGINT NOT NULL CHECK (position > 0),
    agency_id    BIGINT NOT NULL REFERENCES agency (id),
    limit_min    BIGINT NOT NULL CHECK (limit_min > 0),
    name_vi      TEXT NOT NULL,
    name_en      TEXT,
    PRIMARY KEY (procedure_id, position)
);

-- Which dossier is a part of which, under the name that the part had when it was received. The whole counts in the figures of the
-- centre, its parts in those of their agencies (dossier.counted_in).
CREATE TABLE dossier_part (
    part_id  BIGINT NOT NULL PRIMARY KEY REFERENCES dossier (id),
    whole_id BIGINT NOT NULL REFERENCES dossier (id),
    position BIGINT NOT NULL CHECK (position > 0),
    name_vi  TEXT NOT NULL,
    name_en  TEXT,
    UNIQUE (whole_id, position),
    CHECK (part_id <> whole_id)
);
