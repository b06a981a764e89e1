package dev.sojourn.session.cookie;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Dates as HTTP writes them (IMF-fixdate, RFC 9110 section 5.6.7), in any locale: the JDK's RFC 1123 format has
 * one-digit days.
 */
final class HttpDate {

    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDate() {}

    static String format(Instant instant) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(29);
        text.append(name(DAYS, time.getDayOfWeek().getValue())).append(", ");
        two(text, time.getDayOfMonth()).append(' ');
        text.append(name(MONTHS, time.getMonthValue())).append(' ');
        two(text, time.getYear() / 100);
        two(text, time.getYear() % 100).append(' ');
        two(text, time.getHour()).append(':');
        two(text, time.getMinute()).append(':');
        return two(text, time.getSecond()).append(" GMT").toString();
    }

    private static String name(String names, int number) {
        return names.substring(3 * (number - 1), 3 * number);
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
