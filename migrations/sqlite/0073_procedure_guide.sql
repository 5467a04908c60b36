-- What the public list tells of a procedure beside its entry in the catalogue; without a row nothing more is told. Texts may have several
-- lines; blank: nothing is said.
CREATE TABLE procedure_guide (
    procedure_id   INTEGER NOT NULL PRIMARY KEY REFERENCES procedure (id),
    is_hidden      INTEGER NOT NULL CHECK (is_hidden IN (0, 1)),
    is_online      INTEGER NOT NULL CHECK (is_online IN (0, 1)),
    online_address TEXT NOT NULL,
    counter_vi     TEXT NOT NULL,
    counter_en     TEXT NOT NULL,
    basis_vi       TEXT NOT NULL,
    basis_en       TEXT NOT NULL
) STRICT;

-- What visitors say they want when they need the procedure, in the order it is shown.
CREATE TABLE procedure_wish (
    procedure_id INTEGER NOT NULL REFERENCES procedure (id),
    position     INTEGER NOT NULL CHECK (position > 0),
    name_vi      TEXT NOT NULL,
    name_en      TEXT,
    PRIMARY KEY (procedure_id, position)
) STRICT, WITHOUT ROWID;

-- The procedures whose figures of a year may be public by name (JSON of the choice), fixed with the year's fields from the year before,
-- and never changed.
CREATE TABLE disclosed_procedures (
    year   INTEGER NOT NULL PRIMARY KEY,
    chosen TEXT NOT NULL
) STRICT;
