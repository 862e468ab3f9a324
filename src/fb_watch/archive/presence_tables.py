"""The table that grades availability: what was answered when a post was asked for by its id."""

PRESENCE = """
CREATE TABLE refusals (             -- a post asked for by its id was not given; one row a day
    post INTEGER NOT NULL REFERENCES posts,
    day TEXT NOT NULL,              -- UTC
    kind TEXT NOT NULL CHECK (kind IN ('gone', 'restricted')),
    why TEXT NOT NULL,              -- Facebook's words
    PRIMARY KEY (post, day)
) WITHOUT ROWID;
-- recent, history, gap, again, asked: why the window was walked
ALTER TABLE windows ADD COLUMN name TEXT NOT NULL DEFAULT '';
CREATE INDEX posts_not_online ON posts (page, availability) WHERE availability <> 'online';
"""
