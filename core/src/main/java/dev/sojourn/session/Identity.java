package dev.sojourn.session;

import dev.sojourn.session.token.StoreKey;

/** What a session is known by: a secret for the cookie and the key that is derived from it. */
final class Identity {

    private final StoreKey key;
    private final byte[] secret;

    Identity(StoreKey key, byte[] secret) {
        this.key = key;
        this.secret = secret;
    }

    StoreKey key() {
        return key;
    }

    byte[] secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "Identity[" + key.handle() + "]";
    }
}
