package dev.sojourn.session;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.StoredSession;

/** What a commit will do, decided before any I/O. */
sealed interface CommitPlan {

    /** Nothing to write, nothing to send. */
    record Nothing() implements CommitPlan {}

    /** A first record under a new identity. */
    record Create(Identity identity, StoredSession session) implements CommitPlan {}

    /** Changes, or a later last use, to the record that was found. */
    record Save(StoredSession found, Changes changes) implements CommitPlan {}

    /** The record that was found moves to a new identity, with changes. */
    record Renew(StoredSession found, Identity next, Changes changes) implements CommitPlan {}
}
