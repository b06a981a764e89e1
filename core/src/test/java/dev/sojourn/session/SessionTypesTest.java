package dev.sojourn.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.SessionToken;
import dev.sojourn.session.token.StoreKey;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tokens, keys, names and the plaintext of a sealed session. */
class SessionTypesTest {

    @Test
    void twentyThousandTokensAreDistinctAndEvenlySpread() {
        Set<String> seen = new HashSet<>();
        int[] ones = new int[256];
        for (int i = 0; i < 20_000; i++) {
            SessionToken token = SessionToken.random();
            assertThat(token.revealText()).matches("[A-Za-z0-9_-]{43}");
            seen.add(token.revealText());
            byte[] bytes = token.revealBytes();
            for (int bit = 0; bit < 256; bit++) {
                ones[bit] += bytes[bit / 8] >> (bit % 8) & 1;
            }
        }
        assertThat(seen).hasSize(20_000);
        // Six standard deviations of a fair coin thrown 20 000 times.
        for (int bit = 0; bit < 256; bit++) {
            assertThat(ones[bit]).as("bit %d", bit).isBetween(10_000 - 425, 10_000 + 425);
        }
    }

    @Test
    void aTokenHasOneSpelling() {
        SessionToken token = SessionToken.of(new byte[32]);
        assertThat(SessionToken.parse("A".repeat(43))).contains(token);
        for (String other : List.of(
                "A".repeat(42) + "B",
                "A".repeat(43) + "=",
                "A".repeat(42),
                "",
                "A".repeat(42) + "+",
                "A".repeat(42) + "\n")) {
            assertThat(SessionToken.parse(other)).as(other).isEmpty();
        }
        assertThat(token).hasToString("SessionToken[redacted]");
    }

    @Test
    void storeKeysArePinnedAndSeparateApplicationsAndKinds() {
        byte[] secret = new byte[32];
        StoreKey key = StoreKey.of(SessionToken.of(secret), "app");
        assertThat(key.hex()).isEqualTo(sha256("sojourn/v1 store key", "0003", "app", secret));
        assertThat(StoreKey.of(SessionToken.of(secret), "app2")).isNotEqualTo(key);
        assertThat(StoreKey.ofSealedId(secret, "app")).isNotEqualTo(key);
        byte[] alice = {'a', 'l', 'i', 'c', 'e'};
        assertThat(StoreKey.ofEpoch("alice", "app").hex())
                .isEqualTo(sha256("sojourn/v1 owner epoch", "0003", "app", alice));
        assertThat(StoreKey.ofEpoch("app").hex())
                .isEqualTo(sha256("sojourn/v1 epoch of all", "0003", "app", new byte[0]));
        assertThat(StoreKey.ofBytes(key.bytes())).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(key.toString()).contains(key.handle()).doesNotContain(key.hex());
        assertThat(key.hex()).doesNotContain(key.handle());
        assertThatThrownBy(() -> StoreKey.ofBytes(new byte[31])).hasMessageContaining("given 31");
    }

    @Test
    void aSealedPlaintextThatIsCutOrOfANewerFormIsInvalid() {
        byte[] plaintext = HexFormat.of()
                .parseHex("01" + "000102030405060708090a0b0c0d0e0f" + "019aa0000000" + "019aa0000001" + "019aa1000000"
                        + "05" + "616c696365" + "016e0105");
        for (int length = 0; length < plaintext.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(plaintext, length);
            // Without its attributes it is a session that has none.
            if (length != plaintext.length - 4) {
                assertThatThrownBy(() -> SealedRecord.decode(cut, SessionSettings.standard()))
                        .as("%d bytes", length)
                        .isInstanceOf(InvalidRecordException.class);
            }
        }
        plaintext[0] = 8;
        assertThatThrownBy(() -> SealedRecord.decode(plaintext, SessionSettings.standard()))
                .hasMessageContaining("newer form");
    }

    @Test
    void aSealedPlaintextIsPinned() throws Exception {
        String hex = "01" + "000102030405060708090a0b0c0d0e0f" + "019aa0000000" + "019aa0000001" + "019aa1000000" + "05"
                + "616c696365" + "016e0105";
        StoredSession record = SealedRecord.decode(HexFormat.of().parseHex(hex), SessionSettings.standard());
        assertThat(record.owner()).isEqualTo("alice");
        assertThat(record.createdAt().toEpochMilli()).isEqualTo(0x019aa0000000L);
        assertThat(record.lastSeenAt().toEpochMilli()).isEqualTo(0x019aa0000001L);
        assertThat(record.expiresAt().toEpochMilli()).isEqualTo(0x019aa1000000L);
        assertThat(record.attributes().get("n")).containsExactly(5);
        assertThat(HexFormat.of().formatHex(SealedRecord.encode(record))).isEqualTo(hex);
    }

    @Test
    void aSealedPlaintextWithEpochAndSpilledContentIsPinned() throws Exception {
        String hex = "07" + "000102030405060708090a0b0c0d0e0f" + "019aa0000000" + "019aa0000001" + "019aa1000000" + "05"
                + "616c696365" + "019aa000ee48" + "ab".repeat(32);
        byte[] plaintext = HexFormat.of().parseHex(hex);
        StoredSession record = SealedRecord.decode(plaintext, SessionSettings.standard());
        SealedMark mark = SealedMark.of(record);
        assertThat(mark.epoch()).isEqualTo(0x019aa000ee48L);
        assertThat(mark.spilled().token().revealBytes()).containsOnly(0xab);
        assertThat(record.attributes().isEmpty()).isTrue();
        assertThat(SealedRecord.encode(record)).isEqualTo(plaintext);
        for (int length = 0; length < plaintext.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(plaintext, length);
            assertThatThrownBy(() -> SealedRecord.decode(cut, SessionSettings.standard()))
                    .isInstanceOf(InvalidRecordException.class);
        }
    }

    private static String sha256(String label, String lengthHex, String application, byte[] secret) {
        try {
            var hash = java.security.MessageDigest.getInstance("SHA-256");
            hash.update(label.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            hash.update(HexFormat.of().parseHex(lengthHex));
            hash.update(application.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash.digest(secret));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
