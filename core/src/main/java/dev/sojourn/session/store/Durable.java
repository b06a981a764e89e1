package dev.sojourn.session.store;

/** Marks a store that neither evicts live sessions nor forgets acknowledged writes on restart. */
public interface Durable {}
