package dev.sojourn.session.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PaddingTest {

    private static final int LIMIT = 3019;

    @Test
    void everyPlaintextComesBackWhateverItEndsWith() {
        for (int length = 0; length < LIMIT; length++) {
            for (byte octet : new byte[] {0, 1, (byte) 0x80, (byte) 0xff}) {
                byte[] plaintext = new byte[length];
                Arrays.fill(plaintext, octet);
                byte[] padded = Padding.pad(plaintext, LIMIT);
                assertThat(Padding.isPaddedLength(padded.length, LIMIT)).isTrue();
                assertThat(Padding.strip(padded)).isEqualTo(plaintext);
            }
        }
    }

    @Test
    void lengthsGrowInStepsOf64AndTheLastStepEndsAtTheLimit() {
        assertThat(Padding.pad(new byte[0], LIMIT)).hasSize(64);
        assertThat(Padding.pad(new byte[63], LIMIT)).hasSize(64);
        assertThat(Padding.pad(new byte[64], LIMIT)).hasSize(128);
        assertThat(Padding.pad(new byte[3007], LIMIT)).hasSize(3008);
        assertThat(Padding.pad(new byte[3008], LIMIT)).hasSize(3019);
        assertThat(Padding.pad(new byte[3018], LIMIT)).hasSize(3019);
    }

    @Test
    void otherLengthsAreNotOurs() {
        for (int length : new int[] {-64, -1, 0, 1, 63, 65, 127, 3009, 3018, 3020, 3072}) {
            assertThat(Padding.isPaddedLength(length, LIMIT))
                    .as("length " + length)
                    .isFalse();
        }
        assertThat(Padding.isPaddedLength(128, 128)).isTrue();
        assertThat(Padding.isPaddedLength(192, 128)).isFalse();
    }

    @Test
    void whatWasNotPaddedIsNotStripped() {
        assertThat(Padding.strip(new byte[0])).isNull();
        assertThat(Padding.strip(new byte[64])).isNull();
        byte[] unmarked = new byte[64];
        unmarked[63] = 1;
        assertThat(Padding.strip(unmarked)).isNull();
        byte[] tooFar = new byte[128];
        tooFar[63] = (byte) 0x80;
        assertThat(Padding.strip(tooFar)).isNull();
    }
}
