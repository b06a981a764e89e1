package dev.sojourn.session.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ring in a file: readable by its owner alone, replaced as a whole, changed by one process at a time (a lock file
 * beside it keeps the others waiting).
 */
final class KeyFile {

    private static final int MAX_OCTETS = 256 * 1024;
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final Path lockPath;

    KeyFile(Path path) {
        this.path = path.toAbsolutePath();
        this.lockPath = this.path.resolveSibling(this.path.getFileName() + ".lock");
    }

    /**
     * The ring in the file; null when there is no file.
     *
     * @throws IllegalStateException when it is not a file of its owner's, or does not hold a ring
     * @throws UncheckedIOException when it cannot be read
     */
    @Nullable
    KeyRing read() {
        try {
            requirePrivate();
            return KeyText.read(content());
        } catch (NoSuchFileException absent) {
            return null;
        } catch (IllegalArgumentException malformed) {
            throw refused(malformed.getMessage());
        } catch (IOException failure) {
            throw new UncheckedIOException("key file " + path + " cannot be read", failure);
        }
    }

    /**
     * Reads the ring, changes it and writes it back, while no other process does the same. Nothing is written where
     * the change gives the ring it was given.
     *
     * @param change is given null when there is no file
     */
    KeyRing edit(Change change) {
        return edit(this, change);
    }

    /** Threads of this process wait here, since the lock on the file belongs to the process as a whole. */
    private static synchronized KeyRing edit(KeyFile file, Change change) {
        try {
            file.makeDirectory();
            OpenOption[] options = {StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS};
            try (FileChannel channel = FileChannel.open(file.lockPath, Set.of(options), permissions(OWNER_ONLY))) {
                // Held until the channel is closed.
                channel.lock();
                KeyRing before = file.read();
                KeyRing after = change.apply(before);
                if (!after.equals(before)) {
                    file.replace(KeyText.write(after));
                }
                return after;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("key file " + file.path + " cannot be written", failure);
        }
    }

    private void makeDirectory() throws IOException {
        Path directory = path.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory, permissions(OWNER_DIRECTORY));
        }
    }

    private void requirePrivate() throws IOException {
        Class<? extends BasicFileAttributes> kind = POSIX ? PosixFileAttributes.class : BasicFileAttributes.class;
        BasicFileAttributes attributes = Files.readAttributes(path, kind, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw refused("it is no regular file; a link could lead anywhere");
        }
        if (attributes.size() > MAX_OCTETS) {
            throw refused("it has " + attributes.size() + " octets, more than " + MAX_OCTETS);
        }
        if (attributes instanceof PosixFileAttributes posix) {
            Set<PosixFilePermission> others = EnumSet.copyOf(posix.permissions());
            others.removeAll(OWNER_ONLY);
            if (!others.isEmpty()) {
                throw refused("its mode is " + PosixFilePermissions.toString(posix.permissions())
                        + "; take it from others (chmod 600), and rotate if they may have read it");
            }
        }
    }

    private byte[] content() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer content = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_OCTETS));
            while (content.hasRemaining() && channel.read(content) >= 0) {}
            byte[] octets = new byte[content.flip().remaining()];
            content.get(octets);
            return octets;
        }
    }

    /** Whoever reads meanwhile, or after a crash, sees the old ring or the new one. */
    private void replace(byte[] content) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            OpenOption[] options = {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
            try (FileChannel channel = FileChannel.open(temporary, Set.of(options), permissions(OWNER_ONLY))) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Makes the rename itself survive a power failure, where directories can be opened. */
    private void forceDirectory() throws IOException {
        Path directory = path.getParent();
        if (POSIX && directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] permissions(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private IllegalStateException refused(@Nullable String why) {
        return new IllegalStateException("key file " + path + " is refused: " + why);
    }

    /** A step from one ring to the next. */
    @FunctionalInterface
    interface Change {
        KeyRing apply(@Nullable KeyRing before);
    }
}
