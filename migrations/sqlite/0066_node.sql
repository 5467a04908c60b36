-- What each node sees of the walls that hang on it (JSON), for the managers' list at every node. A row whose seen_at grows no more is
-- of a node that is gone, unless the wall itself was gone before.
CREATE TABLE node_screen (
    node    TEXT NOT NULL,
    screen  TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    watched TEXT NOT NULL,
    PRIMARY KEY (node, screen)
) STRICT, WITHOUT ROWID;

-- What kept a node from writing alarms down for a while, until the node that judges has made one alarm of what all nodes tell of it.
-- told: the ways by which the node told it outside meanwhile, with blanks between them.
CREATE TABLE node_trouble (
    node      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    since     INTEGER NOT NULL,
    ended_at  INTEGER NOT NULL,
    value     INTEGER NOT NULL,
    threshold INTEGER NOT NULL,
    told      TEXT NOT NULL,
    PRIMARY KEY (node, kind, since)
) STRICT, WITHOUT ROWID;
