package dev.sojourn.session.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.PlayedOp.Answer;
import dev.sojourn.session.store.PlayedOp.Verb;
import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.token.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One play: two fresh stores, a session, and programs on nodes of neighbouring releases that go on when they are told to. */
final class MigrationPlay {

    /** What runs on a node while sessions move. */
    enum Release {
        FROM_ALONE,
        PREPARING,
        MOVING,
        TO_ALONE;

        SessionStore node(SessionStore from, SessionStore to) {
            return switch (this) {
                case FROM_ALONE -> from;
                case PREPARING -> MigratingStore.preparing(from, to);
                case MOVING -> MigratingStore.moving(from, to);
                case TO_ALONE -> to;
            };
        }
    }

    /** Where the session is when the programs begin. */
    enum Start {
        NOWHERE,
        IN_FROM,
        MARKED,
        IN_TO
    }

    record Program(Release release, List<Verb> verbs) {
        @Override
        public String toString() {
            return release + " " + verbs;
        }
    }

    static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    static final Instant EXPIRY = NOW.plus(Duration.ofMinutes(33));
    static final String OWNER = "alice";
    static final StoreKey KEY = key("K");

    final MemoryStore from = MemoryStore.builder().maxSessions(100).build();
    final MemoryStore to = MemoryStore.builder().maxSessions(100).build();
    final SessionLog log;
    private final List<SteppedProgram> programs = new ArrayList<>();
    private final List<Object> told = new ArrayList<>();

    MigrationPlay(Start start, List<Program> given) {
        told.add("begun " + start + " with " + given);
        log = new SessionLog(start != Start.NOWHERE);
        if (start == Start.IN_TO) {
            to.create(session(), NOW);
        } else if (start != Start.NOWHERE) {
            StoredSession begun = ((Saved) from.create(session(), NOW)).session();
            if (start == Start.MARKED) {
                from.save(begun, MigrationMark.moving(begun), NOW);
            }
        }
        for (int i = 0; i < given.size(); i++) {
            programs.add(new SteppedProgram("" + (char) ('A' + i), given.get(i), this));
        }
    }

    List<SteppedProgram> programs() {
        return programs;
    }

    List<Integer> whoCanGoOn() {
        return IntStream.range(0, programs.size())
                .filter(index -> !programs.get(index).done())
                .boxed()
                .toList();
    }

    /** Lets one program make its next call to a store. */
    void step(int index) {
        SteppedProgram program = programs.get(index);
        try {
            told.add(program.step());
        } catch (AssertionError broken) {
            told.add(program.lastCall());
            throw broken;
        }
    }

    /** Everything that happened, a call a line. */
    String schedule() {
        return told.stream().map(Object::toString).collect(Collectors.joining("\n  "));
    }

    /** Whoever is not done has died; fresh nodes look after the session, in this order, and the last one ends it. */
    void conclude(List<Release> releases, boolean listFirst) {
        told.add("here whoever is not done dies, and fresh nodes look" + (listFirst ? " and list" : "") + ": "
                + releases);
        for (Release release : releases) {
            if (listFirst) {
                log.seen(release.name(), listedBy(release));
            }
            assertTrue(release);
        }
        SessionStore first = releases.get(0).node(from, to);
        SessionStore last = releases.get(releases.size() - 1).node(from, to);
        for (StoreKey key : keys()) {
            Optional<StoredSession> found = first.find(key, NOW);
            if (found.isPresent()) {
                PlayedOp save = log.begin("Z0", Verb.SAVE, key, key);
                SaveResult saved = first.save(found.get(), put(attribute(save)), NOW);
                assertThat(saved).as("the last write by %s", releases.get(0)).isInstanceOf(Saved.class);
                log.answer(save, Answer.THERE, ((Saved) saved).session());
            }
        }
        releases.forEach(this::assertTrue);
        for (StoreKey key : keys()) {
            PlayedOp delete = log.begin("Z1", Verb.DELETE, key, key);
            last.delete(key, NOW);
            log.answer(delete, Answer.DONE, null);
        }
        releases.forEach(this::assertTrue);
    }

    private void assertTrue(Release release) {
        SessionStore node = release.node(from, to);
        Map<StoreKey, StoredSession> found = new LinkedHashMap<>();
        for (StoreKey key : keys()) {
            node.find(key, NOW).ifPresent(session -> found.put(key, session));
        }
        log.conclude(release.name(), found, listedBy(release));
    }

    private List<StoredSession> listedBy(Release release) {
        SessionsByOwner owners =
                release.node(from, to).capability(SessionsByOwner.class).orElseThrow();
        return owners.sessionsOf(OWNER, NOW);
    }

    /** Every key that the session can have had. */
    Set<StoreKey> keys() {
        Set<StoreKey> keys = new LinkedHashSet<>();
        keys.add(KEY);
        for (SteppedProgram program : programs) {
            keys.addAll(program.renewalKeys());
        }
        return keys;
    }

    static StoredSession session() {
        PackedAttributes attributes = PackedAttributes.of(Map.of("name", bytes("value")));
        return new StoredSession(KEY, attributes, NOW, NOW, EXPIRY, NOW.plus(Duration.ofHours(12)), OWNER, null, null);
    }

    /** The key that says this name. */
    static StoreKey key(String name) {
        return StoreKey.ofBytes(Arrays.copyOf(bytes(name), 32));
    }

    static String name(StoreKey key) {
        return new String(HexFormat.of().parseHex(key.hex()), UTF_8).trim();
    }

    static Changes put(String name) {
        return Changes.of(Map.of(name, bytes("1")), Set.of(), NOW, EXPIRY);
    }

    /** The attribute that a writer puts. */
    static String attribute(PlayedOp op) {
        return op.name;
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
