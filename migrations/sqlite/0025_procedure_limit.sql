-- Changes of a procedure's time limit, each from a local day on; before the first of them the procedure's own limit holds.
CREATE TABLE procedure_limit (
    procedure_id INTEGER NOT NULL REFERENCES procedure (id),
    valid_from   TEXT NOT NULL,
    limit_min    INTEGER CHECK (limit_min >= 0),
    cutoff_15h   INTEGER NOT NULL DEFAULT 0 CHECK (cutoff_15h IN (0, 1)),
    PRIMARY KEY (procedure_id, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER procedure_limit_inserted AFTER INSERT ON procedure_limit BEGIN UPDATE change SET number = number + 1, rules_number = number + 1; END;
CREATE TRIGGER procedure_limit_updated AFTER UPDATE ON procedure_limit BEGIN UPDATE change SET number = number + 1, rules_number = number + 1; END;
CREATE TRIGGER procedure_limit_deleted AFTER DELETE ON procedure_limit BEGIN UPDATE change SET number = number + 1, rules_number = number + 1; END;
