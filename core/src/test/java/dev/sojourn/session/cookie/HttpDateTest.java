package dev.sojourn.session.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1994-11-06T08:49:37Z | Sun, 06 Nov 1994 08:49:37 GMT",
                "1970-01-01T00:00:00Z | Thu, 01 Jan 1970 00:00:00 GMT",
                "2026-11-23T23:59:59.999Z | Mon, 23 Nov 2026 23:59:59 GMT",
                "2028-02-29T12:00:00Z | Tue, 29 Feb 2028 12:00:00 GMT",
                "2101-12-31T09:05:01Z | Sat, 31 Dec 2101 09:05:01 GMT"
            })
    void aDateHasTwoDigitDayAndFourDigitYear(Instant instant, String text) {
        assertThat(HttpDate.format(instant)).isEqualTo(text);
    }

    @Test
    void theDefaultLocaleDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(HttpDate.format(Instant.EPOCH)).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
        } finally {
            Locale.setDefault(before);
        }
    }
}
