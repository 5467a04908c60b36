-- Who is away, from the first local date to the last, and who stands in. Dossiers and events know nothing of it: while a row
-- holds, lists show it.
CREATE TABLE absence (
    id            BIGINT NOT NULL PRIMARY KEY CHECK (id > 0),
    account_id    BIGINT NOT NULL REFERENCES account (id),
    substitute_id BIGINT NOT NULL REFERENCES account (id),
    from_date     TEXT NOT NULL CHECK (length(from_date) = 10),
    to_date       TEXT NOT NULL CHECK (length(to_date) = 10),
    made_by       TEXT NOT NULL,
    made_at       BIGINT NOT NULL,
    CHECK (from_date <= to_date),
    CHECK (account_id <> substitute_id)
);
CREATE INDEX absence_until ON absence (to_date);
