package dev.sojourn.session;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.StoredSession;
import org.jspecify.annotations.Nullable;

/**
 * What a commit will do, decided before any I/O. An {@code epoch} is the one of the owner who signed in, as it stood then; null
 * where nobody did.
 */
sealed interface CommitPlan {

    /** Nothing to write, nothing to send. */
    record Nothing() implements CommitPlan {}

    /** A first record under a new identity. */
    record Create(
            Identity identity,
            StoredSession session,
            @Nullable Long epoch) implements CommitPlan {}

    /** Changes, or a later last use, to the record that was found. */
    record Save(StoredSession found, Changes changes) implements CommitPlan {}

    /** The record that was found moves to a new identity, with changes. */
    record Renew(
            StoredSession found,
            Identity next,
            Changes changes,
            @Nullable Long epoch) implements CommitPlan {}
}
