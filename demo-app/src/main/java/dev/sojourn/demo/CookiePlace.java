package dev.sojourn.demo;

/** Sealed in the browser's cookie. */
record CookiePlace() implements SessionPlace {

    @Override
    public String words() {
        return "sealed in a cookie";
    }

    @Override
    public String place() {
        return "Nothing but that a session has ended, and what no cookie can hold, in files; the rest is sealed in the cookie";
    }
}
