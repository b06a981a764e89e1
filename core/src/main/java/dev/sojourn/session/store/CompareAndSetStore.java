package dev.sojourn.session.store;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventListener;
import dev.sojourn.event.EventType;
import dev.sojourn.session.store.CompareAndSetBackend.Seen;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.token.StoreKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in a backend that can only compare and set whole values, such as a cache. A session is one value; changes are merged
 * here, and merged again where somebody was faster, for 2 s at most. The record carries its expiry and decides about it.
 * Thread-safe.
 *
 * <p>A renewal writes a record that has expired long ago in place of the old one, then adds the new one, then removes the old: a
 * crash in between may lose the session, and never leaves it under both keys. Where the new key is taken, the old record is put
 * back.
 */
public final class CompareAndSetStore implements SessionStore {

    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Duration MARK_STAYS = Duration.ofMinutes(2);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;
    private final CompareAndSetBackend backend;
    private final EventListener events;

    /**
     * The version of what this store gives.
     *
     * @param stamp drawn anew for every write, so that a change and its undoing are two
     * @param seen null after a write: the backend has not told how it knows what was written
     */
    record Version(long stamp, @Nullable Seen seen) {

        /** About what it takes of the heap, in bytes: caches that compare text keep the value as text too. */
        int weight() {
            return seen == null ? 0 : seen.bytes().length + (seen.mark() instanceof String text ? text.length() : 0);
        }
    }

    /** @param name what messages call the store */
    public CompareAndSetStore(String name, CompareAndSetBackend backend, EventListener events) {
        this.name = name;
        this.backend = backend;
        this.events = events.guarded();
    }

