package dev.sojourn.demo;

import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import dev.sojourn.store.file.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * In files below the demo's directory.
 *
 * @param directory the name of theirs
 */
record FilePlace(String directory) implements ServerPlace {

    @Override
    public String words() {
        return "kept in files on the server";
    }

    @Override
    public String place() {
        return "A file on the server";
    }

    @Override
    public String where() {
        return "files below --data";
    }

    @Override
    public Shelf open(Path data, Duration lifetime, Clock clock) {
        Path files = data.resolve(directory);
        return new Open(FileStore.at(files), files);
    }

    private record Open(FileStore sessions, Path directory) implements Shelf {

        /** Two hex digits of the key name the directory, all of them the file. */
        @Override
        public Glance glance(StoreKey key) {
            Path file = directory.resolve(key.hex().substring(0, 2)).resolve(key.hex());
            return new Glance("A file", "xxd -l " + HexDump.SHOWN + " " + file, HexDump.of(read(file)));
        }

        private static byte[] read(Path file) {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(HexDump.SHOWN);
            } catch (NoSuchFileException nothingThere) {
                return new byte[0];
            } catch (IOException failure) {
                throw new StoreException("cannot read the session's file", failure);
            }
        }

        @Override
        public void close() {
            sessions.close();
        }
    }
}
