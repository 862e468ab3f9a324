"""The tables of other roads: files taken in, what each said of a post, posts that became one."""

IMPORTS = """
-- graph, page-export, personal-export, table, hand: how much the strongest road is believed that
-- says what the newest version says
ALTER TABLE posts ADD COLUMN strength TEXT NOT NULL DEFAULT 'graph';
ALTER TABLE posts ADD COLUMN personal INTEGER NOT NULL DEFAULT 0;  -- 1: its author is a person
-- the post that this one turned out to be, as a person said; NULL: it stands for itself
ALTER TABLE posts ADD COLUMN merged_into INTEGER REFERENCES posts;
CREATE INDEX posts_merged ON posts (merged_into) WHERE merged_into IS NOT NULL;
ALTER TABLE versions ADD COLUMN strength TEXT NOT NULL DEFAULT 'graph';  -- of the road it came by

CREATE TABLE imports (              -- a file that was taken in, whole
    key INTEGER PRIMARY KEY,
    file TEXT NOT NULL,             -- its name, for people
    sha256 TEXT NOT NULL,           -- of its bytes
    format TEXT NOT NULL,
    source TEXT NOT NULL,           -- as of versions
    strength TEXT NOT NULL,
    options TEXT NOT NULL,          -- hash of what else decided how it was read
    at TEXT NOT NULL,               -- when it was begun
    counted TEXT NOT NULL,          -- JSON: read, new, edited, same, merged, skipped …
    problems TEXT NOT NULL,         -- JSON: the first hundred lines passed over, and why
    UNIQUE (sha256, format)
);

CREATE TABLE import_windows (       -- the stretch of a page's time that a file tells of
    import INTEGER NOT NULL REFERENCES imports,
    page TEXT NOT NULL REFERENCES pages,
    since TEXT NOT NULL,            -- created_at of its oldest post
    until TEXT NOT NULL,            -- and of its newest
    posts INTEGER NOT NULL,
    PRIMARY KEY (import, page)
) WITHOUT ROWID;
CREATE INDEX import_windows_by_page ON import_windows (page, since);

CREATE TABLE roads (                -- what a road said of a post: the evidence beside the versions
    key INTEGER PRIMARY KEY,
    post INTEGER NOT NULL REFERENCES posts,
    id TEXT NOT NULL,               -- of the post, as the road has it: Facebook's, or local:…
    source TEXT NOT NULL,
    strength TEXT NOT NULL,
    hash TEXT NOT NULL,             -- of what it said, as of versions
    import INTEGER NOT NULL DEFAULT 0,  -- the file; 0: no file, a response
    place TEXT NOT NULL,            -- line 12, data[3] …
    basis TEXT NOT NULL CHECK (basis IN ('new', 'id', 'text')),  -- why it is taken to be this post
    capture INTEGER NOT NULL REFERENCES captures,
    start INTEGER NOT NULL,         -- where in the body of the capture it stands, in bytes
    size INTEGER NOT NULL,
    said TEXT,                      -- JSON: what it said; NULL: a version of the post says it
    UNIQUE (post, source, hash, import)
);

CREATE TABLE proposals (            -- two posts that may be one: a person decides
    post INTEGER NOT NULL REFERENCES posts,
    other INTEGER NOT NULL REFERENCES posts,  -- the higher key of the two
    likeness REAL NOT NULL,         -- of their texts, 0 to 1
    at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'merged', 'refused')),
    decided_at TEXT,
    PRIMARY KEY (post, other)
) WITHOUT ROWID;

CREATE TABLE merges (               -- a person said that two posts are one
    key INTEGER PRIMARY KEY,
    post INTEGER NOT NULL REFERENCES posts,    -- the one that stands for both
    merged INTEGER NOT NULL REFERENCES posts,
    at TEXT NOT NULL,
    moved TEXT NOT NULL,            -- JSON: table -> keys of the rows that were brought over
    undone_at TEXT                  -- NULL: they are one
);

CREATE TABLE foreign_refs (         -- what posts are called in archives that were taken in
    ref TEXT NOT NULL,
    archive TEXT NOT NULL,          -- the id of that archive, as of its settings
    post INTEGER NOT NULL REFERENCES posts,
    PRIMARY KEY (ref, archive)
) WITHOUT ROWID;
CREATE INDEX foreign_refs_of_post ON foreign_refs (post);

DROP VIEW searchable;
CREATE VIEW searchable AS           -- a post merged into another is found as that one
SELECT p.key, v.message, i.links, i.alt, i.shadow, i.facets, i.comments
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
JOIN indexed i ON i.post = p.key WHERE p.merged_into IS NULL;
"""

MORE_OF_ROADS = """
CREATE TABLE people (               -- who wrote posts, where the author is a person
    person TEXT NOT NULL,           -- keyed, as versions.author_id: of the id, else of the name
    name TEXT NOT NULL,             -- keyed too, a name that was told with it; '': the id alone
    PRIMARY KEY (person, name)
) WITHOUT ROWID;
ALTER TABLE roads ADD COLUMN created_at TEXT;  -- as the road has it; NULL: of an older program
ALTER TABLE roads ADD COLUMN created_precision TEXT;
ALTER TABLE roads ADD COLUMN as_of TEXT;  -- when it stood so, as the file tells; NULL: not told
ALTER TABLE counts ADD COLUMN strength TEXT NOT NULL DEFAULT 'graph';  -- of the road that counted
UPDATE counts SET strength = (SELECT strength FROM posts WHERE key = post)
WHERE post IN (SELECT key FROM posts WHERE strength <> 'graph');
"""