    @Override
    public SaveResult create(StoredSession session, Instant now) {
        long begin = System.nanoTime();
        StoredSession stamped = session.withVersion(new Version(stamp(), null));
        byte[] record = bytes(stamped);
        do {
            if (backend.add(session.key(), record, session.expiresAt())) {
                return new Saved(stamped);
            }
            Seen seen = backend.read(session.key());
            if (is(record, seen)) {
                return new Saved(stamped);
            }
            if (seen != null && occupied(session.key(), seen, now)) {
                return new Taken();
            }
            if (seen != null && backend.replace(session.key(), seen, record, session.expiresAt())) {
                return new Saved(stamped);
            }
        } while (System.nanoTime() - begin < DEADLINE_NANOS);
        throw tooLate("create");
    }

    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        return Optional.ofNullable(live(key, now));
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        long begin = System.nanoTime();
        // What was found is tried as it is; only where that fails is the store asked again.
        StoredSession current = known(found, changes, now);
        do {
            if (current == null) {
                return new Gone();
            }
            if (!changes.expectationsHold(current)) {
                return new Stale(current);
            }
            StoredSession merged = changes.applyTo(current).withVersion(new Version(stamp(), null));
            Seen seen = seen(current);
            boolean replaced = seen != null && backend.replace(found.key(), seen, bytes(merged), merged.expiresAt());
            StoredSession there = replaced ? merged : live(found.key(), now);
            if (there != null && stampOf(there) == stampOf(merged)) {
                boolean undisturbed = stampOf(current) == stampOf(found);
                return new Saved(there, undisturbed ? Set.of() : changes.overwritten(found, current));
            }
            current = there;
        } while (System.nanoTime() - begin < DEADLINE_NANOS);
        throw tooLate("save");
    }

    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        StoredSession current = known(found, changes, now);
        if (current == null) {
            return new Gone();
        }
        Seen seen = seen(current);
        if (seen == null || stampOf(current) != stampOf(found) || !changes.expectationsHold(current)) {
            return new Stale(current);
        }
        StoredSession moved = changes.applyTo(current).withKey(next).withVersion(new Version(stamp(), null));
        backend.requireRoom(bytes(moved));
        byte[] mark = bytes(expired(current));
        if (!backend.replace(found.key(), seen, mark, now.plus(MARK_STAYS)) && !is(mark, backend.read(found.key()))) {
            StoredSession written = live(found.key(), now);
            return written == null ? new Gone() : new Stale(written);
        }
        if (!settle(moved, now)) {
            return putBack(current, seen, mark);
        }
        backend.remove(found.key());
        return new Saved(moved);
    }

    /** Writes a session under its new key, where nothing or something dead stands; false where the key is taken. */
    private boolean settle(StoredSession moved, Instant now) {
        byte[] record = bytes(moved);
        if (backend.add(moved.key(), record, moved.expiresAt())) {
            return true;
        }
        Seen target = backend.read(moved.key());
        if (is(record, target)) {
            return true;
        }
        if (target == null) { // it went in between
            return backend.add(moved.key(), record, moved.expiresAt()) || is(record, backend.read(moved.key()));
        }
        if (occupied(moved.key(), target, now)) {
            return false;
        }
        boolean replaced = backend.replace(moved.key(), target, record, moved.expiresAt());
        return replaced || is(record, backend.read(moved.key()));
    }

    /** Undoes the mark, unless the session was deleted meanwhile. */
    private SaveResult putBack(StoredSession session, Seen before, byte[] mark) {
        Seen marked = backend.read(session.key());
        boolean back = marked != null
                && is(mark, marked)
                && backend.replace(session.key(), marked, before.bytes(), session.expiresAt());
        return back || is(before.bytes(), backend.read(session.key())) ? new Taken() : new Gone();
    }

    @Override
    public void delete(StoreKey key, Instant now) {
        backend.remove(key);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        backend.close();
    }

    /** What was found, where it says enough to write by it; otherwise what is there now. */
    private @Nullable StoredSession known(StoredSession found, Changes changes, Instant now) {
        boolean enough = seen(found) != null && !found.expired(now) && changes.expectationsHold(found);
        return enough ? found : live(found.key(), now);
    }

    private @Nullable StoredSession live(StoreKey key, Instant now) {
        Seen seen = backend.read(key);
        StoredSession session = seen == null ? null : parsed(key, seen, now);
        return session == null || session.expired(now) ? null : session;
    }

    /** True where the key may not be given away: by a live record, or by one that cannot be read, which may be a newer version's. */
    private boolean occupied(StoreKey key, Seen seen, Instant now) {
        StoredSession session = parsed(key, seen, now);
        return session == null || !session.expired(now);
    }

    /** Null where it cannot be read, which is told as an event. */
    private @Nullable StoredSession parsed(StoreKey key, Seen seen, Instant now) {
        try {
            StoredSession session = RecordCodec.parse(key, seen.bytes());
            long stamp = session.version() instanceof Long number ? number : 0;
            return session.withVersion(new Version(stamp, seen));
        } catch (InvalidRecordException invalid) {
            events.on(
                    new Event(EventType.STORE_RECORD_INVALID, now, key.handle(), String.valueOf(invalid.getMessage())));
            return null;
        }
    }

    /**
     * True where exactly these bytes stand, which no other write has, for their stamp. A cluster that repeats a call because a member
     * died before it answered refuses it the second time, although it was carried out the first time.
     */
    private static boolean is(byte[] written, @Nullable Seen seen) {
        return seen != null && Arrays.equals(written, seen.bytes());
    }

    /** What stands in the place of a session that moves. */
    private static StoredSession expired(StoredSession session) {
        return new StoredSession(
                session.key(),
                PackedAttributes.EMPTY,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                new Version(stamp(), null));
    }

    private static byte[] bytes(StoredSession session) {
        return RecordCodec.encode(session, stampOf(session));
    }

    private static @Nullable Seen seen(StoredSession session) {
        return session.version() instanceof Version version ? version.seen() : null;
    }

    private static long stampOf(StoredSession session) {
        return session.version() instanceof Version version ? version.stamp() : 0;
    }

    private static long stamp() {
        return RANDOM.nextLong() >>> 1;
    }

    private StoreException tooLate(String verb) {
        return new StoreException(
                name + " could not " + verb + " a session within 2 s: other writers came first each time");
    }
}
