package dev.sojourn.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who the database knows the demo as.
 *
 * @param user null where the address says it or none is needed
 * @param passwordFile a file whose first line is the password, since a flag would show it to every user of the machine; null
 *     for none
 */
record DatabaseLogin(@Nullable String user, @Nullable Path passwordFile) {

    static final DatabaseLogin NONE = new DatabaseLogin(null, null);

    /**
     * The password; null for none.
     *
     * @throws UsageException when the file cannot be read or is empty
     */
    @Nullable
    String password() {
        if (passwordFile == null) {
            return null;
        }
        try {
            return Files.readString(passwordFile)
                    .lines()
                    .findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new UsageException("--db-password-file: " + passwordFile + " is empty"));
        } catch (IOException unreadable) {
            throw new UsageException("--db-password-file: cannot read " + passwordFile, unreadable);
        }
    }
}
