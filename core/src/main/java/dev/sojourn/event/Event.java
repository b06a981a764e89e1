package dev.sojourn.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened. Never holds a token, a sealed value, a key or a password.
 *
 * @param type what happened
 * @param time when, by the clock of the manager that tells it
 * @param handle the public handle of the session concerned; null where there is none
 * @param detail one short line for people: attribute names, reasons; may be empty
 */
public record Event(EventType type, Instant time, @Nullable String handle, String detail) {}
