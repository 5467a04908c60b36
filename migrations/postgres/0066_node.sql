-- What each node sees of the walls that hang on it (JSON), for the managers' list at every node. A row whose seen_at grows no more is
-- of a node that is gone, unless the wall itself was gone before.
CREATE TABLE node_screen (
    node    TEXT NOT NULL,
    screen  TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    watched TEXT NOT NULL,
    PRIMARY KEY (node, screen)
);

-- What kept a node from writing alarms down for a while, until the node that judges has made one alarm of what all nodes tell of it.
-- told: the ways by which the node told it outside meanwhile, with blanks between them.
CREATE TABLE node_trouble (
    node      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    since     BIGINT NOT NULL,
    ended_at  BIGINT NOT NULL,
    value     BIGINT NOT NULL,
    threshold BIGINT NOT NULL,
    told      TEXT NOT NULL,
    PRIMARY KEY (node, kind, since)
);
