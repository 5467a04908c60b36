-- The numbers of a day are kept outside the database as they are given.
CREATE INDEX dossier_serial_day ON dossier_serial (day);
