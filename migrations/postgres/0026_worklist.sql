-- The work list of one procedure: a rare one is found without a walk through its status.
CREATE INDEX dossier_worklist_procedure ON dossier (procedure_id, status, worklist_due, id) WHERE procedure_id IS NOT NULL;
