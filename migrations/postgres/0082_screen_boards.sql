-- The boards that take turns with a wall's own: the numbers of their agencies with commas, 0 the whole centre; blank: none.
ALTER TABLE screen ADD COLUMN others TEXT NOT NULL DEFAULT '';
