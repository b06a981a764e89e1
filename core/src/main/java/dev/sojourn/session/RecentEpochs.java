package dev.sojourn.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Epochs as this node has seen them lately. The store is asked when an answer is older than the bound, by one thread for all that
 * wait; its failure is theirs. What this node wrote counts at once. Bounded; thread-safe.
 */
final class RecentEpochs {

    private static final long REMEMBERED = 100_000;
    private static final long PATIENCE_MILLIS = 100;
    private static final int WAITING = 64;
    private static final String UNKNOWN = "the store could not say whether the session was ended";

    /** An epoch, and when the store was asked for it. */
    private record Seen(long epoch, Instant askedAt) {

        /** Epochs only rise, so an answer that comes late takes nothing back. */
        Seen and(Seen other) {
            return new Seen(Math.max(epoch, other.epoch), askedAt.isAfter(other.askedAt) ? askedAt : other.askedAt);
        }

        /** Not where the clock was set back: nobody knows then how old the answer is. */
        boolean fresh(Instant now, Duration within) {
            Duration age = Duration.between(askedAt, now);
            return !age.isNegative() && age.compareTo(within) < 0;
        }
    }

    private final Epochs epochs;
    private final Duration within;
    private final Cache<StoreKey, Seen> seen = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run) // upkeep is small and belongs to the call that causes it
            .build();
    private final ConcurrentMap<StoreKey, CompletableFuture<Long>> asking = new ConcurrentHashMap<>();
    private final Semaphore waiting = new Semaphore(WAITING);

    RecentEpochs(Epochs epochs, Duration within) {
        this.epochs = epochs;
        this.within = within;
    }

    /** True when what was sealed under an epoch no longer counts under a key. Once seen, that is final and asks nobody. */
    boolean past(StoreKey key, long sealed, Instant now) {
        Seen last = seen.getIfPresent(key);
        return last != null && last.epoch() > sealed || get(key, now) > sealed;
    }

    /** The epoch under a key, at most as old as the bound. */
    long get(StoreKey key, Instant now) {
        Seen last = seen.getIfPresent(key);
        return last != null && last.fresh(now, within) ? last.epoch() : askOnce(key, now);
    }

    /** What was just written to the store, or read from it. */
    void saw(StoreKey key, long epoch, Instant now) {
        seen.asMap().merge(key, new Seen(epoch, now), Seen::and);
    }

    private long askOnce(StoreKey key, Instant now) {
        CompletableFuture<Long> mine = new CompletableFuture<>();
        CompletableFuture<Long> other = asking.putIfAbsent(key, mine);
        if (other != null) {
            return answerOf(other);
        }
        try {
            long epoch = epochs.read(key, now);
            saw(key, epoch, now);
            mine.complete(epoch);
            return epoch;
        } catch (RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            asking.remove(key, mine);
        }
    }

    /** A store that hangs holds no more threads than a call limit would let it. */
    private long answerOf(CompletableFuture<Long> other) {
        try {
            return other.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            return answerOfSlow(other);
        } catch (ExecutionException failure) {
            throw new StoreException(UNKNOWN, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while the store was asked whether the session was ended", stopped);
        }
    }

    /** How many wait longer for somebody else's question. */
    int waiting() {
        return WAITING - waiting.availablePermits();
    }

    private long answerOfSlow(CompletableFuture<Long> other) {
        if (!waiting.tryAcquire()) {
            throw new StoreException(UNKNOWN + ": " + WAITING + " requests wait for it already");
        }
        try {
            return other.join();
        } catch (CompletionException failure) {
            throw new StoreException(UNKNOWN, failure);
        } finally {
            waiting.release();
        }
    }
}
