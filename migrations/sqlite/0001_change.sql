-- The number of the last change. Every trigger that changes what a board could show adds to it,
-- so any client that writes wakes the board. `rules_number` is the number of the last change to
-- the tables the rules are read from (settings, calendar, agencies, fields, procedures).
CREATE TABLE change (
    id           INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    number       INTEGER NOT NULL,
    rules_number INTEGER NOT NULL
) STRICT;
INSERT INTO change (id, number, rules_number) VALUES (1, 0, 0);
