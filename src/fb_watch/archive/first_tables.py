"""The tables of the first release; the comments stay in the file for whoever opens it."""

# All times are UTC, ISO 8601 with Z and whole seconds; JSON is UTF-8; NULL is not known.
SETTINGS = """
CREATE TABLE settings (             -- facts about the archive itself
    name TEXT PRIMARY KEY,          -- archive: its id, random; made_at
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE numbers (              -- the next running number of each year; never goes back
    year INTEGER PRIMARY KEY,       -- of created_at, UTC
    next INTEGER NOT NULL
);
"""

LEDGER = """
CREATE TABLE pages (                -- a watched source, as config/pages.toml last named it
    key TEXT PRIMARY KEY,
    id TEXT NOT NULL,               -- Facebook's id or user name of the page
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    last_round_at TEXT,             -- a look at the newest posts: begun, whatever came of it
    last_ok_at TEXT,                -- begun and gone through
    complete_until TEXT,            -- no hole from the page's start to here
    last_error TEXT                 -- JSON: class, code, subcode, message, remedy
) WITHOUT ROWID;

CREATE TABLE rounds (               -- one look at one page
    key INTEGER PRIMARY KEY,
    page TEXT NOT NULL REFERENCES pages,
    begun_at TEXT NOT NULL,
    ended_at TEXT,                  -- NULL: at work, or killed
    outcome TEXT,                   -- ok, partial, failed, skipped
    counted TEXT,                   -- JSON: new, edited, same, missing, media, captures
    problems TEXT,                  -- JSON: what could not be read as a post, and why
    error TEXT                      -- JSON: class, code, subcode, message, remedy
);
CREATE INDEX rounds_by_page ON rounds (page, key);

CREATE TABLE windows (              -- the coverage ledger: a stretch asked for, how it ended
    key INTEGER PRIMARY KEY,
    page TEXT NOT NULL REFERENCES pages,
    since TEXT NOT NULL,            -- since <= created_at < until; '' is the beginning
    until TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('complete', 'cut')),
    reason TEXT NOT NULL,           -- why it was cut
    edge TEXT NOT NULL,             -- published_posts, posts, feed
    responses INTEGER NOT NULL,
    received INTEGER NOT NULL,      -- posts in the responses
    refused_fields TEXT NOT NULL,   -- JSON: what Facebook did not let us ask
    begun_at TEXT NOT NULL,
    ended_at TEXT NOT NULL
);
CREATE INDEX windows_by_page ON windows (page, outcome, since);

CREATE TABLE covered (              -- the complete windows laid over one another, newest on top
    page TEXT NOT NULL REFERENCES pages,
    since TEXT NOT NULL,            -- stretches of one page never overlap
    until TEXT NOT NULL,
    at TEXT NOT NULL,               -- when this stretch was last gone through wholly
    PRIMARY KEY (page, since)
) WITHOUT ROWID;

CREATE TABLE holds (                -- nothing is asked in a scope before a moment
    scope TEXT PRIMARY KEY,         -- page:<key>, token:<fingerprint>, app
    until TEXT NOT NULL,
    reason TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE captures (             -- a response that brought something: the evidence
    key INTEGER PRIMARY KEY,
    at TEXT NOT NULL,               -- when it was received
    page TEXT NOT NULL REFERENCES pages,
    source TEXT NOT NULL,           -- graph, …
    edge TEXT NOT NULL,
    request TEXT NOT NULL,          -- path and query, without the access token
    api_version TEXT,               -- as answered
    status INTEGER NOT NULL,        -- HTTP
    refused_fields TEXT NOT NULL,   -- JSON
    sha256 TEXT NOT NULL,           -- of the body
    chain TEXT NOT NULL,            -- SHA-256 of the chain before and this row: see rows.chain
    body BLOB NOT NULL              -- as received less the token; one zstd frame
);
"""

