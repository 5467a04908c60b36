-- Whether a date of the calendar is decided, or is expected and waits for its decision. Until now only its text said so.
ALTER TABLE calendar_day ADD COLUMN status TEXT NOT NULL DEFAULT 'decided' CHECK (status IN ('decided', 'pending'));
UPDATE calendar_day SET status = 'pending' WHERE decision LIKE '%chờ quyết định%';
