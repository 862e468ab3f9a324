"""The tables of changed tags: what machine tags were, who tagged by hand, how far a retag got."""

RETAG = """
CREATE TABLE retags (               -- one walk over the whole archive with one codebook
    key INTEGER PRIMARY KEY,
    codebook TEXT NOT NULL,         -- its hash
    detector TEXT NOT NULL,         -- of languages: engine and threshold
    begun_at TEXT NOT NULL,
    last_key INTEGER,               -- of the posts, up to which it is done; NULL: none yet
    changed INTEGER NOT NULL DEFAULT 0,  -- posts whose tags are others now
    ended_at TEXT                   -- NULL: at work, or to be taken up again
);

CREATE TABLE past_tags (            -- a machine tag as it was before a retag changed it
    post INTEGER NOT NULL REFERENCES posts,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    version INTEGER NOT NULL,
    role TEXT,
    score REAL NOT NULL,
    codebook TEXT NOT NULL,
    evidence TEXT NOT NULL,
    made_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (post, kind, value, version, replaced_at)
) WITHOUT ROWID;

CREATE TABLE hand_tags (            -- every word of a hand, in order; `tags` holds what stands
    key INTEGER PRIMARY KEY,
    post INTEGER NOT NULL REFERENCES posts,
    at TEXT NOT NULL,
    name TEXT NOT NULL,             -- who
    action TEXT NOT NULL CHECK (action IN ('add', 'remove')),
    kind TEXT NOT NULL,
    value TEXT NOT NULL
);
CREATE INDEX hand_tags_by_post ON hand_tags (post, key);

DROP VIEW current_tags;
DROP VIEW standing_tags;

-- Role unresolved: the value is several countries, "CD CG"; a hand on one of them settles it.
-- Role page: the country of the page, where nothing else is said; a hand says something.
CREATE VIEW standing_tags AS        -- of every version: what no hand has spoken against
SELECT t.* FROM tags t
WHERE (t."by" = 'hand' AND t.score > 0)
   OR (t."by" = 'machine' AND NOT EXISTS (
        SELECT 1 FROM tags h WHERE h.post = t.post AND h."by" = 'hand' AND h.kind = t.kind
        AND (h.value = t.value OR h.kind = 'language'
            OR (t.role = 'unresolved' AND instr(t.value, h.value) > 0)
            OR (t.role = 'page' AND h.score > 0))));

CREATE VIEW current_tags AS         -- of the newest version of each post
SELECT t.* FROM posts p JOIN standing_tags t ON t.post = p.key
WHERE t."by" = 'hand' OR t.version = p.version;
"""

# SQLite 3.40 says of a table WITHOUT ROWID whose key is not its first columns that it is damaged,
# as soon as `quick_check` finds a row in it.
KEY_FIRST = """
ALTER TABLE past_tags RENAME TO past_tags_before;
CREATE TABLE past_tags (            -- a machine tag as it was before a retag changed it
    post INTEGER NOT NULL REFERENCES posts,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    version INTEGER NOT NULL,
    replaced_at TEXT NOT NULL,
    role TEXT,
    score REAL NOT NULL,
    codebook TEXT NOT NULL,
    evidence TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (post, kind, value, version, replaced_at)
) WITHOUT ROWID;
INSERT INTO past_tags SELECT post, kind, value, version, replaced_at, role, score, codebook,
    evidence, made_at FROM past_tags_before;
DROP TABLE past_tags_before;
"""
