package dev.sojourn.store.redis;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All keys on one server: every verb is one script, which keeps the index as well. Thread-safe. */
final class OneNode implements Verbs {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final RedisCalls calls;
    private final RedisKeys keys;

    OneNode(RedisCalls calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        long version = RANDOM.nextLong(1L << VERSION_BITS);
        return put(session, version, false, now).is("saved")
                ? new Saved(session.withVersion(Long.toString(version)))
                : new Taken();
    }

    /**
     * Writes the whole session where none is.
     *
     * @param awaited whether replicas are waited for
     */
    Answer put(StoredSession session, long version, boolean awaited, Instant now) {
        String tag = session.owner() == null ? null : RedisKeys.tag(session.owner());
        Arguments arguments = keys.arguments(now)
                .add(session.key().hex())
                .add(SessionHash.millis(session.expiresAt()))
                .add(SessionHash.millis(session.endsAt()))
                .add(tag == null ? "" : tag)
                .add(awaited ? "1" : "0")
                .add(SessionHash.of(session, version, tag));
        byte[][] key = keys.session(session.key());
        return awaited
                ? calls.runAwaited("renew a session", Script.CREATE, key, arguments.toArray())
                : calls.run("create a session", Script.CREATE, key, arguments.toArray());
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        return outcome(found, changes, write(found, changes, now));
    }

    /** Writes the changes where what they expect is still so. */
    Answer write(StoredSession found, Changes changes, Instant now) {
        Arguments arguments = keys.arguments(now)
                .add(found.key().hex())
                .add(String.valueOf(found.version()))
                .add(changes, tagOf(changes));
        return calls.run("save a session", Script.SAVE, keys.session(found.key()), arguments.toArray());
    }

    static SaveResult outcome(StoredSession found, Changes changes, Answer answer) {
        if (!answer.is("saved")) {
            return answer.refusal(found.key());
        }
        String version = answer.text(1);
        if (answer.list(2).isEmpty()) {
            return new Saved(changes.applyTo(found).withVersion(version));
        }
        StoredSession current = answer.session(found.key(), 2);
        return new Saved(changes.applyTo(current).withVersion(version), changes.overwritten(found, current));
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        Arguments arguments = keys.arguments(now)
                .add(found.key().hex())
                .add(next.hex())
                .add(String.valueOf(found.version()))
                .add(changes, tagOf(changes));
        byte[][] both = {keys.session(found.key())[0], keys.session(next)[0]};
        Answer answer = calls.runAwaited("renew a session", Script.RENEW, both, arguments.toArray());
        return answer.is("saved")
                ? new Saved(changes.applyTo(found).withKey(next).withVersion(answer.text(1)))
                : answer.refusal(found.key());
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        remove(key, now);
    }

    /** Answers the tag of the owner that the session had, or nothing. */
    String remove(StoreKey key, Instant now) {
        return calls.runAwaited(
                        "delete a session",
                        Script.DELETE,
                        keys.session(key),
                        keys.arguments(now).add(key.hex()).toArray())
                .text(1);
    }

    @Override
    public List<StoreKey> indexed(String tag) {
        return calls.read("list sessions", redis -> redis.zrange(keys.index(tag), 0, -1)).stream()
                .map(RedisKeys::keyOf)
                .toList();
    }

    @Override
    public int endSessionsOf(String tag, @Nullable StoreKey except, Instant now) {
        Arguments arguments = keys.arguments(now).add(tag).add(hex(except));
        return Integer.parseInt(calls.runAwaited(
                        "end sessions", Script.END_SESSIONS, new byte[][] {keys.index(tag)}, arguments.toArray())
                .text(1));
    }

    @Override
    public boolean takePlace(String tag, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        Arguments arguments =
                keys.arguments(now).add(tag).add(key.hex()).add(hex(instead)).add(Integer.toString(max));
        return calls.run("take a place", Script.TAKE_PLACE, keys.indexAndPlaces(tag), arguments.toArray())
                .is("saved");
    }

    static String hex(@Nullable StoreKey key) {
        return key == null ? "" : key.hex();
    }

    static @Nullable String tagOf(Changes changes) {
        return changes.owner() == null ? null : RedisKeys.tag(changes.owner());
    }
}
