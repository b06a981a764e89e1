package dev.sojourn.store.file;

import static dev.sojourn.store.file.Records.EXPIRY;
import static dev.sojourn.store.file.Records.NOW;
import static dev.sojourn.store.file.Records.key;
import static dev.sojourn.store.file.Records.nothing;
import static dev.sojourn.store.file.Records.saved;
import static dev.sojourn.store.file.Records.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.session.store.StoredSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between two walks over all files, the clean-up finds the dead by notes. */
class DueNotesTest {

    private static final Instant LONG_DEAD = NOW.minusSeconds(61);
    private static final FileTime WRONG = FileTime.from(NOW.minusSeconds(9999));
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path directory;

    private FileStore store;

    @BeforeEach
    void openAndWalkOnce() {
        store = open();
        assertThat(store.deleteExpired(NOW)).isZero();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aPassDoesNotLookAtWhatLives() throws IOException {
        saved(store.create(session("alive"), NOW));
        saved(store.create(session(key("dead"), 0, LONG_DEAD), NOW));
        Files.setLastModifiedTime(file("alive"), WRONG); // which whoever looks at it puts right
        assertThat(store.deleteExpired(NOW)).isEqualTo(1);
        assertThat(Files.getLastModifiedTime(file("alive"))).isEqualTo(WRONG);
        assertThat(store.deleteExpired(NOW.plus(DAY))).isEqualTo(1);
    }

    @Test
    void aSessionThatLivesOnIsLookedAtAgainWhenItsNewEndHasCome() {
        StoredSession session = saved(store.create(session(key("a"), 0, NOW.plusSeconds(1)), NOW));
        saved(store.save(session, nothing(), NOW));
        assertThat(store.deleteExpired(NOW.plusSeconds(700))).isZero();
        assertThat(store.find(key("a"), NOW)).isPresent();
        assertThat(store.deleteExpired(EXPIRY.plusSeconds(60))).isZero();
        assertThat(store.deleteExpired(EXPIRY.plusSeconds(61))).isEqualTo(1);
        assertThat(file("a")).doesNotExist();
    }

    @Test
    void aRenewedSessionIsFoundUnderItsNewKey() {
        StoredSession session = saved(store.create(session("a"), NOW));
        saved(store.renew(session, key("b"), nothing(), NOW));
        assertThat(store.deleteExpired(EXPIRY.plusSeconds(61))).isEqualTo(1);
        assertThat(file("b")).doesNotExist();
    }

    @Test
    void whatAnotherStoreOnTheSameDirectoryCreatedIsFound() {
        try (FileStore other = open()) {
            saved(other.create(session(key("dead"), 0, LONG_DEAD), NOW));
        }
        assertThat(store.deleteExpired(NOW)).isEqualTo(1);
    }

    @Test
    void whatHasNoNoteIsFoundOnceADay() throws IOException {
        saved(store.create(session(key("dead"), 0, LONG_DEAD), NOW));
        for (Path note : notes()) {
            Files.delete(note); // as though an older version had written the session
        }
        assertThat(store.deleteExpired(NOW.plus(DAY).minusMillis(1))).isZero();
        assertThat(store.deleteExpired(NOW.plus(DAY))).isEqualTo(1);
    }

    @Test
    void aPassThatDiedIsTakenUpByTheNext() throws IOException {
        saved(store.create(session(key("dead"), 0, LONG_DEAD), NOW));
        for (Path note : notes()) {
            Files.move(note, note.resolveSibling(note.getFileName() + ".taken"));
        }
        saved(store.create(session(key("dead too"), 0, LONG_DEAD), NOW));
        assertThat(store.deleteExpired(NOW)).isEqualTo(2);
        assertThat(notes()).isEmpty();
    }

    @Test
    void halfANoteHidesNoneButTheNext() throws IOException {
        saved(store.create(session(key("before"), 0, LONG_DEAD), NOW));
        for (Path note : notes()) {
            Files.writeString(note, key("half").hex().substring(7), StandardOpenOption.APPEND);
        }
        saved(store.create(session(key("hidden"), 0, LONG_DEAD), NOW));
        saved(store.create(session(key("after"), 0, LONG_DEAD), NOW));
        assertThat(store.deleteExpired(NOW)).isEqualTo(2);
        assertThat(file("hidden")).exists();
    }

    private FileStore open() {
        return FileStore.at(directory, Durability.RENAME_ONLY, event -> {});
    }

    private List<Path> notes() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(".due"))) {
            return files.filter(file -> !file.endsWith("walked")).toList();
        }
    }

    private Path file(String name) {
        return directory
                .resolve(key(name).hex().substring(0, 2))
                .resolve(key(name).hex());
    }
}
