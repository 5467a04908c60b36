-- Working intervals are text: "07:30-11:30 13:00-17:00", local time, empty: closed.
-- A week is seven of them, Monday first, separated by "|".
CREATE TABLE office_hours (
    valid_from TEXT NOT NULL PRIMARY KEY CHECK (length(valid_from) = 10),
    week       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One date that differs from the week: a holiday, a half day, a make-up day, a closure.
-- agency_id 0: for every agency; a row of one agency wins over it.
CREATE TABLE calendar_day (
    date      TEXT NOT NULL CHECK (length(date) = 10),
    agency_id INTEGER NOT NULL DEFAULT 0 CHECK (agency_id >= 0),
    intervals TEXT NOT NULL,
    name      TEXT NOT NULL,
    decision  TEXT NOT NULL,
    PRIMARY KEY (date, agency_id)
) STRICT, WITHOUT ROWID;
