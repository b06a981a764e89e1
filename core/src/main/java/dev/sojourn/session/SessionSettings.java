package dev.sojourn.session;

import dev.sojourn.session.cookie.SessionCookie;
import dev.sojourn.session.store.StoredSession;
import java.time.Duration;
import java.time.Instant;

/**
 * The settings of a manager. Immutable, and right: checked when made.
 *
 * @param application separates applications that share a store or a key ring
 * @param idleTimeout a session lives at least this long after its last use
 * @param lifetime a session ends this long after it began, or after sign-in, whatever its use
 * @param cookie the cookie over HTTPS
 * @param maxSize the most bytes of attributes that a stored session may hold
 */
public record SessionSettings(
        String application, Duration idleTimeout, Duration lifetime, SessionCookie cookie, int maxSize) {

    /** A tenth of slack: how late the last use may be written down. */
    private static final int THROTTLE = 10;

    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final int LONGEST_NAME = 64;
    private static final int SMALLEST_MAX_SIZE = 1024;

    /** @throws IllegalArgumentException naming the setting, its limit and what was given */
    public SessionSettings {
        check(
                !application.isEmpty() && application.length() <= LONGEST_NAME && plain(application),
                "application must be 1 to " + LONGEST_NAME + " letters, digits, '.', '_' or '-', given \"" + application
                        + "\"");
        check(
                idleTimeout.compareTo(SHORTEST) >= 0,
                "idleTimeout must be at least " + SHORTEST + ", given " + idleTimeout);
        check(lifetime.compareTo(LONGEST) <= 0, "lifetime must be at most " + LONGEST + ", given " + lifetime);
        check(
                idleTimeout.compareTo(lifetime) <= 0,
                "idleTimeout must not be longer than lifetime, given " + idleTimeout + " and " + lifetime);
        check(
                cookie.isSecure(),
                "cookie must be Secure, given \"" + cookie.name() + "\"; the development cookie is used by itself where"
                        + " developmentOverHttp() is on");
        check(
                maxSize >= SMALLEST_MAX_SIZE,
                "maxSize must be at least " + SMALLEST_MAX_SIZE + " bytes, given " + maxSize);
    }

    /** An owner of this application among those of others in one store; no application's name has a colon in it. */
    String ownerLabel(String owner) {
        return application + ":" + owner;
    }

    /** Half an hour idle, twelve hours in all, {@code __Host-sid}, 1 MiB, application {@code "app"}. */
    static SessionSettings standard() {
        return new SessionSettings(
                "app", Duration.ofMinutes(30), Duration.ofHours(12), SessionCookie.standard(), 1 << 20);
    }

    /** The deadline to write down: idle timeout and slack after the use, but never past the lifetime. */
    Instant deadline(Instant begin, Instant lastSeen) {
        Instant idle = lastSeen.plus(idleTimeout).plus(slack());
        Instant end = begin.plus(lifetime);
        return idle.isBefore(end) ? idle : end;
    }

    /** True when a session has not ended, by its own deadline and by these settings, which may have become stricter since. */
    boolean alive(StoredSession session, Instant now) {
        return !session.expired(now) && now.isBefore(deadline(session.createdAt(), session.lastSeenAt()));
    }

    /** True when the last use that was written down is so long ago that this one must be written. */
    boolean touchDue(Instant lastSeen, Instant now) {
        return Duration.between(lastSeen, now).compareTo(slack()) > 0;
    }

    private Duration slack() {
        return idleTimeout.dividedBy(THROTTLE);
    }

    private static boolean plain(String text) {
        return text.chars()
                .allMatch(c -> c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || c == '.'
                        || c == '_'
                        || c == '-');
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
