package dev.sojourn.login.password;

/**
 * Too many passwords are being hashed already; this one was not looked at. Nothing is known about the user. The fitting
 * answer is 503 with Retry-After.
 */
public final class PasswordHasherBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PasswordHasherBusyException(String message) {
        super(message);
    }

    PasswordHasherBusyException(String message, InterruptedException cause) {
        super(message, cause);
    }
}
