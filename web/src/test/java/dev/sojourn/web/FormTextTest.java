package dev.sojourn.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTextTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded, 10, true",
        "Application/X-WWW-Form-Urlencoded; charset=utf-8, 0, true",
        "application/x-www-form-urlencoded, 1048576, true",
        "application/x-www-form-urlencoded, 1048577, false",
        "application/x-www-form-urlencoded, 99999999999999999999, false",
        "application/x-www-form-urlencoded, -1, false",
        "application/x-www-form-urlencoded, 1x, false",
        "multipart/form-data, 10, false",
        "application/json, 10, false",
    })
    void onlyAShortFormOfKnownLengthIsReadAhead(String type, String length, boolean expected) {
        var head = Requests.of("POST", "/", Map.of("Content-Type", type, "Content-Length", length));
        assertThat(FormText.readAhead(head)).isEqualTo(expected);
    }

    @Test
    void aFormOfUnknownLengthIsNotReadAhead() {
        assertThat(FormText.readAhead(Requests.of("POST", "/", Map.of("Content-Type", FORM))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "_csrf=abc, abc",
                "a=1&_csrf=a%2Bb&c=2, a+b",
                "_csrf=, ''",
                "a=1, -",
                "_csrf=a&_csrf=b, -",
                "x_csrf=a, -",
                "_csrf=a&_csrf=b&_csrf=c, -",
                "&&a&_csrf=x, x",
            })
    void aFieldIsFoundWhereItStandsOnce(String form, String expected) {
        assertThat(FormText.single(form, "_csrf")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_csrf=%zz", "x=%zz&_csrf=a", "_csrf=a&%", "_csrf=a&x=%4", "_csrf=a&x=%+1", "x=%4&_csrf=a"})
    void aFormThatIsNotEncodedRightlyIsRefusedWhereverThatIs(String form) {
        assertThatThrownBy(() -> FormText.single(form, "_csrf")).isInstanceOf(FormRefusedException.class);
    }

    @Test
    void aThousandFieldsAreReadAndOneMoreIsRefused() {
        String fields = "a&".repeat(FormText.MAX_FIELDS - 1);
        assertThat(FormText.single(fields + "_csrf=x", "_csrf")).isEqualTo("x");
        assertThatThrownBy(() -> FormText.single(fields + "a&_csrf=x", "_csrf"))
                .isInstanceOf(FormRefusedException.class)
                .hasMessageContaining("1000");
    }
}
