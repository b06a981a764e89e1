package dev.sojourn.session.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sojourn.session.store.SaveResult.Saved;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.token.StoreKey;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where a play stands, as text: what is in the stores, what is promised, and what the programs hold. Two plays that stand alike go
 * on alike. Versions and random marks are numbered as they appear, since only their sameness counts.
 */
final class PlayState {

    private final StringBuilder text = new StringBuilder();
    private final IdentityHashMap<Object, Integer> versions = new IdentityHashMap<>();
    private final Map<String, Integer> marks = new HashMap<>();

    private PlayState() {}

    /** All that decides how the play goes on. */
    static String of(MigrationPlay play) {
        PlayState state = new PlayState();
        state.addTruth(play);
        for (SteppedProgram program : play.programs()) {
            state.text.append('\n');
            program.local().forEach(state::add);
        }
        return state.text.toString();
    }

    /** All that decides what fresh nodes find when the programs die here. */
    static String truth(MigrationPlay play) {
        PlayState state = new PlayState();
        state.addTruth(play);
        return state.text.toString();
    }

    /** An answer of a store, for whoever reads a schedule. */
    static String describe(Object answer) {
        PlayState state = new PlayState();
        state.add(answer);
        return state.text.toString();
    }

    private void addTruth(MigrationPlay play) {
        for (StoreKey key : play.keys()) {
            add(play.from.find(key, MigrationPlay.NOW));
            add(play.to.find(key, MigrationPlay.NOW));
        }
        text.append(play.log.truth());
    }

    private void add(Object answer) {
        if (answer instanceof Optional<?> found) {
            found.ifPresentOrElse(this::add, () -> text.append("absent"));
        } else if (answer instanceof StoredSession session) {
            add(session);
        } else if (answer instanceof List<?> sessions) {
            text.append(sessions.size()).append(" listed");
            sessions.forEach(this::add);
        } else if (answer instanceof Saved saved) {
            text.append("Saved").append(new TreeSet<>(saved.overwritten()));
            add(saved.session());
        } else if (answer instanceof Stale stale) {
            text.append("Stale");
            add(stale.current());
        } else {
            text.append(answer instanceof SaveResult ? answer.getClass().getSimpleName() : answer);
        }
        text.append(';');
    }

    private void add(StoredSession session) {
        text.append(MigrationPlay.name(session.key())).append('{');
        session.attributes()
                .toMap()
                .forEach((name, value) ->
                        text.append(name).append('=').append(value(name, value)).append(' '));
        text.append("}v");
        text.append(versions.computeIfAbsent(session.version(), version -> versions.size()));
    }

    private String value(String name, byte[] value) {
        String said = new String(value, UTF_8);
        return name.startsWith("$") && value.length > 1
                ? "#" + marks.computeIfAbsent(said, mark -> marks.size())
                : said.trim();
    }
}
