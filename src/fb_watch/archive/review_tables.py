"""The tables of what people do: statuses, notes, assignments, dossiers, searches, samples."""

REVIEW = """
-- Two tables hold all that people did, and are only added to. What stands (posts.status, notes,
-- assigned, dossiers, …) follows from them, change by change.
CREATE TABLE actions (              -- one thing a person did, to one post or to a thousand
    key INTEGER PRIMARY KEY,        -- their order in this archive
    id TEXT NOT NULL UNIQUE,        -- random: the same in every copy of the archive
    at TEXT NOT NULL,
    name TEXT NOT NULL,             -- who
    kind TEXT NOT NULL,             -- status, note, assign, check-out, tag, dossier …
    undoes INTEGER UNIQUE REFERENCES actions  -- the action it takes back; of an undo NULL: in vain
);
CREATE INDEX actions_by_name ON actions (name, key);

CREATE TABLE changes (              -- what an action changed
    key INTEGER PRIMARY KEY,
    action INTEGER NOT NULL REFERENCES actions,
    post INTEGER REFERENCES posts,  -- NULL: it is about no post
    field TEXT NOT NULL,            -- status, assigned, note:<id>, tag:theme:education,
                                    -- tag:language, dossier:<name>, entry:<id>, saved:<name>,
                                    -- coding:<sample>:<name>
    before TEXT,                    -- NULL: nothing was there
    after TEXT                      -- NULL: nothing is there any more
);
CREATE INDEX changes_by_action ON changes (action);
CREATE INDEX changes_by_post ON changes (post, key);
CREATE TRIGGER actions_are_never_changed BEFORE UPDATE ON actions
BEGIN SELECT RAISE(ABORT, 'actions are append-only'); END;
CREATE TRIGGER actions_are_never_removed BEFORE DELETE ON actions
BEGIN SELECT RAISE(ABORT, 'actions are append-only'); END;
-- an erased post takes the words about it along: they may only be emptied
CREATE TRIGGER changes_are_never_changed BEFORE UPDATE ON changes
WHEN (NEW.key, NEW.action, NEW.post, NEW.field) IS NOT (OLD.key, OLD.action, OLD.post, OLD.field)
    OR NEW.before <> '' OR NEW.after <> ''
BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END;
CREATE TRIGGER changes_are_never_removed BEFORE DELETE ON changes
BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END;

CREATE TABLE notes (                -- what people wrote to a post
    id TEXT PRIMARY KEY,            -- random: the same in every copy
    post INTEGER NOT NULL REFERENCES posts,
    hash TEXT NOT NULL,             -- of the version it was written to
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX notes_by_post ON notes (post, at);

CREATE TABLE assigned (             -- whose turn it is to read a post
    post INTEGER PRIMARY KEY REFERENCES posts,
    name TEXT NOT NULL,             -- who has it
    until TEXT NOT NULL,            -- from then on it is free again
    at TEXT NOT NULL,
    "by" TEXT NOT NULL              -- who gave it
);
CREATE INDEX assigned_to ON assigned (name, until);

CREATE TABLE dossiers (             -- a collection of posts for a report
    name TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    at TEXT NOT NULL,
    "by" TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE dossier_entries (      -- a post of a dossier, or a heading
    id TEXT PRIMARY KEY,            -- random: the same in every copy
    post INTEGER REFERENCES posts,  -- NULL: a heading
    dossier TEXT NOT NULL REFERENCES dossiers,
    place REAL NOT NULL,            -- their order
    hash TEXT,                      -- of the version that was added
    heading TEXT,                   -- its words
    note TEXT,                      -- what it is there for
    at TEXT NOT NULL,
    "by" TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX dossier_posts ON dossier_entries (dossier, post) WHERE post IS NOT NULL;
CREATE INDEX dossier_order ON dossier_entries (dossier, place);
CREATE INDEX dossiers_of_post ON dossier_entries (post) WHERE post IS NOT NULL;

CREATE TABLE saved (                -- a search with a name
    name TEXT PRIMARY KEY,
    query TEXT NOT NULL,            -- JSON: words and filters, those that are set
    at TEXT NOT NULL,
    "by" TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE samples (              -- posts drawn at random, to be coded by people
    id TEXT PRIMARY KEY,            -- random: the same in every copy
    name TEXT NOT NULL UNIQUE,
    seed INTEGER NOT NULL,          -- the same archive, query, size and seed give the same posts
    query TEXT NOT NULL,            -- JSON: what it was drawn from
    at TEXT NOT NULL,
    "by" TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sample_posts (
    sample TEXT NOT NULL REFERENCES samples,
    place INTEGER NOT NULL,         -- the order to read them in
    post INTEGER NOT NULL REFERENCES posts,
    hash TEXT NOT NULL,             -- of the version drawn
    stratum TEXT NOT NULL,          -- the language the machine gave it
    weight REAL NOT NULL,           -- how many posts of the archive it stands for
    PRIMARY KEY (sample, place),
    UNIQUE (sample, post)
) WITHOUT ROWID;

CREATE TABLE codings (              -- what one person says a sampled post is about
    sample TEXT NOT NULL REFERENCES samples,
    name TEXT NOT NULL,             -- who; '' settles where others disagree
    post INTEGER NOT NULL REFERENCES posts,
    answer TEXT NOT NULL,           -- JSON: themes, countries, language
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    PRIMARY KEY (sample, name, post)
) WITHOUT ROWID;

CREATE TABLE sheets (               -- a spreadsheet that went out to be filled in
    id TEXT PRIMARY KEY,            -- stands in the sheet
    at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    seen INTEGER NOT NULL,          -- the newest change there was then, by its key
    sample TEXT REFERENCES samples  -- NULL: it is no blind one
) WITHOUT ROWID;

CREATE TABLE sheet_rows (           -- what the archive said of a post when the sheet went out
    sheet TEXT NOT NULL REFERENCES sheets,
    post INTEGER NOT NULL REFERENCES posts,
    hash TEXT NOT NULL,             -- of the version shown
    said TEXT NOT NULL,             -- JSON: status, themes, countries, language; newest: the hash
                                    -- of the newest version, where an older one was shown
    PRIMARY KEY (sheet, post)
) WITHOUT ROWID;

-- `withdraw`: the hand says nothing of this value any more; the machine's word stands again
CREATE TABLE words_of_hands (
    key INTEGER PRIMARY KEY,
    post INTEGER NOT NULL REFERENCES posts,
    at TEXT NOT NULL,
    name TEXT NOT NULL,             -- who
    action TEXT NOT NULL CHECK (action IN ('add', 'remove', 'withdraw')),
    kind TEXT NOT NULL,
    value TEXT NOT NULL
);
INSERT INTO words_of_hands SELECT key, post, at, name, action, kind, value FROM hand_tags;
DROP TABLE hand_tags;
ALTER TABLE words_of_hands RENAME TO hand_tags;
CREATE INDEX hand_tags_by_post ON hand_tags (post, key);
"""

