package dev.sojourn.demo;

/** The places that need no server, through which every page is tried. */
enum Kind {
    cookie,
    memory,
    file;

    SessionPlace place() {
        return SessionPlace.parse("--sessions", name(), DatabaseLogin.NONE);
    }
}
