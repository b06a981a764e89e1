package dev.sojourn.store.file;

import static dev.sojourn.store.file.Records.EXPIRY;
import static dev.sojourn.store.file.Records.NOW;
import static dev.sojourn.store.file.Records.key;
import static dev.sojourn.store.file.Records.nothing;
import static dev.sojourn.store.file.Records.saved;
import static dev.sojourn.store.file.Records.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SessionLimit;
import dev.sojourn.session.store.SessionsByOwner;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk, and what is made of things that others have put there. */
class OnDiskTest {

    @TempDir
    Path parent;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private Path directory;
    private FileStore store;

    @BeforeEach
    void open() {
        directory = parent.resolve("data").resolve("sessions");
        store = FileStore.at(directory, Durability.RENAME_ONLY, events::add);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void directoriesAreForTheUserAloneAndSoIsEveryFile() throws IOException {
        saved(store.create(session("a"), NOW));
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all)
                    .hasSize(1 + 1 + 2
                            + 2) // the directory, its lock file, a shard with a file, the notes of the clean-up with
                    // one
                    .allSatisfy(path ->
                            assertThat(mode(path)).isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void aSessionIsOneFileNamedByItsKeyInTheDirectoryOfItsFirstTwoDigits() throws IOException {
        StoredSession session = saved(store.create(session("a"), NOW));
        saved(store.save(session, nothing(), NOW));
        String hex = key("a").hex();
        assertThat(files())
                .containsExactly(directory.resolve(hex.substring(0, 2)).resolve(hex));
        assertThat(Files.getLastModifiedTime(file("a")).toInstant()).isEqualTo(EXPIRY);
    }

    @Test
    void aDeletedSessionLeavesNoFileAndARenewedOneOnlyTheNewName() throws IOException {
        StoredSession first = saved(store.create(session("a"), NOW));
        saved(store.renew(first, key("b"), nothing(), NOW));
        assertThat(files()).containsExactly(file("b"));
        store.delete(key("b"), NOW);
        assertThat(files()).isEmpty();
    }

    @Test
    void aDirectoryThatOthersMayEnterIsRefused() throws IOException {
        Path open = Files.createDirectory(parent.resolve("open"), permissions("rwxr-x---"));
        assertThatThrownBy(() -> FileStore.at(open))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(open.toString())
                .hasMessageContaining("rwxr-x---")
                .hasMessageContaining("chmod 700");
    }

    @Test
    void aShardThatOthersMayEnterIsRefused() throws IOException {
        Path shard = Files.createDirectory(directory.resolve("7f"));
        Files.setPosixFilePermissions(shard, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> FileStore.at(directory)).hasMessageContaining(directory.resolve("7f") + ": it has");
    }

    @Test
    void aSymbolicLinkToADirectoryIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(parent.resolve("link"), directory);
        assertThatThrownBy(() -> FileStore.at(link)).hasMessageContaining("symbolic link");
    }

    @Test
    void aSymbolicLinkInPlaceOfAShardIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"), permissions("rwx------"));
        Files.createSymbolicLink(directory.resolve("00"), elsewhere);
        assertThatThrownBy(() -> FileStore.at(directory)).hasMessageContaining("symbolic link");
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "text");
        assertThatThrownBy(() -> FileStore.at(file)).isInstanceOf(StoreException.class);
        assertThat(file).hasContent("text");
    }

    @Test
    void aSymbolicLinkInPlaceOfARecordIsNotFollowed() throws IOException {
        StoredSession session = saved(store.create(session("a"), NOW));
        Path outside = Files.move(file("a"), parent.resolve("outside"));
        byte[] before = Files.readAllBytes(outside);
        Files.createSymbolicLink(file("a"), outside);

        assertThat(store.find(key("a"), NOW)).isEmpty();
        assertThat(store.save(session, nothing(), NOW)).isEqualTo(new SaveResult.Gone());
        assertThat(store.renew(session, key("b"), nothing(), NOW)).isEqualTo(new SaveResult.Gone());
        assertThat(store.create(session("a"), NOW)).isEqualTo(new SaveResult.Taken());
        store.deleteExpired(EXPIRY.plusSeconds(1000));
        assertThat(file("a")).isSymbolicLink();
        store.delete(key("a"), NOW);
        assertThat(Files.exists(file("a"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(outside).hasBinaryContent(before);
        assertThat(events).hasSize(4).extracting(Event::type).containsOnly(EventType.STORE_RECORD_INVALID);
    }

    @Test
    void aSymbolicLinkInPlaceOfADraftIsReplacedAndNotWrittenThrough() throws IOException {
        Path outside = Files.writeString(parent.resolve("outside"), "precious");
        Files.createSymbolicLink(draft("a"), outside);
        saved(store.create(session("a"), NOW));
        assertThat(outside).hasContent("precious");
        assertThat(files()).containsExactly(file("a"));
        assertThat(file("a")).isRegularFile();
    }

    @Test
    void aPipeADirectoryOrAHugeFileInPlaceOfARecordCountsAsAbsentAtOnce() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", file("pipe").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        Files.createDirectory(file("directory"));
        try (var huge = Files.newByteChannel(file("huge"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            huge.position(RecordFiles.MAX_BYTES).write(ByteBuffer.allocate(1));
        }
        for (String name : List.of("pipe", "directory", "huge")) {
            assertThat(store.find(key(name), NOW)).isEmpty();
        }
        assertThat(events).hasSize(3);
    }

    @Test
    void anUnreadableRecordIsAbsentTellsAnEventWithoutItsContentAndIsNeverOverwritten() throws IOException {
        Files.writeString(file("a"), "secret-content");
        assertThat(store.find(key("a"), NOW)).isEmpty();
        assertThat(store.create(session("a"), NOW)).isEqualTo(new SaveResult.Taken());
        assertThat(file("a")).hasContent("secret-content");
        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo(EventType.STORE_RECORD_INVALID);
            assertThat(event.handle()).isEqualTo(key("a").handle());
            assertThat(event.time()).isEqualTo(NOW);
            assertThat(event.toString()).doesNotContain("secret").doesNotContain(key("a").hex());
        });
    }

    @Test
    void twoRecordsThatWereSwappedAreBothAbsent() throws IOException {
        saved(store.create(session("a"), NOW));
        saved(store.create(session("b"), NOW));
        Path aside = parent.resolve("aside");
        Files.move(file("a"), aside);
        Files.move(file("b"), file("a"));
        Files.move(aside, file("b"));
        assertThat(store.find(key("a"), NOW)).isEmpty();
        assertThat(store.find(key("b"), NOW)).isEmpty();
        assertThat(events).extracting(Event::detail).containsOnly("the record belongs to another key");
    }

    @Test
    void aDirectoryThatVanishedIsAnOutageAndDoesNotSignAnybodyOut() throws IOException {
        StoredSession session = saved(store.create(session("a"), NOW));
        Path away = Files.move(directory, parent.resolve("away"));
        assertThatThrownBy(() -> store.find(key("a"), NOW))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageNotContaining(key("a").hex());
        assertThatThrownBy(() -> store.save(session, nothing(), NOW)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.delete(key("a"), NOW)).isInstanceOf(StoreException.class);
        Files.move(away, directory);
        assertThat(store.find(key("a"), NOW)).isPresent();
    }

    @Test
    void whatOneStoreWroteTheNextOneReads() {
        StoredSession session = saved(store.create(session("a"), NOW));
        store.close();
        try (FileStore again = FileStore.at(directory)) {
            assertThat(again.find(key("a"), NOW)).contains(session);
        }
    }

    @Test
    void whatItCannotItSaysWhy() {
        assertThat(store.capability(SessionsByOwner.class)).isEmpty();
        assertThat(store.whyNot(SessionsByOwner.class)).contains("by their key alone");
        assertThat(store.whyNot(SessionLimit.class)).contains("by their key alone");
    }

    @Test
    void aClosedStoreSaysSo() {
        store.close();
        store.close();
        assertThatThrownBy(() -> store.find(key("a"), NOW))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
    }

    private Path file(String name) throws IOException {
        StoreKey key = key(name);
        Path shard = directory.resolve(key.hex().substring(0, 2));
        if (Files.notExists(shard)) {
            Files.createDirectory(shard, permissions("rwx------"));
        }
        return shard.resolve(key.hex());
    }

    private Path draft(String name) throws IOException {
        return file(name).resolveSibling(key(name).hex() + ".new");
    }

    /** All files below the shards. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.getNameCount() == directory.getNameCount() + 2)
                    .filter(path -> !path.getParent().endsWith(".due"))
                    .toList();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
