"""The tables that count posts by theme, country, language and page as fast as they are found."""

TALLIES = """
CREATE TABLE tally_sets (           -- what posts are counted by: each set of values once
    key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,             -- page, language, theme, country
    names TEXT NOT NULL,            -- in order, a line feed between two; '' for none
    UNIQUE (kind, names)
);

CREATE TABLE tallies (              -- the sets of every post, a stretch of time in a row
    stretch INTEGER PRIMARY KEY,    -- key of the post >> 39: about six days
    posts BLOB NOT NULL,            -- keys of the posts in order, 8 bytes each, low byte first
    page BLOB NOT NULL,             -- and for each of them keys of sets, 4 bytes each
    language BLOB NOT NULL,
    theme BLOB NOT NULL,
    country BLOB NOT NULL
);
"""
