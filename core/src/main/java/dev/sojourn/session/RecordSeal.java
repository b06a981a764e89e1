package dev.sojourn.session;

import dev.sojourn.session.store.Changes;
import dev.sojourn.session.store.StoredSession;
import org.jspecify.annotations.Nullable;

/** What lies between one session as its requests see it and its record as the store keeps it. Thread-safe. */
interface RecordSeal {

    /** Records are stored as they are. */
    RecordSeal NONE = new PlainRecords();

    /** The session of a record; null where one attribute is not what was sealed here. */
    @Nullable
    StoredSession open(StoredSession record);

    /** The record to be stored for a session that has none yet. */
    StoredSession seal(StoredSession session);

    /** The record that a session was opened from. */
    StoredSession record(StoredSession session);

    /** Changes to a session as changes to its record; null where they expect what the session does not hold. */
    @Nullable
    Changes seal(StoredSession session, Changes changes);

    /** Changes that go along with a move to another seal, as changes to the record; null as above. */
    @Nullable
    Changes move(StoredSession session, Changes changes, RecordSeal next);

    /** The seal that a session was opened with. */
    static RecordSeal of(StoredSession session) {
        return session.version() instanceof AttributeSeal.Opened opened ? opened.seal() : NONE;
    }

    /** The seal that is none. */
    final class PlainRecords implements RecordSeal {

        private PlainRecords() {}

        @Override
        public StoredSession open(StoredSession record) {
            return record;
        }

        @Override
        public StoredSession seal(StoredSession session) {
            return session;
        }

        @Override
        public StoredSession record(StoredSession session) {
            return session;
        }

        @Override
        public Changes seal(StoredSession session, Changes changes) {
            return changes;
        }

        @Override
        public Changes move(StoredSession session, Changes changes, RecordSeal next) {
            return changes;
        }
    }
}
