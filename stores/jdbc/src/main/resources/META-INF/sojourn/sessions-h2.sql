-- Sojourn: sessions in H2 2.2 or newer. Times are milliseconds since 1970. Nothing here leads back to a cookie.

CREATE TABLE IF NOT EXISTS sojourn_sessions (
    session_key  BINARY(32)          NOT NULL PRIMARY KEY, -- hash of the token
    origin       BINARY(32)          NOT NULL, -- the key under which it was created; renewals leave it
    version      BIGINT              NOT NULL, -- changes with every write
    created_at   BIGINT              NOT NULL,
    last_seen_at BIGINT              NOT NULL,
    expires_at   BIGINT              NOT NULL,
    ends_at      BIGINT              NOT NULL,
    owner        VARBINARY(1024),              -- label of the user, UTF-8
    device       VARBINARY(1024),              -- label of the browser, UTF-8
    attributes   VARBINARY(67108864) NOT NULL  -- names and values
);

CREATE INDEX IF NOT EXISTS sojourn_sessions_owner ON sojourn_sessions (owner);

CREATE INDEX IF NOT EXISTS sojourn_sessions_expires_at ON sojourn_sessions (expires_at);

-- For owners who may have only so many sessions: slot 0 is the lock of the owner, the others are sign-ins under way.
CREATE TABLE IF NOT EXISTS sojourn_places (
    owner    VARBINARY(1024) NOT NULL,
    slot     INTEGER         NOT NULL,
    holder   BINARY(32)      NOT NULL, -- the key of the session to come
    replaced BINARY(32)      NOT NULL, -- the origin of the session that it replaces, or else its own key
    taken_at BIGINT          NOT NULL,
    PRIMARY KEY (owner, slot)
);

CREATE INDEX IF NOT EXISTS sojourn_places_holder ON sojourn_places (holder);
