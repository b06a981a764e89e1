package dev.sojourn.store.redis;

import dev.sojourn.session.token.StoreKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The names of what one application keeps in Redis. */
final class RedisKeys {

    private static final int KEY_HEX = 64;

    private final String prefix;

    RedisKeys(String prefix) {
        this.prefix = prefix;
    }

    /** What every session's key begins with. */
    String sessionPrefix() {
        return prefix + "s:";
    }

    byte[][] session(StoreKey key) {
        return new byte[][] {SessionHash.bytes(sessionPrefix() + key.hex())};
    }

    /** The sorted set of an owner's sessions, scored by the end of their lifetime. */
    byte[] index(String tag) {
        return SessionHash.bytes(prefix + "o:{" + tag + "}");
    }

    /** The hash of an owner's places whose sessions have not appeared yet. */
    byte[] places(String tag) {
        return SessionHash.bytes(prefix + "p:{" + tag + "}");
    }

    Arguments arguments(Instant now) {
        return new Arguments(prefix, now);
    }

    /** The session whose key was named; empty where it is not one of ours. */
    Optional<StoreKey> sessionOf(String name) {
        if (!name.startsWith(sessionPrefix())
                || name.length() != sessionPrefix().length() + KEY_HEX) {
            return Optional.empty();
        }
        try {
            return Optional.of(StoreKey.ofBytes(
                    HexFormat.of().parseHex(name.substring(sessionPrefix().length()))));
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }

    /** What stands for an owner in the names of keys: always the same length, whatever the owner is called. */
    static String tag(String owner) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(hash.digest(owner.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
