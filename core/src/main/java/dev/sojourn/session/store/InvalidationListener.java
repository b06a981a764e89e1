package dev.sojourn.session.store;

import dev.sojourn.session.token.StoreKey;

/** Hears of records that changed. Called by threads of the store's client: implementations return at once and never block. */
public interface InvalidationListener {

    /** This record was written, removed or has expired. */
    void invalidated(StoreKey key);

    /** Any record may have changed: the store was flushed, or something was missed. */
    void invalidatedAll();

    /**
     * The channel works: what was written before the moment the question was sent has been told by now.
     *
     * @param askedAtNanos {@link System#nanoTime} just before the question was sent
     */
    void answered(long askedAtNanos);

    /** The channel is broken: nothing is told until {@link #answered} comes again. */
    void lost();
}
