package dev.sojourn.demo;

/**
 * Somebody with an account.
 *
 * @param id never given to another
 * @param name what they sign in with
 * @param passwordHash PHC string
 */
record User(String id, String name, String passwordHash) {}
