package dev.sojourn.login.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.event.Event;
import dev.sojourn.event.EventType;
import dev.sojourn.login.password.PasswordHasher.Verification;
import dev.sojourn.login.password.PasswordRefusedException.Rule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {

    private static final String PASSWORD = "wonderland-1865";
    private static final Verification NO = new Verification(false, false);
    private static final Verification YES = new Verification(true, false);

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final PasswordHasher hasher = PasswordHasher.builder()
            .events(events::add)
            .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
            .build();

    @Test
    void aPasswordMatchesItsOwnHashAndNoOther() {
        String stored = hasher.hash(PASSWORD);

        assertThat(hasher.verify(PASSWORD, stored)).isEqualTo(YES);
        assertThat(hasher.verify("wonderland-1866", stored)).isEqualTo(NO);
        assertThat(hasher.verify("", stored)).isEqualTo(NO);
    }

    @Test
    void whatIsStoredIsAPhcStringWithTheSettingsInForce() {
        assertThat(hasher.hash(PASSWORD))
                .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    }

    @Test
    void onePasswordHashedTwiceGivesTwoStrings() {
        assertThat(hasher.hash(PASSWORD)).isNotEqualTo(hasher.hash(PASSWORD));
    }

    @Test
    void theFunctionIsArgon2idOfRfc9106() {
        // RFC 9106 section 5.3
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(filled(16, 2))
                .withSecret(filled(8, 3))
                .withAdditional(filled(12, 4))
                .build());
        byte[] tag = new byte[32];
        generator.generateBytes(filled(32, 1), tag);

        assertThat(HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
            })
    void stringsOfTheReferenceImplementationAreVerifiedAndWantRehashing(String stored) {
        // from the tests of the Argon2 reference implementation (P-H-C/phc-winner-argon2, src/test.c)
        assertThat(hasher.verify("password", stored)).isEqualTo(new Verification(true, true));
        assertThat(hasher.verify("passwore", stored)).isEqualTo(NO);
    }

    @Test
    void aHashMadeWithOlderSettingsStillMatchesAndWantsRehashing() {
        String old = PasswordHasher.builder().cost(7_168, 5, 1).build().hash(PASSWORD);

        assertThat(hasher.verify(PASSWORD, old)).isEqualTo(new Verification(true, true));
        assertThat(hasher.verify("another password", old)).isEqualTo(NO);
    }

    @Test
    void anUnknownUserIsNotSignedIn() {
        assertThat(hasher.verify(PASSWORD, null)).isEqualTo(NO);
        assertThat(events).isEmpty();
    }

    @Test
    void composedAndDecomposedFormsAreOnePassword() {
        String composed = "caf\u00e9 au lait, s'il vous pla\u00eet";
        String decomposed = "cafe\u0301 au lait, s'il vous plai\u0302t";

        assertThat(hasher.verify(decomposed, hasher.hash(composed))).isEqualTo(YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " wonderland-1865",
                "wonderland-1865 ",
                "Wonderland-1865",
                "wonderland-1865\0",
                "wonderland\0-1865"
            })
    void nothingElseIsNormalisedAway(String other) {
        String stored = hasher.hash(PASSWORD);

        assertThat(hasher.verify(other, stored)).isEqualTo(NO);
        assertThat(hasher.verify(other, hasher.hash(other))).isEqualTo(YES);
    }

    @Test
    void compatibilityFormsAreDifferentPasswords() {
        assertThat(hasher.verify("\uff57onderland-1865", hasher.hash(PASSWORD))).isEqualTo(NO);
    }

    @Test
    void lengthIsCountedInCodePointsAfterComposing() {
        String fifteenEmoji = "\ud83d\udc07".repeat(15);

        assertThat(hasher.verify(fifteenEmoji, hasher.hash(fifteenEmoji))).isEqualTo(YES);
        assertThatThrownBy(() -> hasher.hash("\ud83d\udc07".repeat(14)))
                .isInstanceOf(PasswordRefusedException.class)
                .hasMessage("a password needs at least 15 characters, given 14")
                .satisfies(thrown -> assertThat(rule(thrown)).isEqualTo(Rule.TOO_SHORT));
        assertThatThrownBy(() -> hasher.hash("e\u0301".repeat(14))).isInstanceOf(PasswordRefusedException.class);
    }

    @Test
    void theMinimumIsAskedOfNewPasswordsOnly() {
        String stored = PasswordHasher.builder().minLength(8).build().hash("eight888");

        assertThat(hasher.verify("eight888", stored)).isEqualTo(YES);
    }

    @Test
    void aRightPasswordShorterThanTheMinimumOfTodayCanBeHashedAgain() {
        String old =
                PasswordHasher.builder().minLength(8).cost(7_168, 5, 1).build().hash("eight888");
        assertThat(hasher.verify("eight888", old)).isEqualTo(new Verification(true, true));

        assertThat(hasher.verify("eight888", hasher.rehash("eight888"))).isEqualTo(YES);
    }

    @Test
    void nothingIsCutOffUpToTheLongestPassword() {
        String longest = "x".repeat(1023);
        String stored = hasher.hash(longest + "a");

        assertThat(hasher.verify(longest + "a", stored)).isEqualTo(YES);
        assertThat(hasher.verify(longest + "b", stored)).isEqualTo(NO);
    }

    @ParameterizedTest
    @ValueSource(ints = {1025, 2049, 1_000_000})
    void longerThan1024BytesIsRefusedOnBothWays(int length) {
        String tooLong = "x".repeat(length);

        for (Runnable attempt : List.<Runnable>of(() -> hasher.hash(tooLong), () -> hasher.verify(tooLong, null))) {
            assertThatThrownBy(attempt::run)
                    .isInstanceOf(PasswordRefusedException.class)
                    .hasMessage("a password may have at most 1024 bytes of UTF-8, given " + length)
                    .satisfies(thrown -> assertThat(rule(thrown)).isEqualTo(Rule.TOO_LONG));
        }
    }

    @Test
    void bytesNotCharactersAreCountedForTheLongest() {
        assertThat(hasher.hash("\u20ac".repeat(341))).isNotEmpty();
        assertThatThrownBy(() -> hasher.hash("\u20ac".repeat(342))).hasMessageEndingWith("given 1026");
    }

    @Test
    void theLongestPasswordIsTheSameInBothForms() {
        String decomposed = "U\u0308\u0304".repeat(512);

        assertThat(hasher.verify(decomposed, hasher.hash("\u01d5".repeat(512)))).isEqualTo(YES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\udc07", "wonderland\ud83d-1865", "wonderland-1865\udc07\ud83d"})
    void halfASurrogatePairIsRefusedOnBothWays(String broken) {
        for (Runnable attempt : List.<Runnable>of(() -> hasher.hash(broken), () -> hasher.verify(broken, null))) {
            assertThatThrownBy(attempt::run)
                    .isInstanceOf(PasswordRefusedException.class)
                    .satisfies(thrown -> assertThat(rule(thrown)).isEqualTo(Rule.NOT_TEXT));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4194304 KiB |"
                        + " $argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "17 passes | $argon2id$v=19$m=256,t=17,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "17 lanes | $argon2id$v=19$m=256,t=2,p=17$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "memory below 8 per lane |"
                        + " $argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "a number beyond int | $argon2id$v=19$m=99999999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                "a leading zero | $argon2id$v=19$m=0256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                "a sign | $argon2id$v=19$m=+256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                "swapped names | $argon2id$v=19$t=2,m=256,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                "a fourth parameter | $argon2id$v=19$m=256,t=2,p=1,keyid=x$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                "a short salt | $argon2id$v=19$m=256,t=2,p=1$c2FsdHk$nf65EOgLrQMR/uIPnA4rEg",
                "a short hash | $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgL",
                "padding | $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ=$nf65EOgLrQMR/uIPnA4rEg",
                "stray bits | $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHR$nf65EOgLrQMR/uIPnA4rEg",
                "not base64 | $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbH!$nf65EOgLrQMR/uIPnA4rEg",
                "argon2i | $argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                "version 16 | $argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                "no version | $argon2id$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEg",
                "bcrypt | $2b$12$abcdefghijklmnopqrstuuBcKjQd1x4rC5gJ8nZ8VqXy9mC0cO1iW",
                "plain text | password",
                "empty | ''"
            })
    void aStoredHashThatCannotBeCheckedIsANoAndAnEvent(String what, String stored) {
        assertThat(hasher.verify("password", stored)).as(what).isEqualTo(NO);

        assertThat(events).extracting(Event::type).containsExactly(EventType.PASSWORD_HASH_UNREADABLE);
        assertThat(events.get(0).detail())
                .startsWith("a stored password hash cannot be checked: ")
                .doesNotContain("c29t", "nf65");
    }

    @Test
    void aStoredHashOfAMillionCharactersIsNotEvenSplit() {
        assertThat(hasher.verify("password", "$".repeat(1_000_000))).isEqualTo(NO);
        assertThat(events.get(0).detail()).endsWith("at most 256 characters, given 1000000");
    }

    @Test
    void aListenerThatThrowsChangesNoAnswer() {
        PasswordHasher told = PasswordHasher.builder()
                .events(event -> {
                    throw new IllegalStateException("listener");
                })
                .build();

        assertThat(told.verify("password", "nonsense")).isEqualTo(NO);
    }

    @ParameterizedTest
    @CsvSource({
        "19455,2,1",
        "19456,1,1",
        "47103,1,1",
        "7167,16,1",
        "7168,4,1",
        "1048577,2,1",
        "19456,17,1",
        "19456,2,17",
        "19456,2,0"
    })
    void costsBelowTheMinimumOrAboveTheBoundsAreRefused(int memoryKib, int iterations, int parallelism) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHasher.builder().cost(memoryKib, iterations, parallelism))
                .withMessageContaining("given");
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHasher.builder().minLength(7));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHasher.builder().minLength(65));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHasher.builder().concurrency(0, 1, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHasher.builder().concurrency(1, -1, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PasswordHasher.builder().concurrency(1, 1, Duration.ofMillis(-1)));
    }

    @Test
    void thePasswordBytesAreWipedAfterUse() {
        PasswordText text = PasswordText.of(PASSWORD);
        byte[] bytes = text.bytes();
        text.close();

        assertThat(bytes).containsOnly(0);
        assertThat(text).hasToString("PasswordText[redacted]");
    }

    private static Rule rule(Throwable thrown) {
        return ((PasswordRefusedException) thrown).rule();
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
