"""The log of what left the house."""

EXPORTS = """
CREATE TABLE exports (              -- one file, or one answer on stdout; append-only
    key INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,             -- account on the machine
    format TEXT NOT NULL,           -- csv, xlsx, …
    file TEXT NOT NULL,             -- its path; "-": stdout
    asked TEXT NOT NULL,            -- the query, as one would type it
    posts INTEGER NOT NULL,
    is_public INTEGER NOT NULL,     -- 1: references, dates, permalinks and tags only
    with_comments INTEGER NOT NULL, -- 1: what people wrote below the posts too
    with_authors INTEGER NOT NULL   -- 1: names of people too
);
CREATE TRIGGER exports_are_never_changed BEFORE UPDATE ON exports
BEGIN SELECT RAISE(ABORT, 'the log of exports is append-only'); END;
CREATE TRIGGER exports_are_never_removed BEFORE DELETE ON exports
BEGIN SELECT RAISE(ABORT, 'the log of exports is append-only'); END;
"""

UNMASKED = """
-- 1: names, phone numbers, e-mail addresses in what people wrote, unmasked; NULL: not noted then
ALTER TABLE exports ADD COLUMN is_unmasked INTEGER;
"""
