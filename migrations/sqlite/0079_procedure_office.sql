-- Who handles a procedure, which one of the national list it is, and of which level. Without a row of an agency any may receive for it.
ALTER TABLE procedure ADD COLUMN national_code TEXT;
ALTER TABLE procedure ADD COLUMN level TEXT CHECK (level IN ('ministry', 'province', 'commune', 'other'));
CREATE UNIQUE INDEX procedure_national_code ON procedure (national_code);

CREATE TABLE procedure_agency (
    procedure_id INTEGER NOT NULL REFERENCES procedure (id),
    agency_id    INTEGER NOT NULL REFERENCES agency (id),
    PRIMARY KEY (procedure_id, agency_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER procedure_agency_inserted AFTER INSERT ON procedure_agency BEGIN UPDATE change SET number = number + 1, rules_number = number + 1; END;
CREATE TRIGGER procedure_agency_updated AFTER UPDATE ON procedure_agency BEGIN UPDATE change SET number = number + 1, rules_number = number + 1; END;
CREATE TRIGGER procedure_agency_deleted AFTER DELETE ON procedure_agency BEGIN UPDATE change SET number = number + 1, rules_number = number + 1; END;

-- Within the day (limit_days = 0): the last minute of the local day whose receptions are due on it. None, as of dossiers received before
-- this: at whatever time it was received.
ALTER TABLE procedure ADD COLUMN same_day_until_min INTEGER CHECK (same_day_until_min BETWEEN 0 AND 1439);
ALTER TABLE procedure_limit ADD COLUMN same_day_until_min INTEGER CHECK (same_day_until_min BETWEEN 0 AND 1439);
ALTER TABLE channel_limit ADD COLUMN same_day_until_min INTEGER CHECK (same_day_until_min BETWEEN 0 AND 1439);
ALTER TABLE dossier ADD COLUMN same_day_until_min INTEGER CHECK (same_day_until_min BETWEEN 0 AND 1439);

-- Limits within the day go on as they were: until 15:00 where they had the cut-off, else until the day ends. Dossiers keep theirs.
UPDATE procedure SET same_day_until_min = CASE cutoff_15h WHEN 1 THEN 900 ELSE 1439 END, cutoff_15h = 0 WHERE limit_days = 0;
UPDATE procedure_limit SET same_day_until_min = CASE cutoff_15h WHEN 1 THEN 900 ELSE 1439 END, cutoff_15h = 0 WHERE limit_days = 0;
UPDATE channel_limit SET same_day_until_min = CASE cutoff_15h WHEN 1 THEN 900 ELSE 1439 END, cutoff_15h = 0 WHERE limit_days = 0;
