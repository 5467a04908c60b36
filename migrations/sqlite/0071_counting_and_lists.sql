-- On PostgreSQL the counters are kept statement by statement from here on. SQLite's triggers are run for each row; they stay.

-- The work list of one agency and one procedure: those of a procedure that others work on are found without a walk through all of theirs.
CREATE INDEX dossier_worklist_agency_procedure ON dossier (procedure_id, agency_id, status, worklist_due, id) WHERE procedure_id IS NOT NULL;
