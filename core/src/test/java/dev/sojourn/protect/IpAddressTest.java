package dev.sojourn.protect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8::1, 2001:db8::1",
        "2001:0db8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::ffff:10.0.0.1, 10.0.0.1",
        "::FFFF:a00:1, 10.0.0.1",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
    })
    void aLiteralHasOneCanonicalText(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:8080, 192.0.2.1",
        "[2001:db8::1], 2001:db8::1",
        "[2001:db8::1]:8080, 2001:db8::1",
        "[::ffff:192.0.2.1]:1, 192.0.2.1",
        "fe80::1%eth0, fe80::1",
        "[fe80::1%25eth0]:80, fe80::1",
    })
    void aHopLosesPortBracketsAndZone(String text, String canonical) {
        assertThat(IpAddress.parseHop(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "unknown",
                "_hidden",
                "localhost",
                "shop.example",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "010.0.0.1",
                "1.2.3.04",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".1.2.3.4",
                "1..2.3",
                "256.1.1.1",
                "1.2.3.999",
                "1.2.3.4 ",
                " 1.2.3.4",
                "+1.2.3.4",
                "-1.2.3.4",
                "1.2.3.4%eth0",
                "\u0661.2.3.4",
                "1.2.3.4:",
                "1.2.3.4:x",
                "1.2.3.4:123456",
                ":",
                ":::",
                "1",
                "1:2",
                "1::2::3",
                "12345::",
                "g::",
                ":1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:",
                "1:",
                "::1.2.3",
                "::01.2.3.4",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3.4:5",
                "[::1",
                "::1]",
                "[]",
                "[1.2.3.4]",
                "[::1]x",
                "[::1]:",
                "[::1]:x",
                "::\uff11",
                "a:b:c:d:e:f:0:1:2.3.4.5",
            })
    void anythingElseIsUnreadable(String text) {
        assertThat(IpAddress.parse(text)).isNull();
        assertThat(IpAddress.parseHop(text)).isNull();
    }

    @Test
    void canonicalTextReadsBackAndNamesTheSameAddressToTheJdk() throws UnknownHostException {
        Random random = new Random(20261123);
        for (int round = 0; round < 10_000; round++) {
            // Many zero groups, so that every way to shorten occurs.
            IpAddress address = new IpAddress(sparse(random), sparse(random));
            String text = address.toString();
            assertThat(IpAddress.parse(text)).isEqualTo(address);
            byte[] bits = InetAddress.getByName(text).getAddress();
            assertThat(bits.length == 4).isEqualTo(address.v4());
            assertThat(IpAddress.parse(InetAddress.getByAddress(bits).getHostAddress()))
                    .isEqualTo(address);
        }
    }

    private static long sparse(Random random) {
        long mask = 0;
        for (int group = 0; group < 4; group++) {
            mask = mask << 16 | (random.nextInt(3) == 0 ? 0xffff : 0);
        }
        return random.nextLong() & mask;
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, 11.0.0.0",
        "192.0.2.0/25, 192.0.2.127, 192.0.2.128",
        "127.0.0.1, 127.0.0.1, 127.0.0.2",
        "127.0.0.1/32, ::ffff:127.0.0.1, 127.0.0.0",
        "0.0.0.0/0, 203.0.113.9, 2001:db8::1",
        "::1, ::1, ::2",
        "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::",
        "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff, 2001:db8:0:1::",
        "2001:db8::8000/113, 2001:db8::ffff, 2001:db8::7fff",
        "::ffff:10.0.0.0/104, 10.1.2.3, 11.1.2.3",
    })
    void aRangeHoldsTheAddressesThatShareItsPrefix(String range, String inside, String outside) {
        AddressRange block = AddressRange.of(range);
        assertThat(block.contains(requireNonNull(IpAddress.parse(inside)))).isTrue();
        assertThat(block.contains(requireNonNull(IpAddress.parse(outside)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "localhost", "proxy.example", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8",
                        "10.0.0.0/x",
                "10.0.0.0/4294967304", "10.0.0.1/8", "10/8", "010.0.0.0/8", "::1/129", "2001:db8::1/64", "[::1]",
                        "10.0.0.0 /8",
            })
    void aRangeThatIsNoneIsRefusedByName(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(range))
                .withMessageContaining("\"" + range + "\"");
    }
}
