-- Named walls. scope_agency_id 0: the whole centre; lang: vi, en or vi+en; periods: all, day, month, year.
CREATE TABLE screen (
    name            TEXT NOT NULL PRIMARY KEY,
    scope_agency_id BIGINT NOT NULL DEFAULT 0 CHECK (scope_agency_id >= 0),
    lang            TEXT NOT NULL,
    periods         TEXT NOT NULL
);
