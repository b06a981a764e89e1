package dev.sojourn.demo;

/** Where the demo keeps its sessions. */
enum SessionKind {
    cookie("sealed in a cookie", "Nothing: the session is sealed in the cookie"),
    memory("kept in the memory of the server", "The memory of the server"),
    file("kept in files on the server", "A file on the server");

    private final String words;
    private final String place;

    SessionKind(String words, String place) {
        this.words = words;
        this.place = place;
    }

    String words() {
        return words;
    }

    String place() {
        return place;
    }
}
