-- Report periods: [from_date, to_date), local dates; source: the text that sets them.
CREATE TABLE report_period (
    kind      TEXT NOT NULL,
    from_date TEXT NOT NULL CHECK (length(from_date) = 10),
    to_date   TEXT NOT NULL CHECK (length(to_date) = 10),
    source    TEXT NOT NULL,
    PRIMARY KEY (kind, from_date),
    CHECK (from_date < to_date)
);
