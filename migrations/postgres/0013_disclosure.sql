-- The fields public boards may show by name in a year (JSON of the choice), fixed when the year's
-- first board is made from the year before, and never changed inside it.
CREATE TABLE disclosed_fields (
    year   BIGINT NOT NULL PRIMARY KEY,
    chosen TEXT NOT NULL
);
