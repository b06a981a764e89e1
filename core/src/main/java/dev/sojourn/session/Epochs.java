package dev.sojourn.session;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.FreshReads;
import dev.sojourn.session.store.PackedAttributes;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionStore;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Records that say from when on sessions count, in milliseconds since 1970: of an owner, of the whole application, or, as a
 * tombstone, of a session that has ended and never counts again. They only rise, and live as long as a session they end could.
 * Every call asks the store, past what is near. Thread-safe.
 */
final class Epochs {

    /** What a key without a record counts from. */
    static final long NONE = 0;

    /** Later than any sealed epoch. */
    static final long NEVER = Long.MAX_VALUE;

    /** Nodes' clocks may be this far apart: whoever signed in before is ended, by whatever clock. */
    static final long SKEW_MILLIS = 61_000;

    /** No epoch is this far ahead of a clock, however many ends came one after the other within a minute or so. */
    private static final long UNREADABLE_AHEAD_MILLIS = 10 * SKEW_MILLIS;

    private static final Duration SLACK = Duration.ofMinutes(2);
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final String NAME = "epoch";

    /** So often is a key taken and nothing found under it before that is no mere moment between two other writers. */
    private static final int UNREADABLE_AFTER = 3;

    private final SessionStore store;
    private final FreshReads reads;
    private final SessionContext context;

    Epochs(SessionStore store, SessionContext context) {
        this.store = store;
        this.reads = store.capability(FreshReads.class).orElse(store::find);
        this.context = context;
    }

    /** The epoch under a key as the store has it now. */
    long read(StoreKey key, Instant now) {
        return context.asking(() -> reads.findFresh(key, now))
                .map(Epochs::valueOf)
                .orElse(NONE);
    }

    /** Lets the epoch rise above what it was and above the clock of every node; gives the new one. */
    long raise(StoreKey key, Instant now) {
        return raise(key, NONE, now);
    }

    /**
     * Lets the epoch rise above what it was, above a floor, and above the clock of every node; gives the new one. A record that
     * stays in the way and cannot be read, though it was looked for again, is replaced by one so far ahead that it cannot have said
     * more.
     */
    long raise(StoreKey key, long floor, Instant now) {
        return context.asking(() -> {
            long begin = System.nanoTime();
            int hidden = 0;
            do {
                Optional<StoredSession> found = reads.findFresh(key, now);
                long current = Math.max(found.map(Epochs::valueOf).orElse(NONE), floor);
                if (found.isEmpty() && hidden >= UNREADABLE_AFTER) {
                    store.delete(key, now);
                    current = Math.max(now.toEpochMilli(), floor) + UNREADABLE_AHEAD_MILLIS;
                }
                long next = Math.max(current + 1, now.toEpochMilli() + SKEW_MILLIS);
                SaveResult result = write(key, found, next, now);
                if (result instanceof SaveResult.Saved) {
                    return next;
                }
                hidden = result instanceof SaveResult.Taken ? hidden + 1 : 0;
            } while (System.nanoTime() - begin < DEADLINE_NANOS);
            throw new StoreException("an epoch could not be raised within 2 s: other writers came first each time");
        });
    }

    /** Leaves a tombstone until a while after the session would have ended; false where one is there. */
    boolean bury(StoreKey key, Instant endsAt, Instant now) {
        return context.asking(() -> store.create(record(key, PackedAttributes.EMPTY, now, endsAt.plus(SLACK)), now))
                instanceof SaveResult.Saved;
    }

    private SaveResult write(StoreKey key, Optional<StoredSession> found, long epoch, Instant now) {
        Map<String, byte[]> content = Map.of(NAME, bytes(epoch));
        Instant end = now.plus(context.settings().lifetime()).plus(SLACK);
        if (found.isEmpty()) {
            return store.create(record(key, PackedAttributes.of(content), now, end), now);
        }
        Map<String, Optional<byte[]>> expected =
                Map.of(NAME, Optional.ofNullable(found.get().attributes().get(NAME)));
        Changes changes = new Changes(content, Set.of(), expected, null, now, end, end, null, null);
        return store.save(found.get(), changes, now);
    }

    private static StoredSession record(StoreKey key, PackedAttributes content, Instant now, Instant end) {
        return new StoredSession(key, content, now, now, end, end, null, null, null);
    }

    private static byte[] bytes(long epoch) {
        return ByteBuffer.allocate(Long.BYTES).putLong(epoch).array();
    }

    /** A record that says nothing readable is a tombstone: the doubt goes against the session. */
    private static long valueOf(StoredSession found) {
        byte[] value = found.attributes().get(NAME);
        return value == null || value.length != Long.BYTES
                ? NEVER
                : ByteBuffer.wrap(value).getLong();
    }
}
