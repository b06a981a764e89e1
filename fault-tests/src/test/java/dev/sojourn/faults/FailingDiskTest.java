package dev.sojourn.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.faults.Browser.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk below the file store is full, read-only or gone while browsers write; then it is well again. */
class FailingDiskTest {

    private static final String BROWSERS = Load.WRITERS + " browsers writing";
    private static final int PAGE = 4096;

    @TempDir
    Path home;

    @Test
    void aFullDiskIs503ToWhoWritesAndDamagesNothing() throws Exception {
        try (Mount disk = Mount.inMemory(home, "2m");
                Place place = FilePlace.at(disk.path().resolve("sessions"));
                Node node = Node.start(place);
                Crowd crowd = new Crowd();
                Load load = Load.on(node)) {
            AtomicBoolean over = new AtomicBoolean();
            Future<?> filling = crowd.begin(() -> fill(home.resolve("filler"), over));
            load.awaitRefusals();
            assertAllSignedIn(load, node);
            load.signOutOne();
            over.set(true);
            filling.get();
            Files.delete(home.resolve("filler"));
            finish(load, "full disk", BROWSERS + "; who only reads is served");
        }
    }

    @Test
    void aDiskThatTurnsReadOnlyIs503ToWhoWritesAndSignsOutNobody() throws Exception {
        Path sessions = home.resolve("sessions");
        Path stage = Files.createDirectory(home.resolve("stage"));
        try (Place place = FilePlace.at(sessions);
                Node node = Node.start(place);
                Load load = Load.on(node)) {
            Mount view = Mount.readOnly(sessions, stage);
            try {
                load.awaitRefusals();
                assertAllSignedIn(load, node);
                load.signOutOne();
            } finally {
                view.close();
            }
            finish(load, "read-only file system", BROWSERS + "; who only reads is served");
        }
    }

    @Test
    void aDirectoryThatIsMovedAwayIs503AndSignsOutNobody() throws Exception {
        Path sessions = home.resolve("sessions");
        Path away = home.resolve("away");
        try (Place place = FilePlace.at(sessions);
                Node node = Node.start(place);
                Load load = Load.on(node)) {
            Files.move(sessions, away);
            load.awaitRefusals();
            assertAllRefused(load, node);
            load.signOutOne();
            Files.move(away, sessions);
            finish(load, "directory moved away and back", BROWSERS);
        }
    }

    @Test
    void aDiskThatIsUnmountedIs503AndSignsOutNobody() throws Exception {
        Path disk = Files.createDirectory(home.resolve("disk"));
        Path mountPoint = Files.createDirectory(home.resolve("mounted"));
        Mount mount = Mount.of(disk, mountPoint);
        try (Place place = FilePlace.at(mountPoint.resolve("sessions"));
                Node node = Node.start(place);
                Load load = Load.on(node)) {
            mount.close();
            load.awaitRefusals();
            assertAllRefused(load, node);
            load.signOutOne();
            assertThat(mountPoint).isEmptyDirectory();
            mount = Mount.of(disk, mountPoint);
            finish(load, "unmounted and mounted again", BROWSERS);
        } finally {
            mount.close();
        }
    }

    /** Takes every page that becomes free, until it is over. */
    private static boolean fill(Path filler, AtomicBoolean over) throws IOException {
        try (FileChannel out = FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (!over.get()) {
                try {
                    out.write(ByteBuffer.allocate(PAGE));
                } catch (IOException full) {
                    Thread.onSpinWait();
                }
            }
        }
        return true;
    }

    private static void assertAllSignedIn(Load load, Node node) {
        assertThat(load.writers()).allMatch(writer -> writer.signedIn(node));
    }

    private static void assertAllRefused(Load load, Node node) {
        assertThat(load.writers())
                .extracting(writer -> writer.browser.get(node, "/me"))
                .allMatch(Answer::refused);
    }

    private static void finish(Load load, String fault, String played) throws Exception {
        Duration wellAgain = load.awaitSaves(1);
        load.awaitSaves(25);
        Seen seen = load.end();
        Report.row(fault, "files", played, seen.row(wellAgain));
        seen.assertAnOutageAndNothingElse(wellAgain);
    }
}
