-- In whose figures a dossier counted until its reception was annulled; none: it was not. It stays findable, and counts nowhere.
ALTER TABLE dossier ADD COLUMN annulled_from TEXT CHECK (annulled_from IN ('both', 'centre', 'agency'));
