"""The tables of comments, and a search index that knows them."""

COMMENTS = """
CREATE TABLE comments (             -- a comment or a reply for ever; nobody's name
    key INTEGER PRIMARY KEY,
    post INTEGER NOT NULL REFERENCES posts,
    id TEXT NOT NULL UNIQUE,        -- Facebook's
    parent TEXT,                    -- Facebook's id of the comment that it answers
    author TEXT,                    -- 16 hex digits of HMAC-SHA256(author.key, id of the person)
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL,       -- number of the newest version
    likes INTEGER,                  -- as told last; NULL: not known
    availability TEXT NOT NULL DEFAULT 'online'
        CHECK (availability IN ('online', 'missing', 'gone')),
    availability_since TEXT NOT NULL
);
CREATE INDEX comments_by_post ON comments (post);

CREATE TABLE comment_versions (     -- what its author wrote at one time; append-only
    comment INTEGER NOT NULL REFERENCES comments,
    number INTEGER NOT NULL,        -- 1, 2 …
    hash TEXT NOT NULL,             -- SHA-256 of attachment and message: RFC 8785
    message TEXT,                   -- "@…" for each person it tags
    attachment TEXT,                -- JSON: type, title, description, url
    captured_at TEXT NOT NULL,
    capture INTEGER NOT NULL REFERENCES captures,
    PRIMARY KEY (comment, number)
) WITHOUT ROWID;
CREATE TRIGGER comment_versions_are_never_changed BEFORE UPDATE ON comment_versions
BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
CREATE TRIGGER comment_versions_are_never_removed BEFORE DELETE ON comment_versions
BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;

CREATE TABLE comment_walks (        -- when the comments of a post were asked for last
    post INTEGER PRIMARY KEY REFERENCES posts,
    at TEXT NOT NULL,
    counted INTEGER                 -- as the post told then; NULL: asked in vain
);

-- JSON: the members that name people, without which the body was written anew
ALTER TABLE captures ADD COLUMN taken_out TEXT NOT NULL DEFAULT '[]';

ALTER TABLE indexed ADD COLUMN comments TEXT;  -- their texts, one after the other
DROP TABLE search;
DROP VIEW searchable;
CREATE VIEW searchable AS
SELECT p.key, v.message, i.links, i.alt, i.shadow, i.facets, i.comments
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
JOIN indexed i ON i.post = p.key;
CREATE VIRTUAL TABLE search USING fts5 (
    message, links, alt, shadow, facets, comments,
    content = 'searchable', content_rowid = 'key',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
INSERT INTO search (search) VALUES ('rebuild');
"""
