package dev.sojourn.session.store;

import dev.sojourn.session.store.PlayedOp.Answer;
import dev.sojourn.session.store.PlayedOp.Verb;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.token.StoreKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A program on a node that goes one store call at a time, without a thread: each step runs the verb it is at from its beginning,
 * gives it the answers it had before, lets it make one call for real, and leaves it at the call after that.
 */
final class SteppedProgram {

    /** Where a step ends; nobody catches it but the step. */
    private static final class Pause extends RuntimeException {
        private static final long serialVersionUID = 1;

        Pause() {
            super("paused", null, false, false);
        }
    }

    /** A call to a store, and what it answered. */
    record Call(PlayedOp op, String what, StoreKey key, Object answer) {
        @Override
        public String toString() {
            return op + ": " + what + "(" + MigrationPlay.name(key) + ") -> " + PlayState.describe(answer);
        }
    }

    private static final int PATIENCE = 4;

    private final String name;
    private final List<Verb> verbs;
    private final MigrationPlay play;
    private final SessionStore node;
    private final List<Call> calls = new ArrayList<>(); // of the verb it is at
    private @Nullable PlayedOp op;
    private @Nullable Call last;
    private int cursor;
    private boolean mayCall;
    private int running;
    private StoreKey key;
    private @Nullable StoredSession held;

    SteppedProgram(String name, MigrationPlay.Program program, MigrationPlay play) {
        this.name = name;
        this.verbs = program.verbs();
        this.play = play;
        this.key = MigrationPlay.KEY;
        this.node = program.release()
                .node(new Stepped(play.from, "from", this::call), new Stepped(play.to, "to", this::call));
    }

    boolean done() {
        return running == verbs.size();
    }

    /** What it goes on from: the verb it is at, what it holds, and the answers it had since. */
    List<Object> local() {
        if (done()) {
            return List.of("done");
        }
        List<Object> local = new ArrayList<>();
        local.add(running + MigrationPlay.name(key));
        local.add(Optional.ofNullable(held));
        calls.forEach(call -> local.add(call.answer()));
        return local;
    }

    /** Makes one call to a store, and whatever follows without another. */
    Call step() {
        mayCall = true;
        boolean paused = false;
        while (!paused && !done()) {
            paused = !runs(verbs.get(running));
        }
        return lastCall();
    }

    Call lastCall() {
        return Objects.requireNonNull(last);
    }

    /** The keys that its renewals move to. */
    List<StoreKey> renewalKeys() {
        List<StoreKey> keys = new ArrayList<>();
        for (int i = 0; i < verbs.size(); i++) {
            if (verbs.get(i) == Verb.RENEW) {
                keys.add(MigrationPlay.key(name + i));
            }
        }
        return keys;
    }

    private Object call(String what, StoreKey touched, Supplier<Object> real) {
        if (cursor < calls.size()) {
            Call earlier = calls.get(cursor++);
            if (!earlier.what().equals(what) || !earlier.key().equals(touched)) {
                throw new IllegalStateException("a program went another way when it was played again");
            }
            return earlier.answer();
        }
        if (!mayCall) {
            throw new Pause();
        }
        mayCall = false;
        if (op == null) {
            op = play.log.begin(name + running, verbs.get(running), key, next());
        }
        last = new Call(op, what, touched, real.get());
        calls.add(last);
        cursor++;
        return last.answer();
    }

    /** Runs a verb as far as it may; true when it is done and the next one follows. */
    private boolean runs(Verb verb) {
        cursor = 0;
        try {
            run(verb);
        } catch (Pause here) {
            return false;
        }
        running++;
        op = null;
        calls.clear();
        return true;
    }

