-- Sojourn: sessions in SQLite 3.24 or newer. Times are milliseconds since 1970. Nothing here leads back to a cookie.

CREATE TABLE IF NOT EXISTS sojourn_sessions (
    session_key  BLOB    NOT NULL PRIMARY KEY CHECK (length(session_key) = 32), -- hash of the token
    origin       BLOB    NOT NULL,             -- the key under which it was created; renewals leave it
    version      INTEGER NOT NULL,             -- changes with every write
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    ends_at      INTEGER NOT NULL,
    owner        BLOB,                         -- label of the user, UTF-8
    device       BLOB,                         -- label of the browser, UTF-8
    attributes   BLOB    NOT NULL              -- names and values
);

CREATE INDEX IF NOT EXISTS sojourn_sessions_owner ON sojourn_sessions (owner);

CREATE INDEX IF NOT EXISTS sojourn_sessions_expires_at ON sojourn_sessions (expires_at);

-- For owners who may have only so many sessions: slot 0 is the lock of the owner, the others are sign-ins under way.
CREATE TABLE IF NOT EXISTS sojourn_places (
    owner    BLOB    NOT NULL,
    slot     INTEGER NOT NULL,
    holder   BLOB    NOT NULL, -- the key of the session to come
    replaced BLOB    NOT NULL, -- the origin of the session that it replaces, or else its own key
    taken_at INTEGER NOT NULL,
    PRIMARY KEY (owner, slot)
);

CREATE INDEX IF NOT EXISTS sojourn_places_holder ON sojourn_places (holder);
