-- Time limits as the law writes them: working minutes, days of the calendar (none: within the day), or months. One of the three
-- columns holds it; none of them, no promise.
ALTER TABLE procedure ADD COLUMN limit_days BIGINT CHECK (limit_days >= 0);
ALTER TABLE procedure ADD COLUMN limit_months BIGINT CHECK (limit_months > 0);
ALTER TABLE procedure_limit ADD COLUMN limit_days BIGINT CHECK (limit_days >= 0);
ALTER TABLE procedure_limit ADD COLUMN limit_months BIGINT CHECK (limit_months > 0);
ALTER TABLE dossier ADD COLUMN limit_days BIGINT CHECK (limit_days >= 0);
ALTER TABLE dossier ADD COLUMN limit_months BIGINT CHECK (limit_months > 0);

-- The limits that a channel has for itself, beside the general one of the same day; before the first change valid_from is empty.
CREATE TABLE channel_limit (
    procedure_id BIGINT NOT NULL REFERENCES procedure (id),
    valid_from   TEXT NOT NULL,
    channel      TEXT NOT NULL CHECK (channel IN ('online', 'direct', 'post')),
    limit_min    BIGINT CHECK (limit_min >= 0),
    limit_days   BIGINT CHECK (limit_days >= 0),
    limit_months BIGINT CHECK (limit_months > 0),
    cutoff_15h   BIGINT NOT NULL CHECK (cutoff_15h IN (0, 1)),
    PRIMARY KEY (procedure_id, valid_from, channel)
);

CREATE TRIGGER channel_limit_writing BEFORE INSERT OR UPDATE OR DELETE ON channel_limit
    FOR EACH STATEMENT EXECUTE FUNCTION writing();
CREATE TRIGGER channel_limit_changed AFTER INSERT OR UPDATE OR DELETE ON channel_limit
    FOR EACH ROW EXECUTE FUNCTION rules_changed();