POSTS = """
CREATE TABLE posts (                -- one post for ever
    key INTEGER PRIMARY KEY,        -- (unix seconds of created_at << 20) | running number
    ref TEXT NOT NULL UNIQUE,       -- fbw:2020-000123, never used again
    id TEXT NOT NULL UNIQUE,        -- Facebook's
    page TEXT NOT NULL REFERENCES pages,
    created_at TEXT NOT NULL,
    created_precision TEXT NOT NULL,  -- second, minute, day
    version INTEGER NOT NULL,       -- number of the newest version
    availability TEXT NOT NULL DEFAULT 'online',  -- missing, gone, restricted, erased, unknown
    availability_since TEXT NOT NULL,
    availability_checked TEXT NOT NULL,  -- besides what `covered` says
    status TEXT NOT NULL DEFAULT 'new',  -- relevant, set-aside, verified
    notes INTEGER NOT NULL DEFAULT 0     -- how many people wrote to it
);
CREATE INDEX posts_by_page ON posts (page);

CREATE TABLE aliases (              -- every id and form of address a post was seen under
    alias TEXT PRIMARY KEY,
    post INTEGER NOT NULL REFERENCES posts
) WITHOUT ROWID;

CREATE TABLE versions (             -- what the editor of the post wrote at one time; append-only
    post INTEGER NOT NULL REFERENCES posts,
    number INTEGER NOT NULL,        -- 1, 2 …
    hash TEXT NOT NULL,             -- SHA-256 of kind, links, media, message, place: RFC 8785
    kind TEXT NOT NULL,
    message TEXT,
    story TEXT,                     -- Facebook's own sentence
    author TEXT,
    author_id TEXT,
    permalink TEXT,                 -- as it stood then
    parent_id TEXT,                 -- the post that this one shares
    links TEXT,                     -- JSON: url, title, description
    media TEXT,                     -- JSON: kind, id, alt, width, height
    place TEXT,                     -- JSON
    attachments TEXT,               -- JSON, as received
    mentions TEXT,                  -- JSON, as received
    flags TEXT,                     -- JSON: is_published, is_hidden …
    updated_at TEXT,                -- Facebook's updated_time: comments move it
    edited_at TEXT,                 -- when the edited text was first seen; NULL: not edited
    captured_at TEXT NOT NULL,
    capture INTEGER NOT NULL REFERENCES captures,
    source TEXT NOT NULL,
    PRIMARY KEY (post, number)
);
CREATE TRIGGER versions_are_never_changed BEFORE UPDATE ON versions
BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;
CREATE TRIGGER versions_are_never_removed BEFORE DELETE ON versions
BEGIN SELECT RAISE(ABORT, 'versions are append-only'); END;

CREATE TABLE media (                -- pictures and films of a post
    post INTEGER NOT NULL REFERENCES posts,
    name TEXT NOT NULL,             -- Facebook's id; '#0', '#1' … by place where it has none
    kind TEXT NOT NULL,             -- photo, video
    alt TEXT,
    url TEXT,                       -- dies within days
    sha256 TEXT,                    -- NULL: not taken in
    type TEXT,                      -- image/jpeg …
    path TEXT,                      -- media/<first 2>/<sha256>.<ext>
    bytes INTEGER,
    error TEXT,                     -- why it could not be taken in the last time
    tries INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (post, name)
) WITHOUT ROWID;
CREATE INDEX media_wanted ON media (post) WHERE sha256 IS NULL;
"""

SAID = """
CREATE TABLE counts (               -- a series: a row where something moved
    post INTEGER NOT NULL REFERENCES posts,
    at TEXT NOT NULL,
    reactions INTEGER,              -- NULL: not known; 0: counted and none
    comments INTEGER,
    shares INTEGER,
    by_type TEXT,                   -- JSON: {"love": 3, …}
    PRIMARY KEY (post, at)
) WITHOUT ROWID;

CREATE TABLE tags (                 -- machine and hand side by side; hand wins (current_tags)
    post INTEGER NOT NULL REFERENCES posts,
    "by" TEXT NOT NULL CHECK ("by" IN ('machine', 'hand')),
    kind TEXT NOT NULL CHECK (kind IN ('theme', 'country', 'question', 'language')),
    value TEXT NOT NULL,
    version INTEGER NOT NULL,       -- of the post, which the tag was given to
    role TEXT,                      -- of a country: about, mentioned, page
    score REAL NOT NULL,            -- of a language: confidence; by hand 0: taken away
    codebook TEXT NOT NULL,         -- hash of the codebook that made it
    evidence TEXT NOT NULL,         -- JSON: the words that earned it; of a language: all shares
    made_at TEXT NOT NULL,
    PRIMARY KEY (post, "by", kind, value, version)
) WITHOUT ROWID;
CREATE UNIQUE INDEX tags_by_hand ON tags (post, kind, value) WHERE "by" = 'hand';

CREATE VIEW standing_tags AS        -- of every version: what no hand has spoken against
SELECT t.* FROM tags t
WHERE (t."by" = 'hand' AND t.score > 0)
   OR (t."by" = 'machine' AND NOT EXISTS (
        SELECT 1 FROM tags h WHERE h.post = t.post AND h."by" = 'hand' AND h.kind = t.kind
        AND (h.value = t.value OR h.kind = 'language')));

CREATE VIEW current_tags AS         -- of the newest version of each post
SELECT t.* FROM posts p JOIN standing_tags t ON t.post = p.key
WHERE t."by" = 'hand' OR t.version = p.version;

CREATE TABLE availability (         -- when a post vanished and came back
    post INTEGER NOT NULL REFERENCES posts,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (post, at)
) WITHOUT ROWID;
"""

# `indexed` keeps what was given to the index, to the letter: an entry can only be taken out of
# FTS5 with the very texts it was put in with, whatever later programs would make of the post.
SEARCH = """
CREATE TABLE indexed (              -- what the search index was told of a post beside its message
    post INTEGER PRIMARY KEY REFERENCES posts,
    links TEXT,                     -- titles and descriptions
    alt TEXT,                       -- of the pictures
    shadow TEXT,                    -- scripts without spaces and Arabic, letter by letter
    facets TEXT NOT NULL            -- tokens that stand for tags: see facets.py
);

CREATE VIEW searchable AS
SELECT p.key, v.message, i.links, i.alt, i.shadow, i.facets
FROM posts p JOIN versions v ON v.post = p.key AND v.number = p.version
JOIN indexed i ON i.post = p.key;

CREATE VIRTUAL TABLE search USING fts5 (
    message, links, alt, shadow, facets,
    content = 'searchable', content_rowid = 'key',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
"""