_OWN_WORDS_OF = """
UPDATE {table} SET post = (
    SELECT m.merged FROM merges m, json_each(m.moved, '$.{table}') e
    WHERE m.undone_at IS NULL AND json_extract(e.value, '$[0]') = {table}.id
    ORDER BY m.key LIMIT 1)
WHERE id IN (
    SELECT json_extract(e.value, '$[0]') FROM merges m, json_each(m.moved, '$.{table}') e
    WHERE m.undone_at IS NULL);
"""
# what names a version stays with the post of that version, also where that has become another's
OWN_WORDS = "".join(_OWN_WORDS_OF.format(table=table) for table in ("notes", "dossier_entries"))

UNDONE_IN_PART = """
-- what an undo had to leave is taken up by a later one: an action may be undone more than once
CREATE TABLE actions_anew (          -- one thing a person did, to one post or to a thousand
    key INTEGER PRIMARY KEY,        -- their order in this archive
    id TEXT NOT NULL UNIQUE,        -- random: the same in every copy of the archive
    at TEXT NOT NULL,
    name TEXT NOT NULL,             -- who
    kind TEXT NOT NULL,             -- status, note, assign, check-out, tag, dossier …
    undoes INTEGER REFERENCES actions  -- the action it takes back; of an undo NULL: in vain
);
INSERT INTO actions_anew SELECT key, id, at, name, kind, undoes FROM actions;
DROP TABLE actions;
ALTER TABLE actions_anew RENAME TO actions;
CREATE INDEX actions_by_name ON actions (name, key);
CREATE INDEX actions_by_undone ON actions (undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER actions_are_never_changed BEFORE UPDATE ON actions
BEGIN SELECT RAISE(ABORT, 'actions are append-only'); END;
CREATE TRIGGER actions_are_never_removed BEFORE DELETE ON actions
BEGIN SELECT RAISE(ABORT, 'actions are append-only'); END;
"""
