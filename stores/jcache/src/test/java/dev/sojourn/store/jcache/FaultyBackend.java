package dev.sojourn.store.jcache;

import dev.sojourn.session.store.CompareAndSetBackend;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A backend on which the writes of a node go wrong as a test says; reads go through. For one thread. */
final class FaultyBackend implements CompareAndSetBackend {

    /** What happens to one write. */
    enum Fault {
        /** The node died before it was sent, and does nothing more. */
        DIES_BEFORE,
        /** It was carried out, and the node died before it knew. */
        DIES_AFTER,
        /** It was carried out, the member died with the answer, the repeated call was refused. */
        REFUSED_THOUGH_WRITTEN,
        /** Somebody else came first. */
        OVERTAKEN
    }

    private final CompareAndSetBackend backend;
    private final Fault fault;
    private final Runnable others;
    private int writesUntilFault;

    /**
     * Of a backend.
     *
     * @param writes how many go well before the one that does not
     * @param others what somebody else does right before that one
     */
    FaultyBackend(CompareAndSetBackend backend, Fault fault, int writes, Runnable others) {
        this.backend = backend;
        this.fault = fault;
        this.writesUntilFault = writes;
        this.others = others;
    }

    /** True once as many writes were asked for as were to go well, and one more. */
    boolean happened() {
        return writesUntilFault < 0;
    }

    @Override
    public @Nullable Seen read(StoreKey key) {
        return backend.read(key);
    }

    @Override
    public boolean add(StoreKey key, byte[] bytes, Instant expiresAt) {
        return writing(() -> backend.add(key, bytes, expiresAt));
    }

    @Override
    public boolean replace(StoreKey key, Seen seen, byte[] bytes, Instant expiresAt) {
        return writing(() -> backend.replace(key, seen, bytes, expiresAt));
    }

    @Override
    public void remove(StoreKey key) {
        writing(() -> {
            backend.remove(key);
            return true;
        });
    }

    private boolean writing(BooleanSupplier write) {
        boolean dead = happened() && (fault == Fault.DIES_BEFORE || fault == Fault.DIES_AFTER);
        if (dead) {
            throw new StoreException("this node is dead");
        }
        if (writesUntilFault-- != 0) {
            return write.getAsBoolean();
        }
        if (fault == Fault.DIES_BEFORE) {
            throw new StoreException("this node died before it wrote");
        }
        others.run();
        boolean written = write.getAsBoolean();
        if (fault == Fault.DIES_AFTER) {
            throw new StoreException("this node died after it wrote");
        }
        return written && fault != Fault.REFUSED_THOUGH_WRITTEN;
    }

    @Override
    public void close() {
        backend.close();
    }
}
