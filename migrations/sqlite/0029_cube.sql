-- Figures of finished periods by agency, field and channel (JSON), counted from the events up to event_id, with the rules that
-- could alter them. They hold until an event is recorded that concerns what came before the period's end.
CREATE TABLE cube (
    from_date TEXT NOT NULL CHECK (length(from_date) = 10),
    to_date   TEXT NOT NULL CHECK (length(to_date) = 10),
    event_id  INTEGER NOT NULL,
    rules     TEXT NOT NULL,
    cells     TEXT NOT NULL,
    PRIMARY KEY (from_date, to_date),
    CHECK (from_date < to_date)
) STRICT, WITHOUT ROWID;
