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
    private final boolean oneNode;
    private final boolean waits;

    RedisKeys(String prefix, boolean oneNode, boolean waits) {
        this.prefix = prefix;
        this.oneNode = oneNode;
        this.waits = waits;
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

    /** Both, which share their slot in a cluster. */
    byte[][] indexAndPlaces(String tag) {
        return new byte[][] {index(tag), places(tag)};
    }

    Arguments arguments(Instant now) {
        return new Arguments(prefix, now, oneNode, waits);
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

    /** The session that a member of an index names. */
    static StoreKey keyOf(byte[] member) {
        return StoreKey.ofBytes(HexFormat.of().parseHex(SessionHash.text(member)));
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
