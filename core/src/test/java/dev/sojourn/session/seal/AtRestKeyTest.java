package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class AtRestKeyTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] TOKEN = counting(32, 0);
    private static final byte[] STORE_KEY = counting(32, 0x40);
    private static final byte[] NONCE = counting(12, 0xa0);
    private static final byte[] VALUE = "dark".getBytes(StandardCharsets.UTF_8);

    /** Must never change: sessions in stores are sealed so. */
    private static final String PINNED = "a0a1a2a3a4a5a6a7a8a9aaab380dbf23f6dd759cbf2ba78f1672153beed9dffa";

    private final AtRestKey key = key(TOKEN, STORE_KEY, "app", new SecureRandom());

    @Test
    void theFormatStaysAsItIs() {
        AtRestKey fixed = key(TOKEN, STORE_KEY, "app", new FixedNonce(NONCE));
        assertThat(HEX.formatHex(fixed.seal("theme", VALUE))).isEqualTo(PINNED);
        assertThat(key.open("theme", HEX.parseHex(PINNED))).isEqualTo(VALUE);
    }

    @Test
    void anotherImplementationSealsTheSame() throws Exception {
        byte[] info = concat(ascii("sojourn/v1 at rest key"), new byte[] {0, 3}, ascii("app"));
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(TOKEN, null, info));
        byte[] derived = new byte[32];
        hkdf.generateBytes(derived, 0, 32);
        byte[] associated = concat(ascii("sojourn/v1 at rest"), STORE_KEY, ascii("theme"));
        GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
        gcm.init(true, new AEADParameters(new KeyParameter(derived), 128, NONCE, associated));
        byte[] sealed = new byte[gcm.getOutputSize(VALUE.length)];
        gcm.doFinal(sealed, gcm.processBytes(VALUE, 0, VALUE.length, sealed, 0));
        assertThat(HEX.formatHex(concat(NONCE, sealed))).isEqualTo(PINNED);
    }

    @Test
    void theSameValueIsSealedDifferentlyEachTimeAndCosts28Octets() {
        byte[] once = key.seal("theme", VALUE);
        assertThat(once).hasSize(VALUE.length + 28);
        assertThat(key.seal("theme", VALUE)).isNotEqualTo(once);
        assertThat(key.open("theme", once)).isEqualTo(VALUE);
        assertThat(key.open("empty", key.seal("empty", new byte[0]))).isEmpty();
    }

    @Test
    void nothingOpensAfterAnyBitWasAlteredOrOctetsAreMissing() {
        byte[] sealed = key.seal("theme", VALUE);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.open("theme", altered)).isNull();
        }
        for (int length = 0; length < sealed.length; length++) {
            assertThat(key.open("theme", Arrays.copyOf(sealed, length))).isNull();
        }
    }

    @Test
    void nothingOpensUnderAnotherNameTokenStoreKeyOrApplication() {
        byte[] sealed = key.seal("theme", VALUE);
        assertThat(key.open("them", sealed)).isNull();
        assertThat(key.open("theme2", sealed)).isNull();
        assertThat(key(STORE_KEY, STORE_KEY, "app", new SecureRandom()).open("theme", sealed))
                .isNull();
        assertThat(key(TOKEN, TOKEN, "app", new SecureRandom()).open("theme", sealed))
                .isNull();
        assertThat(key(TOKEN, STORE_KEY, "shop", new SecureRandom()).open("theme", sealed))
                .isNull();
    }

    @Test
    void itTellsNothingOfItself() {
        assertThat(key).hasToString("AtRestKey[redacted]");
    }

    private static AtRestKey key(byte[] token, byte[] storeKey, String application, SecureRandom random) {
        return AtRestKey.of(token, storeKey, application, random);
    }

    private static byte[] counting(int length, int from) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (from + i);
        }
        return octets;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = {};
        for (byte[] part : parts) {
            int at = all.length;
            all = Arrays.copyOf(all, at + part.length);
            System.arraycopy(part, 0, all, at, part.length);
        }
        return all;
    }
}
