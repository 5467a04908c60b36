-- Changes of a procedure's time limit, each from a local day on; before the first of them the procedure's own limit holds.
CREATE TABLE procedure_limit (
    procedure_id BIGINT NOT NULL REFERENCES procedure (id),
    valid_from   TEXT NOT NULL,
    limit_min    BIGINT CHECK (limit_min >= 0),
    cutoff_15h   BIGINT NOT NULL DEFAULT 0 CHECK (cutoff_15h IN (0, 1)),
    PRIMARY KEY (procedure_id, valid_from)
);

CREATE TRIGGER procedure_limit_writing BEFORE INSERT OR UPDATE OR DELETE ON procedure_limit
    FOR EACH STATEMENT EXECUTE FUNCTION writing();
CREATE TRIGGER procedure_limit_changed AFTER INSERT OR UPDATE OR DELETE ON procedure_limit
    FOR EACH ROW EXECUTE FUNCTION rules_changed();
