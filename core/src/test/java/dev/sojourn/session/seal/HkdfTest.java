package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HkdfTest {

    @ParameterizedTest(name = "RFC 5869 appendix {0}")
    @CsvSource({
        "A.1, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 000102030405060708090a0b0c, f0f1f2f3f4f5f6f7f8f9,"
                + "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        "A.3, 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, '', '',"
                + "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    })
    void theVectorsOfRfc5869ComeOut(String name, String secret, String salt, String info, String expected) {
        HexFormat hex = HexFormat.of();
        byte[] derived = Hkdf.derive(hex.parseHex(secret), hex.parseHex(salt), hex.parseHex(info), 42);
        assertThat(hex.formatHex(derived)).isEqualTo(expected);
    }

    @Test
    void everyLengthAgreesWithAnotherImplementation() {
        byte[] secret = {1, 2, 3};
        byte[] info = {4, 5};
        for (int length = 1; length <= 200; length++) {
            byte[] expected = new byte[length];
            HKDFBytesGenerator other = new HKDFBytesGenerator(new SHA256Digest());
            other.init(new HKDFParameters(secret, null, info));
            other.generateBytes(expected, 0, length);
            assertThat(Hkdf.derive(secret, new byte[0], info, length)).isEqualTo(expected);
        }
    }
}
