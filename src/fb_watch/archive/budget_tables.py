"""The tables of the quota, of what Facebook says of the tokens, and of what people have to see."""

BUDGET = """
CREATE TABLE usage (                -- what the headers said of a quota, a week long
    scope TEXT NOT NULL,            -- page:<key>, token:<fingerprint>, app
    at TEXT NOT NULL,
    percent REAL NOT NULL,          -- of the fullest limit told
    limited_by TEXT NOT NULL,       -- which one: app, page, ad-account …
    detail TEXT NOT NULL,           -- JSON: header -> what it said
    PRIMARY KEY (scope, at)
) WITHOUT ROWID;

CREATE TABLE tokens (               -- the tokens in use, without the tokens
    fingerprint TEXT PRIMARY KEY,   -- first 12 hex of the SHA-256
    pages TEXT NOT NULL,            -- JSON: keys of the pages it speaks for
    checked_at TEXT,                -- NULL: not asked yet
    facts TEXT,                     -- JSON, as of the last answer: validity, ends, permissions
    failure TEXT                    -- JSON: class, code, subcode, message, remedy; NULL: answered
) WITHOUT ROWID;

CREATE TABLE alarms (               -- what a person has to see; a row is open until it is cleared
    kind TEXT NOT NULL,             -- token-expired, api-version, mass-disappearance …
    scope TEXT NOT NULL,            -- as of `usage`
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    text TEXT NOT NULL,
    remedy TEXT NOT NULL,
    told TEXT NOT NULL,             -- the step that was told: 30, 14, 7, 1 days before an end
    PRIMARY KEY (kind, scope)
) WITHOUT ROWID;
"""
