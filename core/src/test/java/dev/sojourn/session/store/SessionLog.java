package dev.sojourn.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.PlayedOp.Answer;
import dev.sojourn.session.store.PlayedOp.Verb;
import dev.sojourn.session.token.StoreKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was done to one session, in order, and whether that can be true of one session that nobody loses, doubles or revives. */
final class SessionLog {

    static final String COUNT = "count";

    private final boolean there;
    private final List<PlayedOp> begun = new ArrayList<>();
    private final Set<PlayedOp> answered = new HashSet<>();

    /** @param there whether the session is there already */
    SessionLog(boolean there) {
        this.there = there;
    }

    PlayedOp begin(String name, Verb verb, StoreKey key, StoreKey next) {
        PlayedOp op = new PlayedOp(name, verb, key, next, answered);
        begun.add(op);
        return op;
    }

    /** Takes the answer down where it can be true. */
    void answer(PlayedOp op, Answer answer, @Nullable StoredSession session) {
        op.answer = answer;
        op.session = session;
        if (answer == Answer.THERE && op.verb != Verb.CREATE) {
            assertThat(enders(op.key, op.before))
                    .as("%s met the session after its end: revived", op)
                    .isEmpty();
            assertHoldsAll(op.before, session, op.name);
        }
        if (answer == Answer.THERE && op.verb == Verb.RENEW) {
            assertThat(answered)
                    .as("%s renewed what was renewed: doubled", op)
                    .noneMatch(other ->
                            other.verb == Verb.RENEW && other.answer == Answer.THERE && other.key.equals(op.key));
        }
        if (answer == Answer.ABSENT && created(op.before)) {
            assertThat(begun)
                    .as("%s missed a session that is alive: lost", op)
                    .anyMatch(other -> other != op && mayEnd(other, op.key));
        }
        answered.add(op);
    }

    /**
     * Looks at what there is at the end, as one release sees it.
     *
     * @param found all that is found, under any key
     * @param listed what the owner's list shows
     */
    void conclude(String release, Map<StoreKey, StoredSession> found, List<StoredSession> listed) {
        seen(release, found.values());
        assertThat(listed)
                .as("listed by %s", release)
                .extracting(StoredSession::key)
                .containsExactlyElementsOf(found.keySet());
    }

    /** Looks at what the owner's list shows, or what is found under any key, when nobody writes. */
    void seen(String release, Collection<StoredSession> sessions) {
        assertThat(sessions).as("seen by %s under two keys: doubled", release).hasSizeLessThan(2);
        for (StoredSession session : sessions) {
            assertThat(enders(session.key(), answered))
                    .as("%s sees the session after its end: revived", release)
                    .isEmpty();
            assertHoldsAll(answered, session, release);
        }
        if (sessions.isEmpty() && created(answered)) {
            assertThat(endBegan())
                    .as("%s does not see a session that nobody ended: lost", release)
                    .isTrue();
        }
    }

    /** All that the judgements to come depend on. */
    String truth() {
        Set<String> lines = new TreeSet<>();
        for (PlayedOp op : begun) {
            StringBuilder line = new StringBuilder(op + MigrationPlay.name(op.key) + op.answer);
            if (!op.answered()) { // else what came before it was looked at
                op.before.stream()
                        .filter(PlayedOp::changes)
                        .map(PlayedOp::toString)
                        .sorted()
                        .forEach(line::append);
                lines.add(line.toString());
            } else if (op.changes()) {
                lines.add(line.append(created(op.before)).toString());
            }
        }
        return lines.toString();
    }

    /** Whether the session had begun once these were answered. */
    private boolean created(Set<PlayedOp> ops) {
        return there || ops.stream().anyMatch(op -> op.verb == Verb.CREATE);
    }

    /** Whether somebody at least began to end it under the key it last had. */
    private boolean endBegan() {
        Set<StoreKey> last = new HashSet<>();
        last.add(MigrationPlay.KEY);
        for (PlayedOp op : begun) { // a program renews a key only once it has it
            if (op.verb == Verb.RENEW && last.contains(op.key) && op.answer == Answer.THERE) {
                last.clear();
                last.add(op.next);
            }
        }
        for (PlayedOp op : begun) {
            if (op.verb == Verb.RENEW && last.contains(op.key) && !op.answered()) {
                last.add(op.next);
            }
        }
        return begun.stream().anyMatch(op -> op.verb == Verb.END || op.verb == Verb.DELETE && last.contains(op.key));
    }

    private static boolean mayEnd(PlayedOp op, StoreKey key) {
        boolean leaves = op.verb == Verb.DELETE
                || op.verb == Verb.RENEW && (op.answer == Answer.THERE || op.answer == Answer.NONE);
        return op.verb == Verb.END || leaves && op.key.equals(key);
    }

    /** What has ended the session under a key for good. */
    private List<PlayedOp> enders(StoreKey key, Set<PlayedOp> ops) {
        List<PlayedOp> enders = new ArrayList<>();
        for (PlayedOp op : ops) {
            boolean left = op.verb == Verb.DELETE || op.verb == Verb.RENEW && op.answer == Answer.THERE;
            boolean ended = op.verb == Verb.END && created(op.before);
            if (ended || left && op.key.equals(key) && created(op.before)) {
                enders.add(op);
            }
        }
        return enders;
    }

    private void assertHoldsAll(Set<PlayedOp> ops, @Nullable StoredSession session, String who) {
        assertThat(session).isNotNull();
        Map<String, byte[]> attributes = session.attributes().toMap();
        assertThat(attributes.keySet()).as("no mark is seen by %s", who).noneMatch(name -> name.startsWith("$"));
        assertThat(attributes).containsKey("name");
        int counted = 0;
        int counting = 0;
        for (PlayedOp op : begun) {
            boolean acknowledged = ops.contains(op) && op.answer == Answer.THERE;
            if (op.puts() && acknowledged) {
                assertThat(attributes)
                        .as("what %s wrote, seen by %s: lost", op, who)
                        .containsKey(MigrationPlay.attribute(op));
            }
            counted += op.verb == Verb.COUNT && acknowledged ? 1 : 0;
            counting += op.verb == Verb.COUNT && op.answer != Answer.ABSENT && op.answer != Answer.DONE ? 1 : 0;
        }
        assertThat(count(session)).as("counted, seen by %s", who).isBetween(counted, counting);
    }

    static int count(StoredSession session) {
        byte[] count = session.attributes().get(COUNT);
        return count == null ? 0 : Integer.parseInt(new String(count, java.nio.charset.StandardCharsets.UTF_8));
    }
}
