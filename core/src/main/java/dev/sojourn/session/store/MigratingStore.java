package dev.sojourn.session.store;

import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves sessions from one store to another while requests go on, in three releases that follow each other on every node:
 * {@link #preparing}, {@link #moving}, and the new store alone once a lifetime has passed. Nodes of two neighbouring releases may
 * run side by side; nobody is signed out, and no session is there twice or comes back. Thread-safe.
 *
 * <p>A session moves when it is first touched: it is marked in the old store, which holds it still, and copied to the new one; the
 * mark then says which copy is chosen, that copy becomes the session, and the old record is deleted. Any node that meets a mark
 * finishes the move. Who comes late with a copy finds the old record gone, so that it is never chosen: nothing comes back.
 */
public final class MigratingStore implements SessionStore {

    /** Which store a session was found in, and that store's own version. */
    private record Origin(boolean moved, @Nullable Object version) {}

    private final SessionStore from;
    private final SessionStore to;
    private final boolean moving;

    private MigratingStore(SessionStore from, SessionStore to, boolean moving) {
        this.from = from;
        this.to = to;
        this.moving = moving;
    }

    /**
     * The first release: sessions stay in {@code from}, and those that later nodes have moved are found in {@code to}.
     *
     * @throws IllegalArgumentException when one of them is a near cache
     */
    public static MigratingStore preparing(SessionStore from, SessionStore to) {
        return new MigratingStore(asStored(from), asStored(to), false);
    }

    /**
     * The second release, once every node has the first: sessions begin in {@code to}, and move there when touched.
     *
     * @throws IllegalArgumentException when one of them is a near cache
     */
    public static MigratingStore moving(SessionStore from, SessionStore to) {
        return new MigratingStore(asStored(from), asStored(to), true);
    }

    /** Where a session is now is not for a near cache to say, nor whether its owner's sessions were ended. */
    private static SessionStore asStored(SessionStore store) {
        if (store.capability(FreshReads.class).isPresent()) {
            throw new IllegalArgumentException("sessions cannot move with a near cache of " + store.name()
                    + " in between; give the store itself until they have moved");
        }
        return store;
    }

    /** {@inheritDoc} Taken as well where the other store has the session, which is asked first. */
    @Override
    public SaveResult create(StoredSession session, Instant now) {
        Optional<StoredSession> elsewhere = moving
                ? from.find(session.key(), now)
                : to.find(session.key(), now).filter(MigratingStore::lives);
        if (elsewhere.isPresent()) {
            return new Taken();
        }
        SaveResult result = moving ? to.create(session, now) : from.create(session, now);
        return tagged(result, moving);
    }

    /** {@inheritDoc} A second one where the session is not in the store that is asked first, and five more to move it. */
    @Override
    public Optional<StoredSession> find(StoreKey key, Instant now) {
        if (moving) {
            Optional<StoredSession> there = to.find(key, now);
            if (there.filter(MigratingStore::lives).isPresent()) {
                return there.map(session -> tagged(session, true));
            }
        }
        Optional<StoredSession> here = from.find(key, now);
        if (here.isEmpty()) {
            return moved(key, now); // also for the one that went over between the two questions
        }
        StoredSession session = here.get();
        if (MigrationMark.bears(session, MigrationMark.MOVING)) {
            return finish(session, now);
        }
        return moving ? move(session, now) : Optional.of(tagged(session, false));
    }

    @Override
    public SaveResult save(StoredSession found, Changes changes, Instant now) {
        if (origin(found).moved()) {
            return saveMoved(raw(found), changes, now);
        }
        SaveResult result = from.save(raw(found), MigrationMark.unless(MigrationMark.MOVING, changes), now);
        if (!metMove(result)) {
            return tagged(result, false);
        }
        Optional<StoredSession> overThere = overThere(result, found.key(), now);
        if (overThere.isEmpty()) {
            return new Gone();
        }
        StoredSession current = overThere.get();
        SaveResult there = saveMoved(raw(current), changes, now);
        if (!(there instanceof Saved saved)) {
            return there;
        }
        Set<String> overwritten = new HashSet<>(saved.overwritten());
        overwritten.addAll(changes.overwritten(found, current));
        return new Saved(saved.session(), overwritten);
    }

    /** {@inheritDoc} Stale as well where the session moved to the other store since it was found. */
    @Override
    public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
        if (origin(found).moved()) {
            return tagged(withoutCopy(to.renew(raw(found), next, changes, now)), true);
        }
        if (moving) {
            return staleOrGone(find(found.key(), now));
        }
        SaveResult result = from.renew(raw(found), next, changes, now);
        return metMove(result) ? staleOrGone(overThere(result, found.key(), now)) : tagged(result, false);
    }

    /** {@inheritDoc} The old record first: no copy is chosen any more, and the one that was is deleted with the new record. */
    @Override
    public void delete(StoreKey key, Instant now) {
        from.delete(key, now);
        to.delete(key, now);
    }

    /** What both stores can, as far as it can be kept while sessions move. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == SessionsByOwner.class) {
            return from.capability(SessionsByOwner.class)
                    .flatMap(old -> to.capability(SessionsByOwner.class)
                            .map(next -> type.cast(new MigratingOwners(this, old, next))));
        }
        if (type == ExpiryCleanup.class) {
            return cleanup().map(type::cast);
        }
        if (type == Durable.class) {
            return from.capability(Durable.class).isPresent() ? to.capability(type) : Optional.empty();
        }
        return Optional.empty();
    }

    private Optional<ExpiryCleanup> cleanup() {
        Optional<ExpiryCleanup> old = from.capability(ExpiryCleanup.class);
        Optional<ExpiryCleanup> next = to.capability(ExpiryCleanup.class);
        if (old.isEmpty()) {
            return next;
        }
        return next.isEmpty()
                ? old
                : Optional.of(now -> old.get().deleteExpired(now) + next.get().deleteExpired(now));
    }

    @Override
    public String whyNot(Class<?> capability) {
        if (capability == SessionLimit.class || capability == InvalidationPush.class) {
            return "cannot offer " + capability.getSimpleName()
                    + " while sessions move: do without it until the new store" + " stands alone";
        }
        SessionStore lacking = from.capability(capability).isEmpty() ? from : to;
        return "needs both stores for that, and " + lacking.name() + " " + lacking.whyNot(capability);
    }

    @Override
    public String name() {
        return from.name() + (moving ? " moving to " : " preparing to move to ") + to.name();
    }

    /** Closes both stores. */
    @Override
    public void close() {
        from.close();
        to.close();
    }

    /** A session as it was listed in the old store: its move is finished where it had begun. */
    Optional<StoredSession> listed(StoredSession session, Instant now) {
        return MigrationMark.bears(session, MigrationMark.MOVING)
                ? finish(session, now)
                : Optional.of(tagged(session, false));
    }

    /** A session as it was listed in the new store; empty for a copy, which is listed in the old one where it counts. */
    Optional<StoredSession> listedMoved(StoredSession session) {
        return Optional.of(session).filter(MigratingStore::lives).map(live -> tagged(live, true));
    }

    private SaveResult saveMoved(StoredSession found, Changes changes, Instant now) {
        return tagged(withoutCopy(to.save(found, MigrationMark.unless(MigrationMark.ARRIVING, changes), now)), true);
    }

    /** Whether a write to the old store found the session gone over, or about to. */
    private static boolean metMove(SaveResult result) {
        return result instanceof Gone || marked(result) != null;
    }

    private static @Nullable StoredSession marked(SaveResult result) {
        return result instanceof Stale stale && MigrationMark.bears(stale.current(), MigrationMark.MOVING)
                ? stale.current()
                : null;
    }

    /** What is in the new store after a write to the old one met a move. */
    private Optional<StoredSession> overThere(SaveResult result, StoreKey key, Instant now) {
        StoredSession marked = marked(result);
        return marked == null ? moved(key, now) : finish(marked, now);
    }

    private Optional<StoredSession> move(StoredSession session, Instant now) {
        SaveResult marked = from.save(session, MigrationMark.moving(session), now);
        if (marked instanceof Saved saved) {
            return finish(saved.session(), now);
        }
        return marked instanceof Stale stale ? finish(stale.current(), now) : moved(session.key(), now);
    }

    /** Finishes a move that has begun; whoever else does so at the same time is as good. */
    private Optional<StoredSession> finish(StoredSession marked, Instant now) {
        StoreKey key = marked.key();
        if (MigrationMark.hasChosen(marked)) {
            return arrive(marked, to.find(key, now), now);
        }
        SaveResult created = to.create(MigrationMark.copy(marked), now);
        Optional<StoredSession> there = created instanceof Saved ? current(created) : to.find(key, now);
        if (there.isEmpty()
                && from.find(key, now)
                        .filter(here -> !MigrationMark.hasChosen(here))
                        .isPresent()) {
            throw new StoreException("a session cannot move: its key is taken in the new store by what cannot be read");
        }
        if (there.isEmpty()) {
            return moved(key, now);
        }
        if (lives(there.get())) {
            return arrive(marked, there, now);
        }
        Optional<StoredSession> chosen = current(from.save(marked, MigrationMark.choosing(marked, there.get()), now));
        return chosen.isPresent() ? arrive(chosen.get(), there, now) : moved(key, now);
    }

    /** Makes the chosen copy the session, where nobody has yet, and deletes the old record. */
    private Optional<StoredSession> arrive(StoredSession marked, Optional<StoredSession> there, Instant now) {
        Optional<StoredSession> arrived = there;
        if (there.isPresent() && MigrationMark.isChosen(marked, there.get())) {
            arrived = current(to.save(there.get(), MigrationMark.arrived(there.get()), now));
        }
        from.delete(marked.key(), now);
        Optional<StoredSession> live = arrived.filter(MigratingStore::lives);
        return live.isPresent() ? live.map(session -> tagged(session, true)) : moved(marked.key(), now);
    }

    /** What is in the new store once the old record is gone. A copy that is still there will never be a session. */
    private Optional<StoredSession> moved(StoreKey key, Instant now) {
        Optional<StoredSession> there = to.find(key, now);
        if (there.isPresent() && !lives(there.get())) {
            to.delete(key, now);
            return Optional.empty();
        }
        return there.map(session -> tagged(session, true));
    }

    private static Optional<StoredSession> current(SaveResult result) {
        if (result instanceof Saved saved) {
            return Optional.of(saved.session());
        }
        return result instanceof Stale stale ? Optional.of(stale.current()) : Optional.empty();
    }

    private static boolean lives(StoredSession session) {
        return !MigrationMark.bears(session, MigrationMark.ARRIVING);
    }

    private static SaveResult withoutCopy(SaveResult result) {
        return result instanceof Stale stale && !lives(stale.current()) ? new Gone() : result;
    }

    private static SaveResult staleOrGone(Optional<StoredSession> current) {
        return current.isPresent() ? new Stale(current.get()) : new Gone();
    }

    private static SaveResult tagged(SaveResult result, boolean moved) {
        if (result instanceof Saved saved) {
            return new Saved(tagged(saved.session(), moved), saved.overwritten());
        }
        if (result instanceof Stale stale) {
            return new Stale(tagged(stale.current(), moved));
        }
        return result instanceof Taken ? new Taken() : new Gone();
    }

    private static StoredSession tagged(StoredSession session, boolean moved) {
        return session.version() instanceof Origin
                ? session
                : session.withVersion(new Origin(moved, session.version()));
    }

    /** The session as its own store gave it. */
    private static StoredSession raw(StoredSession session) {
        return session.withVersion(origin(session).version());
    }

    private static Origin origin(StoredSession session) {
        if (session.version() instanceof Origin origin) {
            return origin;
        }
        throw new IllegalArgumentException("a session that this store did not give cannot be written to it");
    }
}
