-- What throughput counts of a dossier beside what a board does. All of it follows from the events and is written with the row.
ALTER TABLE dossier ADD COLUMN handed_over_day INTEGER;
ALTER TABLE dossier ADD COLUMN received_by TEXT;
ALTER TABLE dossier ADD COLUMN ended_by TEXT;
ALTER TABLE dossier ADD COLUMN handed_over_by TEXT;
-- Resolved after the due time first promised.
ALTER TABLE dossier ADD COLUMN first_late INTEGER CHECK (first_late IN (0, 1));
ALTER TABLE dossier ADD COLUMN working_time_bin INTEGER CHECK (working_time_bin >= 0);

-- What the program must still do to rows written before: it does it before it serves, and takes the line away.
CREATE TABLE upgrade (
    what TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO upgrade SELECT 'throughput' WHERE EXISTS (SELECT 1 FROM dossier);

-- What flowed on which days: every figure of any combination without a look at the dossiers themselves.
CREATE INDEX dossier_flow_received ON dossier
    (received_day, agency_id, field_id, channel, procedure_id, received_by, registered_at) WHERE received_day IS NOT NULL;
DROP INDEX dossier_ended;
CREATE INDEX dossier_flow_ended ON dossier
    (ended_day, agency_id, field_id, channel, procedure_id, ended_by, end_reason, outcome, first_late, received_day,
     working_time_bin, handled_min) WHERE ended_day IS NOT NULL;
CREATE INDEX dossier_flow_handed ON dossier
    (handed_over_day, agency_id, field_id, channel, procedure_id, handed_over_by, ended_day) WHERE handed_over_day IS NOT NULL;

-- What stands open, and what waits to be collected: as long as these are many, whatever the history.
CREATE INDEX dossier_standing ON dossier
    (agency_id, field_id, channel, procedure_id, assignee, clock, due_at, paused_overdue, received_day) WHERE ended_day IS NULL;
CREATE INDEX dossier_collection ON dossier (field_id, agency_id, channel, procedure_id, assignee) WHERE status = 9;
