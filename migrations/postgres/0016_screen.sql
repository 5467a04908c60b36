-- How a named wall looks. theme: light, dark, or the hours it is dark in (18:00-06:00); distance from which its table is
-- read: near, middle, far; night, outside office hours: dim, same.
ALTER TABLE screen ADD COLUMN theme TEXT NOT NULL DEFAULT 'light';
ALTER TABLE screen ADD COLUMN distance TEXT NOT NULL DEFAULT 'near';
ALTER TABLE screen ADD COLUMN night TEXT NOT NULL DEFAULT 'dim';
