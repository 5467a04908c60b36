-- Time limits as the law writes them: working minutes, days of the calendar (none: within the day), or months. One of the three
-- columns holds it; none of them, no promise.
ALTER TABLE procedure ADD COLUMN limit_days INTEGER CHECK (limit_days >= 0);
ALTER TABLE procedure ADD COLUMN limit_months INTEGER CHECK (limit_months > 0);
ALTER TABLE procedure_limit ADD COLUMN limit_days INTEGER CHECK (limit_days >= 0);
ALTER TABLE procedure_limit ADD COLUMN limit_months INTEGER CHECK (limit_months > 0);
ALTER TABLE dossier ADD COLUMN limit_days INTEGER CHECK (limit_days >= 0);
ALTER TABLE dossier ADD COLUMN limit_months INTEGER CHECK (limit_months > 0);

-- The limits that a channel has for itself, beside the general one of the same day; before the first change valid_from is empty.
CREATE TABLE channel_limit (
    procedure_id INTEGER NOT NULL REFERENCES procedure (id),
    valid_from   TEXT NOT NULL,
    channel      TEXT NOT NULL CHECK (channel IN ('online', 'direct', 'post')),
    limit_min    INTEGER CHECK (limit_min >= 0),
    limit_days   INTEGER CHECK (limit_days >= 0),
    limit_months INTEGER CHECK (limit_months > 0),
    cutoff_15h   INTEGER NOT NULL CHECK (cutoff_15h IN (0, 1)),
    PRIMARY KEY (procedure_id, valid_from, channel)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER channel_limit_inserted AFTER INSERT ON channel_limit BEGIN UPDATE change SET number = number + 1, rules_number = number + 1; END;
CREATE TRIGGER channel_limit_updated AFTER UPDATE ON channel_limit BEGIN UPDATE change SET number = number + 1, rules_number = number + 1; END;
CREATE TRIGGER channel_limit_deleted AFTER DELETE ON channel_limit BEGIN UPDATE change SET number = number + 1, rules_number = number + 1; END;
