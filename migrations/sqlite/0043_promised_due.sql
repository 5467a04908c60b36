-- What was last promised is the floor: no change of the calendar brings a due time before it. Promised by the slip it is the first due
-- time, and stored only where an extension's letter has promised another since.
ALTER TABLE dossier ADD COLUMN promised_due_at INTEGER;
-- The due time as the calendar alone counts it, where that is another than the one in force.
ALTER TABLE dossier ADD COLUMN counted_due_at INTEGER;
ALTER TABLE event ADD COLUMN counted_due_at INTEGER;
-- The due time that the slip was printed with last.
ALTER TABLE slip ADD COLUMN told_due_at INTEGER;

UPDATE dossier SET promised_due_at = (
    SELECT e.due_at FROM event e
    WHERE e.dossier_id = dossier.id AND e.kind = 'extend' AND NOT EXISTS (
        SELECT 1 FROM event c WHERE c.dossier_id = e.dossier_id AND c.takes_back = e.sequence
    )
    ORDER BY e.sequence DESC LIMIT 1
) WHERE extended = 1;
UPDATE dossier SET promised_due_at = NULL WHERE promised_due_at = first_due_at;
