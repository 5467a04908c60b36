-- Who has a dossier in hand, by the account's name; none: whoever takes it. The row follows the last event that gives it away.
ALTER TABLE dossier ADD COLUMN assignee TEXT;
CREATE INDEX dossier_worklist_assignee ON dossier (assignee, status, worklist_due, id) WHERE assignee IS NOT NULL;
