package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Hands on what the store tells, and says whether it would have told by now. Thread-safe. */
final class PushTrust implements InvalidationListener {

    private final NearCache cache;
    private final long stalenessNanos;
    private final LongSupplier ticker;
    private volatile boolean stands;
    private volatile long answeredAt;
    private long lostAt;

    PushTrust(NearCache cache, Duration staleness, LongSupplier ticker) {
        this.cache = cache;
        this.stalenessNanos = staleness.toNanos();
        this.ticker = ticker;
        this.lostAt = ticker.getAsLong();
    }

    /** True when whatever was written longer ago than the bound has been told. */
    boolean holds() {
        return stands && ticker.getAsLong() - answeredAt < stalenessNanos;
    }

    @Override
    public void invalidated(StoreKey key) {
        cache.drop(key);
    }

    @Override
    public void invalidatedAll() {
        cache.dropAll();
    }

    /** {@inheritDoc} The answer to a question from before the break says nothing of the channel that stands now. */
    @Override
    public synchronized void answered(long askedAtNanos) {
        if (stands ? askedAtNanos - answeredAt > 0 : askedAtNanos - lostAt >= 0) {
            answeredAt = askedAtNanos;
            stands = true;
        }
    }

    /** {@inheritDoc} Trust ends before the cache is emptied, so that no read that begins afterwards is kept. */
    @Override
    public synchronized void lost() {
        lostAt = ticker.getAsLong();
        stands = false;
        cache.dropAll();
    }
}
