package dev.sojourn.demo;

import java.util.List;

/**
 * The two sides of this visitor's state.
 *
 * @param cookies what the browser holds
 * @param place where the server keeps its part
 * @param facts what the server knows of the session
 * @param attributes the session's attributes
 * @param glances what the stores behind it hold
 */
public record InsideView(
        List<Cookie> cookies, String place, List<Fact> facts, List<Fact> attributes, List<Glance> glances) {

    /** A name and what is to be said of it. */
    public record Fact(String name, String text) {}

    /** A cookie as the browser sent it, and what it was set with. */
    public record Cookie(String name, String value, String purpose, List<Fact> attributes) {}
}
