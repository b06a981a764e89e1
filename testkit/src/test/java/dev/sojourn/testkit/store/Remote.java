package dev.sojourn.testkit.store;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.ForwardingStore;
import dev.sojourn.session.store.InvalidationListener;
import dev.sojourn.session.store.InvalidationPush;
import dev.sojourn.session.store.MemoryStore;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One memory store that several nodes reach, each over a channel of its own that the test holds in its hands. */
final class Remote {

    /** The time of every channel; it moves when the test moves it. */
    final AtomicLong nanos = new AtomicLong();

    private final MemoryStore records = MemoryStore.create();
    private final List<Node> nodes = new CopyOnWriteArrayList<>();

    Node node() {
        Node node = new Node(records);
        nodes.add(node);
        return node;
    }

    private void tell(StoreKey key) {
        nodes.forEach(node -> node.told(key));
    }

    /** The store as one node reaches it. */
    final class Node extends ForwardingStore implements InvalidationPush, SessionsByOwner {

        final AtomicInteger finds = new AtomicInteger();
        volatile Runnable afterRead = () -> {};

        private final Queue<StoreKey> late = new ArrayDeque<>();
        private final SessionsByOwner byOwner;
        private volatile @Nullable InvalidationListener listener;
        private volatile boolean silent;

        private Node(MemoryStore records) {
            super(records);
            this.byOwner = records;
        }

        @Override
        public Subscription subscribe(InvalidationListener told) {
            listener = told;
            answer();
            return () -> listener = null;
        }

        /** What was written is told only by {@link #deliver} from now on; nothing says so. */
        void fallSilent() {
            silent = true;
        }

        synchronized void deliver() {
            silent = false;
            late.forEach(this::told);
            late.clear();
        }

        void answer() {
            listening().answered(nanos.get());
        }

        /** The channel breaks; what was not told is never told. */
        synchronized void cut() {
            silent = true;
            late.clear();
            listening().lost();
        }

        InvalidationListener listening() {
            InvalidationListener told = listener;
            if (told == null) {
                throw new IllegalStateException("nobody listens");
            }
            return told;
        }

        private synchronized void told(StoreKey key) {
            InvalidationListener told = listener;
            if (silent) {
                late.add(key);
            } else if (told != null) {
                told.invalidated(key);
            }
        }

        @Override
        public Optional<StoredSession> find(StoreKey key, Instant now) {
            finds.incrementAndGet();
            Optional<StoredSession> found = super.find(key, now);
            afterRead.run();
            return found;
        }

        @Override
        public SaveResult create(StoredSession session, Instant now) {
            SaveResult result = super.create(session, now);
            tell(session.key());
            return result;
        }

        @Override
        public SaveResult save(StoredSession found, Changes changes, Instant now) {
            SaveResult result = super.save(found, changes, now);
            tell(found.key());
            return result;
        }

        @Override
        public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
            SaveResult result = super.renew(found, next, changes, now);
            Stream.of(found.key(), next).forEach(Remote.this::tell);
            return result;
        }

        @Override
        public void delete(StoreKey key, Instant now) {
            super.delete(key, now);
            tell(key);
        }

        @Override
        public List<StoredSession> sessionsOf(String owner, Instant now) {
            return byOwner.sessionsOf(owner, now);
        }

        @Override
        public int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
            List<StoredSession> before = byOwner.sessionsOf(owner, now);
            int ended = byOwner.endSessionsOf(owner, except, now);
            before.forEach(session -> tell(session.key()));
            return ended;
        }
    }
}
