-- The number of the last change. Every trigger that changes what a board could show adds to it,
-- so any client that writes wakes the board. `rules_number` is the number of the last change to
-- the tables the rules are read from (settings, calendar, agencies, fields, procedures).
CREATE TABLE change (
    id           BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    number       BIGINT NOT NULL,
    rules_number BIGINT NOT NULL
);
INSERT INTO change (id, number, rules_number) VALUES (1, 0, 0);
