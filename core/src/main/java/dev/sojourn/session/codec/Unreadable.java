package dev.sojourn.session.codec;

/**
 * Stands for an object that cannot be made: of a type that is not registered, or of a newer version. It is no failure
 * as long as nobody needs the value, so that a field may be dropped together with its type.
 */
record Unreadable(String why) {}
