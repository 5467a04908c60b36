-- A due time counts to the minute it is printed with. Where there are dossiers already, what a stored due time means changes for due
-- times from a day on that begins after this moment in every zone, so that nothing counted or signed before changes.
INSERT INTO setting (name, valid_from, value)
SELECT 'due_precision', '1970-01-01', 'millisecond' WHERE EXISTS (SELECT 1 FROM dossier);
INSERT INTO setting (name, valid_from, value)
SELECT 'due_precision', date('now', '+2 days'), 'minute' WHERE EXISTS (SELECT 1 FROM dossier);
