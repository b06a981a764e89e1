package dev.sojourn.store.file;

import static dev.sojourn.store.file.Records.EXPIRY;
import static dev.sojourn.store.file.Records.NOW;
import static dev.sojourn.store.file.Records.key;
import static dev.sojourn.store.file.Records.nothing;
import static dev.sojourn.store.file.Records.number;
import static dev.sojourn.store.file.Records.saved;
import static dev.sojourn.store.file.Records.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.event.Event;
import dev.sojourn.session.store.StoredSession;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that writes, again and again, and looks at what it left. The process says what it is about to do before it
 * does it, and that it is done afterwards. {@code -Dsojourn.kills=1000} plays a thousand.
 */
class KillTest {

    private static final int KILLS = Integer.getInteger("sojourn.kills", 30);
    private static final int THREADS = 3;
    private static final int SESSIONS = 4;

    @TempDir
    Path directory;

    private final List<Event> unreadable = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> interrupted = new HashMap<>();
    private long acknowledged;

    @Test
    void aKilledProcessLeavesEverySessionAsBeforeOrAsAfterTheWrite() throws Exception {
        SplittableRandom random = new SplittableRandom();
        try (FileStore store = FileStore.at(directory, Durability.FSYNC, unreadable::add)) {
            for (int round = 0; round < KILLS; round++) {
                Durability durability = round % 2 == 0 ? Durability.FSYNC : Durability.RENAME_ONLY;
                try (ChildJvm child = ChildJvm.start(Writer.class, directory, durability, round, random.nextLong())) {
                    Map<String, State> states = playAndKill(child, random.nextInt(20, 400));
                    states.forEach((name, state) -> check(store, name, state));
                }
            }
            assertThat(unreadable).isEmpty();
            long drafts = drafts();
            store.deleteExpired(NOW);
            assertThat(drafts()).isZero();
            System.out.printf(
                    "%d kills: %d writes acknowledged, in flight when killed %s, drafts left and cleaned away %d%n",
                    KILLS, acknowledged, interrupted, drafts);
        }
        assertThat(interrupted).isNotEmpty();
    }

    /** Listens until enough was said, kills, and listens to the rest; answers what is known of every session. */
    private Map<String, State> playAndKill(ChildJvm child, int lines) throws IOException {
        Map<String, State> states = new HashMap<>();
        int heard = 0;
        for (String line = child.line(); line != null; line = child.line()) {
            String[] words = line.split(" ", -1);
            State state = states.computeIfAbsent(words[1], name -> new State());
            if (words[0].equals("begin")) {
                state.pending = new Step(words[2], Integer.parseInt(words[3]), Long.parseLong(words[4]));
            } else {
                state.last = state.pending;
                state.pending = null;
                acknowledged++;
            }
            if (++heard == lines) {
                // Some of the writer's time passes, so that the blow does not always fall just behind a line of its
                // own.
                LockSupport.parkNanos(new SplittableRandom().nextLong(2_000_000));
                child.kill();
            }
        }
        assertThat(heard).as("the writer was killed and did not end by itself").isGreaterThanOrEqualTo(lines);
        return states;
    }

    private void check(FileStore store, String name, State state) {
        List<Step> found = new ArrayList<>();
        for (int generation = 0; generation <= state.newestGeneration(); generation++) {
            int number = generation;
            store.find(key(name + "/" + generation), NOW)
                    .ifPresent(session -> found.add(new Step("found", number, number(session))));
        }
        assertThat(found).as("keys of %s found", name).hasSizeLessThanOrEqualTo(1);
        Step before = state.last;
        Step after = state.pending;
        if (after != null) {
            interrupted.merge(after.verb, 1, Integer::sum);
        }
        boolean asBefore = same(found, before);
        boolean asAfter = after != null && same(found, after);
        boolean lostByRenew = after != null && after.verb.equals("renew") && found.isEmpty();
        assertThat(asBefore || asAfter || lostByRenew)
                .as("%s: acknowledged %s, in flight %s, found %s", name, before, after, found)
                .isTrue();
    }

    private static boolean same(List<Step> found, @Nullable Step expected) {
        if (expected == null || expected.verb.equals("delete")) {
            return found.isEmpty();
        }
        return found.size() == 1
                && found.get(0).generation == expected.generation
                && found.get(0).number == expected.number;
    }

    private long drafts() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(StoreDirectory::isDraft).count();
        }
    }

    /** What a session is once the verb is done: the generation of its key, and its number. */
    private record Step(String verb, int generation, long number) {}

    private static final class State {
        @Nullable
        Step last;

        @Nullable
        Step pending;

        int newestGeneration() {
            return Math.max(last == null ? 0 : last.generation, pending == null ? 0 : pending.generation);
        }
    }

    /** Writes until it is killed: several threads, each with sessions of its own. */
    static final class Writer {

        private static final OutputStream OUT = new FileOutputStream(FileDescriptor.out);

        public static void main(String[] arguments) {
            FileStore store =
                    FileStore.at(Path.of(arguments[0]), Durability.valueOf(arguments[1]), event -> say(event.detail()));
            SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[3]));
            for (int thread = 0; thread < THREADS; thread++) {
                String prefix = arguments[2] + "/" + thread;
                SplittableRandom own = random.split();
                new Thread(() -> write(store, prefix, own)).start();
            }
        }

        private static void write(FileStore store, String prefix, SplittableRandom random) {
            @Nullable StoredSession[] live = new StoredSession[SESSIONS];
            int[] generation = new int[SESSIONS];
            while (true) {
                int i = random.nextInt(SESSIONS);
                live[i] = step(store, prefix + "/" + i, live[i], generation, i, random.nextInt(10));
            }
        }

        private static @Nullable StoredSession step(
                FileStore store, String name, @Nullable StoredSession now, int[] generation, int i, int dice) {
            StoredSession after;
            if (now == null) {
                StoredSession fresh = session(key(name + "/" + ++generation[i]), generation[i] * 1000L, EXPIRY);
                say("begin " + name + " create " + generation[i] + " " + number(fresh));
                after = saved(store.create(fresh, NOW));
            } else if (dice < 5) {
                say("begin " + name + " save " + generation[i] + " " + (number(now) + 1));
                after = saved(store.save(now, Records.number(number(now) + 1), NOW));
            } else if (dice < 9) {
                say("begin " + name + " renew " + ++generation[i] + " " + number(now));
                after = saved(store.renew(now, key(name + "/" + generation[i]), nothing(), NOW));
            } else {
                say("begin " + name + " delete " + generation[i] + " 0");
                store.delete(now.key(), NOW);
                after = null;
            }
            say("done " + name);
            return after;
        }

        /** One line by one system call, which the kill lets through whole or not at all. */
        private static void say(String line) {
            try {
                OUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }
}
