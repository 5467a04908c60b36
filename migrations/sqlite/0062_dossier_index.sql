-- What is overdue, by field, and when the next dossier of an agency turns so: a walk along one field, not through all that runs.
CREATE INDEX dossier_running_field ON dossier (field_id, due_at, counted_in) WHERE clock = 'running';
CREATE INDEX dossier_running_agency ON dossier (agency_id, field_id, due_at, counted_in) WHERE clock = 'running';
-- What is paused since an instant: a setting must not restate it.
CREATE INDEX dossier_paused ON dossier (paused_at) WHERE clock = 'stopped';
-- What is open, due soonest first, whatever its status.
CREATE INDEX dossier_open_due ON dossier (worklist_due, id, agency_id, field_id, counted_in) WHERE ended_day IS NULL;
