package dev.sojourn.store.redis;

import dev.sojourn.session.store.InvalidRecordException;
import dev.sojourn.session.store.SaveResult;
import dev.sojourn.session.store.SaveResult.Gone;
import dev.sojourn.session.store.SaveResult.Stale;
import dev.sojourn.session.store.SaveResult.Taken;
import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.store.StoredSession;
import dev.sojourn.session.token.StoreKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a script answered: a word, and what belongs to it. */
record Answer(List<Object> parts) {

    boolean is(String word) {
        return word.equals(text(0));
    }

    String text(int at) {
        return SessionHash.text((byte[]) parts.get(at));
    }

    /** How many replicas the server has that wrote; only in answers of scripts that are run to be awaited. */
    int replicas() {
        return Integer.parseInt(text(parts.size() - 1));
    }

    List<?> list(int at) {
        return (List<?>) parts.get(at);
    }

    /** Why nothing was written. */
    SaveResult refusal(StoreKey key) {
        if (is("stale")) {
            return new Stale(session(key, 1));
        }
        return is("taken") ? new Taken() : new Gone();
    }

    /**
     * The session whose fields and values stand there.
     *
     * @throws StoreException when they make no session
     */
    StoredSession session(StoreKey key, int at) {
        try {
            return SessionHash.parse(key, pairs(at));
        } catch (InvalidRecordException invalid) {
            throw new StoreException(
                    "Redis holds a session that cannot be read; something else writes into it", invalid);
        }
    }

    /** A hash that is answered as field, value, field, value. */
    Map<String, byte[]> pairs(int at) {
        List<?> fieldsAndValues = list(at);
        Map<String, byte[]> hash = new HashMap<>();
        for (int i = 0; i < fieldsAndValues.size(); i += 2) {
            hash.put(SessionHash.text((byte[]) fieldsAndValues.get(i)), (byte[]) fieldsAndValues.get(i + 1));
        }
        return hash;
    }
}
