package dev.sojourn.session.store;

/** The capability of a store to tell, unasked, that a record was written, removed or expired, by whichever node. Thread-safe. */
public interface InvalidationPush {

    /**
     * Begins to tell. The listener first hears {@link InvalidationListener#lost} unless the channel stands already.
     *
     * @return stops telling when closed; idempotent
     */
    Subscription subscribe(InvalidationListener listener);

    /** A listener that is being told. */
    interface Subscription extends AutoCloseable {

        @Override
        void close();
    }
}
