package dev.sojourn.store.redis;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.store.redis.OwnerIndex.Owned;
import io.lettuce.core.KeyValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys spread over the nodes of a cluster: a script touches one session or one index, and the index is always written first. A
 * renewal takes the old key away before it writes the new one, so that at no moment both open. Thread-safe.
 */
final class ManyNodes implements Verbs {

    /** Far below the five minutes for which the end of all sessions bars a key that is about to appear. */
    private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(60);

    private static final Duration LONGEST_CLAIM = Duration.ofSeconds(2);

    private static final byte[] OWNER = SessionHash.bytes("i");
    private static final byte[] EXPIRES = SessionHash.bytes("x");

    private final RedisCalls calls;
    private final RedisKeys keys;
    private final OneNode alone; // its scripts leave the index alone in a cluster
    private final OwnerIndex index;

    ManyNodes(RedisCalls calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
        this.alone = new OneNode(calls, keys);
        this.index = new OwnerIndex(calls, keys);
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        if (session.owner() != null) {
            index.add(RedisKeys.tag(session.owner()), session.key(), session.endsAt(), null, now);
        }
        return alone.create(session, now);
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        String owner = changes.owner() != null || changes.endsAt() != null ? owner(found, changes) : null;
        String tag = owner == null ? null : RedisKeys.tag(owner);
        if (tag != null) {
            index.add(tag, found.key(), ends(found, changes), null, now);
        }
        Answer answer = alone.write(found, changes, now);
        if (answer.is("saved") && changes.owner() != null) {
            String before = answer.text(3);
            if (!before.isEmpty() && !before.equals(tag)) {
                index.remove(before, List.of(found.key()), now);
            }
        }
        return OneNode.outcome(found, changes, answer);
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        long begin = System.nanoTime();
        String owner = owner(found, changes);
        String tag = owner == null ? null : RedisKeys.tag(owner);
        if (tag != null) {
            index.add(tag, next, ends(found, changes), found.key(), now);
        }
        Arguments arguments = keys.arguments(now)
                .add(next.hex())
                .add(String.valueOf(found.version()))
                .add(changes, OneNode.tagOf(changes));
        Answer withdrawn =
                calls.runAwaited("renew a session", Script.WITHDRAW, keys.session(found.key()), arguments.toArray());
        if (!withdrawn.is("saved")) {
            if (tag != null) {
                index.remove(tag, List.of(next), now);
            }
            return withdrawn.refusal(found.key());
        }
        if (System.nanoTime() - begin > LONGEST_RENEWAL.toNanos()) {
            return new Gone(); // who ended all sessions meanwhile waits no longer for this one to appear
        }
        StoredSession renewed = changes.applyTo(found).withKey(next);
        long version = Long.parseLong(String.valueOf(found.version())) + 1;
        Answer answer = alone.put(renewed, version, true, now);
        if (answer.is("saved")) {
            return new Saved(renewed.withVersion(Long.toString(version)));
        }
        return answer.is("taken") ? putBack(found, next, now) : new Gone();
    }

    /** Gone where somebody deleted or ended the session since it was withdrawn. */
    private SaveResult putBack(StoredSession found, StoreKey next, Instant now) {
        String tag = found.owner() == null ? null : RedisKeys.tag(found.owner());
        if (tag != null) {
            index.add(tag, found.key(), found.endsAt(), null, now); // who counted meanwhile took it for dead
        }
        long version = Long.parseLong(String.valueOf(found.version()));
        Arguments arguments = keys.arguments(now)
                .add(next.hex())
                .add(SessionHash.millis(found.expiresAt()))
                .add(SessionHash.of(found, version, tag));
        return calls.runAwaited("renew a session", Script.PUT_BACK, keys.session(found.key()), arguments.toArray())
                        .is("saved")
                ? new Taken()
                : new Gone();
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        String tag = alone.remove(key, now);
        if (!tag.isEmpty()) {
            index.remove(tag, List.of(key), now);
        }
    }

    @Override
    public List<StoreKey> indexed(String tag) {
        return alone.indexed(tag);
    }

    /** Reads the index again until it lists nobody new: a session that renewed meanwhile is listed under its next key by then. */
    @Override
    public int endSessionsOf(String tag, @Nullable StoreKey except, Instant now) {
        Set<StoreKey> done = new HashSet<>();
        int ended = 0;
        while (true) {
            Owned owned = index.read(tag, now);
            List<StoreKey> rest = new ArrayList<>(owned.listed());
            rest.removeIf(key -> same(key, except) || !done.add(key));
            if (rest.isEmpty()) {
                index.remove(tag, done, now);
                return ended;
            }
            for (StoreKey key : rest) {
                ended += endOne(tag, key, owned.awaited(key), now);
            }
        }
    }

    private int endOne(String tag, StoreKey key, boolean awaited, Instant now) {
        Arguments arguments = keys.arguments(now).add(tag).add(awaited ? "1" : "0");
        return Integer.parseInt(
                calls.runAwaited("end a session", Script.END_SESSION, keys.session(key), arguments.toArray())
                        .text(1));
    }

    /** Counts, then takes the place only if nobody took one since, else counts again. */
    @Override
    public boolean takePlace(String tag, StoreKey key, @Nullable StoreKey instead, int max, Instant now) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LONGEST_CLAIM.toNanos()) {
            Owned owned = index.read(tag, now);
            if (others(tag, owned, key, instead, now) >= max) {
                return false;
            }
            if (index.claim(tag, key, instead, owned, now)) {
                return true;
            }
        }
        throw new StoreException(
                "one owner took places faster than they could be counted for " + LONGEST_CLAIM + "; try again later");
    }

    private int others(String tag, Owned owned, StoreKey key, @Nullable StoreKey instead, Instant now) {
        List<StoreKey> candidates = owned.candidates().stream()
                .filter(other -> !other.equals(key) && !same(other, instead))
                .toList();
        List<List<KeyValue<byte[], byte[]>>> facts = calls.readEach(
                "count sessions", candidates, (redis, other) -> redis.hmget(keys.session(other)[0], OWNER, EXPIRES));
        int others = 0;
        List<StoreKey> dead = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (owned.awaited(candidates.get(i)) || alive(tag, facts.get(i), now)) {
                others++;
            } else {
                dead.add(candidates.get(i));
            }
        }
        index.remove(tag, dead, now);
        return others;
    }

    private static boolean alive(String tag, List<KeyValue<byte[], byte[]>> facts, Instant now) {
        return facts.get(0).hasValue()
                && SessionHash.text(facts.get(0).getValue()).equals(tag)
                && facts.get(1).hasValue()
                && Long.parseLong(SessionHash.text(facts.get(1).getValue())) > now.toEpochMilli();
    }

    private static boolean same(StoreKey key, @Nullable StoreKey other) {
        return other != null && key.equals(other);
    }

    private static @Nullable String owner(StoredSession found, Changes changes) {
        return changes.owner() == null ? found.owner() : changes.owner();
    }

    private static Instant ends(StoredSession found, Changes changes) {
        return changes.endsAt() == null ? found.endsAt() : changes.endsAt();
    }
}