    private void run(Verb verb) {
        Instant now = MigrationPlay.NOW;
        if (verb == Verb.DELETE) {
            node.delete(key, now);
            answer(Answer.DONE);
        } else if (verb == Verb.END) {
            node.capability(SessionsByOwner.class).orElseThrow().endSessionsOf(MigrationPlay.OWNER, null, now);
            answer(Answer.DONE);
        } else if (verb == Verb.FIND) {
            held = node.find(key, now).orElse(null);
            answer(held == null ? Answer.ABSENT : Answer.THERE);
        } else if (verb == Verb.CREATE) {
            held = saved(node.create(MigrationPlay.session(), now));
            answer(Answer.THERE);
        } else if (held != null) {
            write(verb, held, now);
        }
    }

    /** A save, a count or a renewal; those that expect something again where it held no longer. */
    private void write(Verb verb, StoredSession found, Instant now) {
        StoredSession current = found;
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            Changes changes = verb == Verb.COUNT ? count(current) : MigrationPlay.put(name + running);
            SaveResult result =
                    verb == Verb.RENEW ? node.renew(current, next(), changes, now) : node.save(current, changes, now);
            if (result instanceof Stale stale && verb != Verb.SAVE) {
                current = stale.current();
            } else {
                held = result instanceof Gone ? null : saved(result);
                key = held == null ? key : held.key();
                answer(held == null ? Answer.ABSENT : Answer.THERE);
                return;
            }
        }
        held = null;
        answer(Answer.DONE);
    }

    private void answer(Answer answer) {
        if (op != null) { // a verb can end without a call where nothing is held
            play.log.answer(op, answer, held);
        }
    }

    private StoreKey next() {
        return MigrationPlay.key(name + running);
    }

    private static StoredSession saved(SaveResult result) {
        if (result instanceof Saved saved) {
            return saved.session();
        }
        throw new AssertionError("a write answered " + result.getClass().getSimpleName());
    }

    private static Changes count(StoredSession current) {
        byte[] before = current.attributes().get(SessionLog.COUNT);
        return new Changes(
                Map.of(SessionLog.COUNT, MigrationPlay.bytes("" + (SessionLog.count(current) + 1))),
                Set.of(),
                Map.of(SessionLog.COUNT, Optional.ofNullable(before)),
                null,
                MigrationPlay.NOW,
                MigrationPlay.EXPIRY,
                null,
                null,
                null);
    }

    /** Makes a call to a store, or answers it as it was answered before. */
    interface Caller {
        Object call(String what, StoreKey key, Supplier<Object> real);
    }

    /** A store of which every call is a step. */
    @SuppressWarnings("unchecked")
    private static final class Stepped extends ForwardingStore implements SessionsByOwner {

        private final MemoryStore store;
        private final String name;
        private final Caller caller;

        Stepped(MemoryStore store, String name, Caller caller) {
            super(store);
            this.store = store;
            this.name = name;
            this.caller = caller;
        }

        private Object call(String verb, StoreKey key, Supplier<Object> real) {
            return caller.call(name + "." + verb, key, real);
        }

        @Override
        public SaveResult create(StoredSession session, Instant now) {
            return (SaveResult) call("create", session.key(), () -> store.create(session, now));
        }

        @Override
        public Optional<StoredSession> find(StoreKey key, Instant now) {
            return (Optional<StoredSession>) call("find", key, () -> store.find(key, now));
        }

        @Override
        public SaveResult save(StoredSession found, Changes changes, Instant now) {
            return (SaveResult) call("save", found.key(), () -> store.save(found, changes, now));
        }

        @Override
        public SaveResult renew(StoredSession found, StoreKey next, Changes changes, Instant now) {
            return (SaveResult) call("renew", found.key(), () -> store.renew(found, next, changes, now));
        }

        @Override
        public void delete(StoreKey key, Instant now) {
            call("delete", key, () -> {
                store.delete(key, now);
                return "done";
            });
        }

        @Override
        public List<StoredSession> sessionsOf(String owner, Instant now) {
            return (List<StoredSession>) call("sessionsOf", MigrationPlay.KEY, () -> store.sessionsOf(owner, now));
        }

        @Override
        public int endSessionsOf(String owner, @Nullable StoreKey except, Instant now) {
            return (Integer) call("endSessionsOf", MigrationPlay.KEY, () -> store.endSessionsOf(owner, except, now));
        }
    }
}
