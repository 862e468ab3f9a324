"""What posts are called, and their media: the tables and columns of names and failed tries."""

NAMES_AND_MEDIA = """
-- the second half of an id: it stays where a page gets another id
CREATE INDEX posts_by_story ON posts (substr(id, instr(id, '_') + 1));

CREATE TABLE alias_conflicts (      -- a post was seen under a name that is another one's
    alias TEXT NOT NULL,            -- it stays with the post that `aliases` says
    post INTEGER NOT NULL REFERENCES posts,
    at TEXT NOT NULL,               -- when this was first seen
    PRIMARY KEY (alias, post)
) WITHOUT ROWID;

ALTER TABLE media ADD COLUMN poster INTEGER NOT NULL DEFAULT 0;  -- 1: the still of a film
ALTER TABLE media ADD COLUMN failed_at TEXT;  -- when it was last tried and did not come
"""
