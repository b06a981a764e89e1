package dev.sojourn.store.file;

import static dev.sojourn.store.file.Records.EXPIRY;
import static dev.sojourn.store.file.Records.NOW;
import static dev.sojourn.store.file.Records.key;
import static dev.sojourn.store.file.Records.nothing;
import static dev.sojourn.store.file.Records.saved;
import static dev.sojourn.store.file.Records.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.event.Event;
import dev.sojourn.session.store.RecordCodec;
import dev.sojourn.session.store.StoredSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanupTest {

    private static final Instant LONG_AFTER = EXPIRY.plusSeconds(3600);

    @TempDir
    Path directory;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private FileStore store;

    @BeforeEach
    void open() {
        store = FileStore.at(directory, Durability.RENAME_ONLY, events::add);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatExpiredOverAMinuteAgoIsRemovedAndNothingElse() {
        saved(store.create(session(key("dead"), 0, NOW.minusSeconds(61)), NOW));
        saved(store.create(session(key("just dead"), 0, NOW.minusSeconds(60)), NOW));
        saved(store.create(session("alive"), NOW));
        assertThat(store.deleteExpired(NOW)).isEqualTo(1);
        assertThat(file("dead")).doesNotExist();
        assertThat(file("just dead")).exists();
        assertThat(store.find(key("alive"), NOW)).isPresent();
    }

    @Test
    void theContentDecidesAndAHintThatWasWrongIsPutRight() throws IOException {
        saved(store.create(session("restored from a backup"), NOW));
        Path file = file("restored from a backup");
        Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(9999)));
        assertThat(store.deleteExpired(NOW)).isZero();
        assertThat(store.find(key("restored from a backup"), NOW)).isPresent();
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(EXPIRY);
    }

    @Test
    void aSaveMovesTheHint() throws IOException {
        StoredSession session = saved(store.create(session(key("a"), 0, NOW.plusSeconds(1)), NOW));
        saved(store.save(session, nothing(), NOW));
        assertThat(Files.getLastModifiedTime(file("a")).toInstant()).isEqualTo(EXPIRY);
    }

    @Test
    void aNewerSchemaIsLeftAloneUntilTheDeadlineItCarriesWhateverTheHintSays() throws IOException {
        saved(store.create(session("newer"), NOW));
        byte[] newer = Files.readAllBytes(file("newer"));
        newer[3]++;
        CRC32C crc = new CRC32C();
        crc.update(newer, 0, newer.length - 4);
        ByteBuffer.wrap(newer).putInt(newer.length - 4, (int) crc.getValue());
        Files.write(file("newer"), newer);
        Files.setLastModifiedTime(file("newer"), FileTime.from(NOW.minusSeconds(9999)));

        assertThat(store.find(key("newer"), NOW)).isEmpty();
        assertThat(events).extracting(Event::detail).containsExactly("the record has schema 3, this version reads 2");
        assertThat(store.deleteExpired(NOW)).isZero();
        assertThat(file("newer")).hasBinaryContent(newer);
        assertThat(store.deleteExpired(LONG_AFTER)).isEqualTo(1);
    }

    @Test
    void aTornRecordGoesByItsHint() throws IOException {
        saved(store.create(session("torn"), NOW));
        byte[] whole = RecordCodec.encode(session("torn"), 1);
        Files.write(file("torn"), Arrays.copyOf(whole, whole.length / 2));
        Files.setLastModifiedTime(file("torn"), FileTime.from(EXPIRY));
        assertThat(store.deleteExpired(NOW)).isZero();
        assertThat(file("torn")).exists();
        assertThat(store.deleteExpired(LONG_AFTER)).isEqualTo(1);
        assertThat(file("torn")).doesNotExist();
    }

    @Test
    void aDraftThatACrashLeftIsRemovedWithoutBeingCounted() throws IOException {
        saved(store.create(session("a"), NOW));
        Path draft = file("a").resolveSibling(key("a").hex() + ".new");
        Files.writeString(draft, "half a rec");
        assertThat(store.deleteExpired(NOW)).isZero();
        assertThat(draft).doesNotExist();
        assertThat(file("a")).exists();
    }

    @Test
    void filesWithForeignNamesStay() throws IOException {
        saved(store.create(session("a"), NOW));
        Path shard = file("a").resolveSibling("x").getParent();
        String otherShard = key("a").hex().startsWith("0") ? "f".repeat(64) : "0".repeat(64);
        List<Path> foreign = List.of(
                shard.resolve("README"),
                shard.resolve(key("a").hex().toUpperCase(Locale.ROOT)),
                shard.resolve(key("a").hex() + ".old"),
                shard.resolve("g".repeat(64)),
                shard.resolve(otherShard),
                directory.resolve("0".repeat(64)));
        for (Path file : foreign) {
            Files.writeString(file, "foreign");
            Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(9999)));
        }
        assertThat(store.deleteExpired(NOW)).isZero();
        assertThat(foreign).allSatisfy(file -> assertThat(file).hasContent("foreign"));
    }

    @Test
    void aSessionThatSomebodyIsWritingIsLeftForTheNextPass() throws IOException {
        saved(store.create(session(key("dead"), 0, NOW.minusSeconds(61)), NOW));
        StoreDirectory same = StoreDirectory.open(directory, Durability.RENAME_ONLY);
        StripeLocks locks = StripeLocks.open(same.lockFile());
        int removed = locks.holding(same.slot(key("dead")).stripe(), System.nanoTime(), () -> inAnotherThread(NOW));
        locks.close();
        assertThat(removed).isZero();
        assertThat(store.deleteExpired(NOW)).isEqualTo(1);
    }

    @Test
    void onlyOneCleansAtATime() throws IOException {
        saved(store.create(session(key("dead"), 0, NOW.minusSeconds(61)), NOW));
        StripeLocks locks = StripeLocks.open(
                StoreDirectory.open(directory, Durability.FSYNC).lockFile());
        Integer removed = locks.asCleaner(() -> inAnotherThread(NOW));
        locks.close();
        assertThat(removed).isZero();
        assertThat(store.deleteExpired(NOW)).isEqualTo(1);
    }

    @Test
    void anInterruptEndsThePass() {
        saved(store.create(session(key("dead"), 0, NOW.minusSeconds(61)), NOW));
        Thread.currentThread().interrupt();
        assertThat(store.deleteExpired(NOW)).isZero();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.deleteExpired(NOW)).isEqualTo(1);
    }

    @Test
    void requestsGoOnDuringAPassAndTheSessionTheyKeepAliveStays() throws Exception {
        int dead = 200;
        for (int i = 0; i < dead; i++) {
            saved(store.create(session(key("dead" + i), 0, NOW.minusSeconds(61)), NOW));
        }
        StoredSession alive = saved(store.create(session(key("alive"), 0, NOW.plusSeconds(1)), NOW));
        CountDownLatch started = new CountDownLatch(1);
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                Records.increment(store, alive);
                started.countDown();
            }
        });
        writer.start();
        started.await();
        int removed = 0;
        while (removed < dead) {
            removed += store.deleteExpired(NOW);
        }
        writer.join();
        assertThat(store.find(key("alive"), NOW)).map(Records::number).contains(100L);
        assertThat(store.deleteExpired(LONG_AFTER)).isEqualTo(1);
    }

    private int inAnotherThread(Instant now) {
        int[] removed = {-1};
        Thread other = new Thread(() -> removed[0] = store.deleteExpired(now));
        other.start();
        try {
            other.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return removed[0];
    }

    private Path file(String name) {
        return directory
                .resolve(key(name).hex().substring(0, 2))
                .resolve(key(name).hex());
    }
}
