package dev.sojourn.login.password;

import java.util.Objects;

/**
 * A password breaks a rule, before anything was hashed. The message may be shown to the person who typed it: it names
 * the rule, the limit and what was given, never the password. A request that signs in with such a password deserves a
 * 400.
 */
public final class PasswordRefusedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The rule that was broken. */
    public enum Rule {
        /** Fewer code points than the minimum for new passwords. */
        TOO_SHORT,
        /** More bytes of UTF-8 than are ever hashed. */
        TOO_LONG,
        /** Not Unicode text: half of a surrogate pair stands alone. */
        NOT_TEXT
    }

    private final Rule rule;

    private PasswordRefusedException(Rule rule, String message) {
        super(message);
        this.rule = rule;
    }

    static PasswordRefusedException tooShort(int minimum, int given) {
        return new PasswordRefusedException(
                Rule.TOO_SHORT, "a password needs at least " + minimum + " characters, given " + given);
    }

    static PasswordRefusedException tooLong(int maximum, int given) {
        return new PasswordRefusedException(
                Rule.TOO_LONG, "a password may have at most " + maximum + " bytes of UTF-8, given " + given);
    }

    static PasswordRefusedException notText(int index) {
        return new PasswordRefusedException(
                Rule.NOT_TEXT, "a password must be Unicode text; half a surrogate pair stands alone at index " + index);
    }

    /** The rule, the limit and what was given, in a sentence fit to be shown. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** Which rule, for applications that word their own message. */
    public Rule rule() {
        return rule;
    }
}
