package dev.sojourn.demo;

/** Sealed in the browser's cookie. */
record CookiePlace() implements SessionPlace {

    @Override
    public String words() {
        return "sealed in a cookie";
    }

    @Override
    public String place() {
        return "Nothing: the session is sealed in the cookie";
    }
}
