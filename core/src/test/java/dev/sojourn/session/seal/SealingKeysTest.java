package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.seal.SealingKeys.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingKeysTest {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-23T05:21:55.123Z");

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("deep/keys");
    }

    private static Sealer sealer(SealingKeys keys) {
        return keys.sealer("session", "app", "__Host-sid");
    }

    private static List<String> ids(SealingKeys keys) {
        return keys.keys().stream().map(SealingKeys.Key::id).toList();
    }

    private static List<Role> roles(SealingKeys keys) {
        return keys.keys().stream().map(SealingKeys.Key::role).toList();
    }

    @Test
    void aRingIsMadeWhereThereIsNoneAndFoundAgainAfterwards() {
        SealingKeys made = SealingKeys.inFile(path, Clock.fixed(NOW, ZoneOffset.UTC));
        String text = sealer(made).seal(HELLO);
        SealingKeys found = SealingKeys.inFile(path);

        assertThat(found.keys()).isEqualTo(made.keys()).hasSize(1);
        assertThat(found.keys().get(0).role()).isEqualTo(Role.CURRENT);
        assertThat(found.keys().get(0).created()).isEqualTo(Instant.parse("2026-11-23T05:21:55Z"));
        assertThat(sealer(found).open(text).orElseThrow().current()).isTrue();
    }

    @Test
    void rotatingSealsUnderANewKeyAndStillOpensWhatTheOldOneSealed() {
        SealingKeys keys = SealingKeys.inFile(path);
        Sealer sealer = sealer(keys);
        String old = sealer.seal(HELLO);
        String before = ids(keys).get(0);

        String id = keys.rotate();

        assertThat(ids(keys)).containsExactly(id, before);
        assertThat(roles(keys)).containsExactly(Role.CURRENT, Role.PREVIOUS);
        assertThat(sealer.open(old).orElseThrow().current()).isFalse();
        assertThat(sealer.open(sealer.seal(HELLO)).orElseThrow().current()).isTrue();
        assertThat(SealingKeys.inFile(path).keys()).isEqualTo(keys.keys());
    }

    @Test
    void previousKeysStandNewestFirst() {
        SealingKeys keys = SealingKeys.inFile(path);
        List<String> expected = new ArrayList<>(ids(keys));
        for (int round = 0; round < 5; round++) {
            expected.add(0, keys.rotate());
        }
        assertThat(ids(keys)).isEqualTo(expected);
        assertThat(ids(SealingKeys.inFile(path))).isEqualTo(expected);
    }

    @Test
    void whatARetiredKeySealedFailsAtOnce() {
        SealingKeys keys = SealingKeys.inFile(path);
        Sealer sealer = sealer(keys);
        String text = sealer.seal(HELLO);
        String retired = ids(keys).get(0);
        keys.rotate();
        assertThat(sealer.open(text)).isPresent();

        keys.retire(retired);

        assertThat(sealer.open(text)).isEmpty();
        assertThat(ids(keys)).doesNotContain(retired).hasSize(1);
        assertThat(sealer(SealingKeys.inFile(path)).open(text)).isEmpty();
    }

    @Test
    void theCurrentKeyIsNeverRetired() {
        SealingKeys keys = SealingKeys.inFile(path);
        String current = ids(keys).get(0);
        assertThatThrownBy(() -> keys.retire(current))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(current);
        assertThat(ids(keys)).containsExactly(current);
    }

    @Test
    void anUnknownIdIsRefusedAndTheKnownOnesAreNamed() {
        SealingKeys keys = SealingKeys.inFile(path);
        assertThatThrownBy(() -> keys.retire("00000000"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ids(keys).get(0));
        assertThatThrownBy(() -> keys.promote("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStagedKeyOpensButDoesNotSealUntilItIsPromoted() {
        SealingKeys keys = SealingKeys.inFile(path);
        Sealer sealer = sealer(keys);
        String first = ids(keys).get(0);

        String staged = keys.stage();
        assertThat(ids(keys)).containsExactly(first, staged);
        assertThat(roles(keys)).containsExactly(Role.CURRENT, Role.STAGED);
        String underFirst = sealer.seal(HELLO);

        keys.promote(staged);
        assertThat(ids(keys)).containsExactly(staged, first);
        assertThat(roles(keys)).containsExactly(Role.CURRENT, Role.PREVIOUS);
        assertThat(sealer.open(underFirst).orElseThrow().current()).isFalse();

        keys.promote(staged);
        assertThat(ids(keys)).as("promoting twice changes nothing").containsExactly(staged, first);
    }

    @Test
    void withStagingNoProcessEverSealsWhatAnotherCannotOpen() {
        SealingKeys one = SealingKeys.inFile(path);
        SealingKeys other = SealingKeys.inFile(path);
        Sealer here = sealer(one);
        Sealer there = sealer(other);
        assertBothOpen(here, there);
        String staged = one.stage();
        assertBothOpen(here, there);
        other.reload();
        assertBothOpen(here, there);
        one.promote(staged);
        assertBothOpen(here, there);
        assertThat(there.open(here.seal(HELLO)).orElseThrow().current())
                .as("what the newer key sealed need not be sealed anew")
                .isTrue();
        other.reload();
        assertBothOpen(here, there);
        assertThat(other.keys()).isEqualTo(one.keys());
    }

    private static void assertBothOpen(Sealer here, Sealer there) {
        assertThat(there.open(here.seal(HELLO))).isPresent();
        assertThat(here.open(there.seal(HELLO))).isPresent();
    }

    @Test
    void onlyOneKeyIsStagedAtATime() {
        SealingKeys keys = SealingKeys.inFile(path);
        String staged = keys.stage();
        assertThatThrownBy(keys::stage)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(staged);
        keys.rotate();
        assertThat(roles(keys)).containsExactly(Role.CURRENT, Role.STAGED, Role.PREVIOUS);
        keys.retire(staged);
        assertThat(roles(keys)).containsExactly(Role.CURRENT, Role.PREVIOUS);
    }

    @Test
    void aPreviousKeyCanBePromotedAgain() {
        SealingKeys keys = SealingKeys.inFile(path);
        String first = ids(keys).get(0);
        String second = keys.rotate();
        String third = keys.rotate();
        keys.promote(first);
        assertThat(ids(keys)).containsExactly(first, third, second);
    }

    @Test
    void aRingHasAtMost64Keys() {
        SealingKeys keys = SealingKeys.inFile(path);
        for (int count = 1; count < 64; count++) {
            keys.rotate();
        }
        List<String> full = ids(keys);
        assertThatThrownBy(keys::rotate)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retire");
        assertThat(ids(keys)).hasSize(64).isEqualTo(full);
        assertThat(ids(SealingKeys.inFile(path))).isEqualTo(full);
    }

    @Test
    void aChangeStartsFromTheFileSoThatTwoProcessesLoseNoKey() {
        SealingKeys one = SealingKeys.inFile(path);
        SealingKeys other = SealingKeys.inFile(path);
        String first = ids(one).get(0);
        String second = one.rotate();
        String third = other.rotate();
        assertThat(ids(other)).containsExactly(third, second, first);
        one.reload();
        assertThat(one.keys()).isEqualTo(other.keys());
    }

    @Test
    void aRingThatWasGivenItsKeysCannotBeChanged() {
        byte[] secret = new byte[32];
        new Random(3).nextBytes(secret);
        SealingKeys keys = SealingKeys.of(secret);
        String id = ids(keys).get(0);
        assertThat(keys.keys().get(0).created()).isNull();
        assertThatThrownBy(keys::rotate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("file");
        assertThatThrownBy(keys::stage).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(keys::reload).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keys.promote(id)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keys.retire(id)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void changingTheArrayAfterwardsChangesNothing() {
        byte[] secret = new byte[32];
        new Random(3).nextBytes(secret);
        SealingKeys keys = SealingKeys.of(secret);
        String text = sealer(keys).seal(HELLO);
        secret[0]++;
        assertThat(sealer(keys).open(text)).isPresent();
    }

    @Test
    void aDamagedOrMissingFileIsRefusedOnReloadAndTheRingStaysAsItWas() throws Exception {
        SealingKeys keys = SealingKeys.inFile(path);
        Sealer sealer = sealer(keys);
        String text = sealer.seal(HELLO);
        byte[] good = Files.readAllBytes(path);

        Files.write(path, new byte[0]);
        assertThatThrownBy(keys::reload)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(path.toString());
        assertThatThrownBy(keys::rotate).isInstanceOf(IllegalStateException.class);
        Files.delete(path);
        assertThatThrownBy(keys::reload)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gone");
        assertThatThrownBy(keys::rotate)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gone");
        assertThat(path).doesNotExist();
        assertThat(sealer.open(text)).isPresent();
        assertThat(sealer.open(sealer.seal(HELLO))).isPresent();

        Files.write(path, good);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        keys.reload();
        assertThat(sealer.open(text)).isPresent();
    }

    @Test
    void readersSeeAWholeRingAtEveryMomentWhileItIsRotated() throws Exception {
        int rotations = 50;
        for (int ring = 0; ring * rotations < Integer.getInteger("sojourn.rounds", 200); ring++) {
            rotateUnderReaders(directory.resolve("keys-" + ring), rotations);
        }
    }

    private static void rotateUnderReaders(Path path, int rotations) throws Exception {
        SealingKeys writer = SealingKeys.inFile(path);
        SealingKeys reader = SealingKeys.inFile(path);
        Sealer sealer = sealer(reader);
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch start = new CountDownLatch(2);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<?> reloading = pool.submit(() -> {
                start.countDown();
                while (!done.get()) {
                    reader.reload();
                }
            });
            Future<?> sealing = pool.submit(() -> {
                start.countDown();
                while (!done.get()) {
                    assertThat(sealer.open(sealer.seal(HELLO))).isPresent();
                }
            });
            start.await();
            for (int round = 0; round < rotations; round++) {
                writer.rotate();
            }
            done.set(true);
            reloading.get();
            sealing.get();
        } finally {
            done.set(true);
            pool.shutdown();
        }
        reader.reload();
        assertThat(reader.keys()).isEqualTo(writer.keys()).hasSize(rotations + 1);
    }

    @Test
    void aReloadBesideARotationNeverBringsTheOldRingBack() throws Exception {
        int perRing = 50;
        int threads = 3;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int ring = 0; ring * perRing < Integer.getInteger("sojourn.rounds", 200); ring++) {
                Path file = directory.resolve("keys-" + ring);
                SealingKeys keys = SealingKeys.inFile(file);
                for (int round = 0; round < perRing; round++) {
                    rotateBesideReloads(keys, pool, threads);
                    SealingKeys loaded = SealingKeys.inFile(file);
                    assertThat(keys.keys()).isEqualTo(loaded.keys()).hasSize(round + 2);
                    assertThat(sealer(loaded)
                                    .open(sealer(keys).seal(HELLO))
                                    .orElseThrow()
                                    .current())
                            .isTrue();
                }
            }
        } finally {
            pool.shutdown();
        }
    }

    private static void rotateBesideReloads(SealingKeys keys, ExecutorService pool, int threads) throws Exception {
        CountDownLatch reloading = new CountDownLatch(threads);
        AtomicBoolean rotated = new AtomicBoolean();
        List<Future<?>> reloads = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            reloads.add(pool.submit(() -> {
                reloading.countDown();
                while (!rotated.get()) {
                    keys.reload();
                }
            }));
        }
        reloading.await();
        keys.rotate();
        rotated.set(true);
        for (Future<?> reload : reloads) {
            reload.get();
        }
    }

    @Test
    void manyThreadsThatChangeTheRingAtOnceLoseNoChange() throws Exception {
        SealingKeys.inFile(path);
        int threads = 6;
        int rotations = 10;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<List<String>>> workers = new ArrayList<>();
        try {
            for (int thread = 0; thread < threads; thread++) {
                workers.add(pool.submit(() -> {
                    SealingKeys keys = SealingKeys.inFile(path);
                    List<String> made = new ArrayList<>();
                    start.await();
                    for (int round = 0; round < rotations; round++) {
                        made.add(keys.rotate());
                    }
                    return made;
                }));
            }
            start.countDown();
            List<String> all = new ArrayList<>();
            for (Future<List<String>> worker : workers) {
                all.addAll(worker.get());
            }
            assertThat(ids(SealingKeys.inFile(path)))
                    .hasSize(threads * rotations + 1)
                    .containsAll(all);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void idsAreShownAndSecretsAreNot() throws Exception {
        SealingKeys keys = SealingKeys.inFile(path);
        keys.rotate();
        List<String> secrets = Files.readAllLines(path).stream()
                .filter(line -> line.startsWith("current") || line.startsWith("previous"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
        assertThat(secrets).hasSize(2).allSatisfy(secret -> assertThat(secret).hasSize(43));
        String shown = keys + " " + keys.keys() + " " + keys.ring();
        assertThat(shown).contains(ids(keys)).doesNotContain(secrets);
        assertThat(ids(keys)).allSatisfy(id -> assertThat(id).matches("[0-9a-f]{8}"));
    }
}
