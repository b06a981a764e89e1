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
import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without space, without inodes, read-only, or gone: real file systems, mounted by root; others see a skip. */
class FullDiskTest {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    @TempDir
    Path mountPoint;

    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Test
    void aFullDiskIsAStoreExceptionAndDamagesNothingStored() throws Exception {
        mountTmpfs("size=512k");
        try (FileStore store = open()) {
            Map<String, StoredSession> stored = fill(store);
            StoredSession one = stored.values().iterator().next();
            assertRefused(() -> store.save(one, big(), NOW));
            assertRefused(() -> store.renew(one, key("next"), big(), NOW));
            assertAllThere(store, stored);
            assertThat(store.find(key("next"), NOW)).isEmpty();

            store.delete(one.key(), NOW);
            assertThat(store.find(one.key(), NOW)).isEmpty();
            saved(store.create(one, NOW));
            assertAllThere(store, stored);
        } finally {
            unmount();
        }
    }

    @Test
    void aDiskWithoutInodesIsAStoreExceptionAndDamagesNothingStored() throws Exception {
        mountTmpfs("size=8m,nr_inodes=600");
        try (FileStore store = open()) {
            Map<String, StoredSession> stored = fill(store);
            assertRefused(() -> store.save(stored.values().iterator().next(), nothing(), NOW));
            assertAllThere(store, stored);
        } finally {
            unmount();
        }
    }

    @Test
    void aDirectoryThatTurnsReadOnlyStillAnswersFindAndRefusesWrites() throws Exception {
        try (FileStore store = open()) {
            StoredSession session = saved(store.create(session("a"), NOW));
            turnReadOnly();
            try {
                assertRefused(() -> store.save(session, nothing(), NOW));
                assertRefused(() -> store.renew(session, key("next"), nothing(), NOW));
                assertRefused(() -> store.delete(session.key(), NOW));
                assertRefused(() -> store.create(session("b"), NOW));
                assertAllThere(store, Map.of("a", session));
                assertRefused(this::open);
            } finally {
                turnWritable();
            }
            saved(store.save(session, nothing(), NOW));
        }
    }

    @Test
    void anUnmountedDirectoryIsAnOutage() throws Exception {
        mountTmpfs("size=512k");
        FileStore store = FileStore.at(mountPoint.resolve("sessions"));
        StoredSession session = saved(store.create(session("a"), NOW));
        run("umount", "--lazy", mountPoint.toString());
        assertThatThrownBy(() -> store.find(key("a"), NOW)).isInstanceOf(StoreException.class);
        assertRefused(() -> store.create(session("b"), NOW));
        assertRefused(() -> store.save(session, nothing(), NOW));
        assertRefused(() -> store.delete(key("a"), NOW));
        assertThat(mountPoint).isEmptyDirectory();
        store.close();
    }

    private FileStore open() {
        return FileStore.at(directory(), Durability.FSYNC, events::add);
    }

    private Path directory() {
        return mountPoint.resolve("sessions");
    }

    private Map<String, StoredSession> fill(FileStore store) {
        Map<String, StoredSession> stored = new TreeMap<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        StoredSession session = session("fill" + i);
                        stored.put(session.key().hex(), saved(store.create(session, NOW)));
                    }
                })
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(directory().toString())
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("check");
        assertThat(stored).hasSizeGreaterThan(50);
        return stored;
    }

    private void assertRefused(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(directory().toString());
    }

    private void assertAllThere(FileStore store, Map<String, StoredSession> stored) throws IOException {
        assertThat(stored.values())
                .allSatisfy(session -> assertThat(store.find(session.key(), NOW).map(found -> found.withVersion(null)))
                        .contains(session.withVersion(null)));
        assertThat(events).isEmpty();
        try (Stream<Path> files = Files.walk(directory())) {
            assertThat(files.filter(StoreDirectory::isDraft)).isEmpty();
        }
    }

    private static Changes big() {
        return Changes.of(Map.of("big", new byte[600_000]), Set.of(), NOW, EXPIRY);
    }

    /** Root writes whatever the permissions say, so for root a read-only view is laid over the directory. */
    private void turnReadOnly() throws Exception {
        if (ROOT) {
            mount(directory(), "--bind", directory().toString());
            run("mount", "-o", "remount,bind,ro", directory().toString());
        } else {
            permit("r-x------");
        }
    }

    private void turnWritable() throws Exception {
        if (ROOT) {
            run("umount", directory().toString());
        } else {
            permit("rwx------");
        }
    }

    private void permit(String permissions) throws IOException {
        try (Stream<Path> all = Files.walk(directory())) {
            for (Path path : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
            }
        }
    }

    private void mountTmpfs(String options) throws Exception {
        mount(mountPoint, "-t", "tmpfs", "-o", "mode=0700," + options, "tmpfs");
    }

    private static void mount(Path target, String... how) throws Exception {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(how));
        command.add(target.toString());
        Process mount = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (mount.waitFor() != 0) {
            String missing = "this test needs the right to mount: " + said.strip();
            if (Boolean.getBoolean("sojourn.require.all")) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        }
    }

    private void unmount() throws Exception {
        run("umount", mountPoint.toString());
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
