package dev.sojourn.store.file;

import dev.sojourn.session.store.StoreException;
import dev.sojourn.session.token.StoreKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The directory of a store: up to 256 directories named by the first two hex digits of the keys inside, one of notes for the
 * clean-up, and a lock file. All are this user's alone. Immutable.
 */
final class StoreDirectory {

    static final FileAttribute<Set<PosixFilePermission>> FILE_MODE = mode("rw-------");

    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_MODE = mode("rwx------");
    private static final String LOCK_FILE = ".lock";
    private static final String NOTES = ".due";
    private static final String DRAFT_SUFFIX = ".new";
    private static final int SHARDS = 256;
    private static final int KEY_DIGITS = 64;

    private final Path path;
    private final Durability durability;
    private final Path[] shards = new Path[SHARDS];

    private StoreDirectory(Path path, Durability durability) {
        this.path = path;
        this.durability = durability;
        for (int shard = 0; shard < SHARDS; shard++) {
            shards[shard] = path.resolve(HexFormat.of().toHexDigits((byte) shard));
        }
    }

    /** Opens a directory, made where it is missing; refuses one that others can reach or that lies behind a symbolic link. */
    static StoreDirectory open(Path given, Durability durability) {
        StoreDirectory directory = new StoreDirectory(given.toAbsolutePath().normalize(), durability);
        try {
            directory.prepare();
        } catch (UnsupportedOperationException noPermissions) {
            throw new StoreException(
                    "FileStore needs a file system with POSIX permissions, which " + directory.path + " has not",
                    noPermissions);
        } catch (IOException failure) {
            throw directory.failure("open its directory", failure);
        }
        return directory;
    }

    private void prepare() throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw refusal(path, "is the root of a file system");
        }
        Files.createDirectories(parent);
        if (make(path)) {
            force(parent);
        }
        UserPrincipal user = userOf(path);
        check(path, user);
        for (Path shard : shards) {
            checkIfThere(shard, user);
        }
        checkIfThere(notes(), user);
    }

    /** Where it is noted what to look at when; there once something was noted. */
    Path notes() {
        return path.resolve(NOTES);
    }

    /** Makes the directory of the notes, where it is missing. */
    void makeNotes() throws IOException {
        make(notes());
    }

    /** Makes the shard of a slot, whose first record is being written. */
    void makeShard(Slot slot) throws IOException {
        if (make(slot.shard())) {
            force(path);
        }
    }

    /**
     * Asked where a file is absent: throws when the directory itself has gone. One that was unmounted or removed is an outage;
     * to answer absent would sign everybody out, and to make the shard anew would hide what is mounted there later.
     */
    void requirePresent() throws IOException {
        RecordFiles.facts(lockFile());
    }

    private static boolean make(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, DIRECTORY_MODE);
            return true;
        } catch (FileAlreadyExistsException usual) {
            return false;
        }
    }

    /** Who this process is, as the owner of a file it has just made: Java has no other word for the effective user. */
    private static UserPrincipal userOf(Path directory) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw refusal(directory, "is a symbolic link; give the path of the directory itself");
        }
        Path probe = Files.createTempFile(directory, ".probe", "", FILE_MODE);
        try {
            return Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(probe);
        }
    }

    private static void checkIfThere(Path directory, UserPrincipal user) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            check(directory, user);
        }
    }

    private static void check(Path directory, UserPrincipal user) throws IOException {
        PosixFileAttributes facts =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!facts.isDirectory()) {
            throw refusal(directory, "is not a directory, or a symbolic link to one");
        }
        if (!facts.owner().equals(user)) {
            throw refusal(
                    directory, "belongs to " + facts.owner().getName() + ", this process runs as " + user.getName());
        }
        if (!facts.permissions().equals(DIRECTORY_MODE.value())) {
            String permissions = PosixFilePermissions.toString(facts.permissions());
            throw refusal(directory, "has permissions " + permissions + ", not rwx------; run chmod 700 on it");
        }
    }

    private static StoreException refusal(Path directory, String why) {
        return new StoreException("FileStore refuses " + directory + ": it " + why);
    }

    /** The directories that hold the files, in order; each is there once something was stored in it. */
    List<Path> shards() {
        return List.of(shards);
    }

    /** Where the locks of this directory are. */
    Path lockFile() {
        return path.resolve(LOCK_FILE);
    }

    /** Where the session of a key lies. */
    Slot slot(StoreKey key) {
        byte[] bytes = key.bytes();
        Path shard = shards[bytes[0] & 0xff];
        String name = HexFormat.of().formatHex(bytes);
        int stripe = ((bytes[1] & 0xff) << 8 | bytes[2] & 0xff) % StripeLocks.STRIPES;
        return new Slot(key, shard, shard.resolve(name), shard.resolve(name + DRAFT_SUFFIX), stripe);
    }

    /** The slot that a file, or a draft, in one of the shards belongs to; empty for a name that is none of ours. */
    Optional<Slot> slotOf(Path file) {
        String name = file.getFileName().toString();
        return slotNamed(isDraft(file) ? name.substring(0, KEY_DIGITS) : name)
                .filter(slot -> slot.file().equals(file) || slot.draft().equals(file));
    }

    /** The slot of a key in hex; empty for a text that is none. */
    Optional<Slot> slotNamed(String digits) {
        if (digits.length() != KEY_DIGITS
                || !digits.chars().allMatch(digit -> "0123456789abcdef".indexOf(digit) >= 0)) {
            return Optional.empty();
        }
        return Optional.of(slot(StoreKey.ofBytes(HexFormat.of().parseHex(digits))));
    }

    /** Whether a file has the name of a draft. */
    static boolean isDraft(Path file) {
        String name = file.getFileName().toString();
        return name.length() == KEY_DIGITS + DRAFT_SUFFIX.length() && name.endsWith(DRAFT_SUFFIX);
    }

    /** Forces the entries of a directory to disk, where the setting asks for it: names that came, went or moved. */
    void force(Path entries) throws IOException {
        if (durability == Durability.FSYNC) {
            try (FileChannel channel = FileChannel.open(entries, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Forces the content of a file to disk, where the setting asks for it. */
    void force(FileChannel content) throws IOException {
        if (durability == Durability.FSYNC) {
            content.force(false);
        }
    }

    /** The one exception of a store. The cause is told in words only: its message holds the file's name, which is the key. */
    StoreException failure(String doing, IOException failure) {
        String reason = failure instanceof FileSystemException precise ? precise.getReason() : failure.getMessage();
        return new StoreException("FileStore at " + path + " could not " + doing + ": "
                + failure.getClass().getSimpleName() + (reason == null ? "" : ", " + reason)
                + "; check that the directory is there and writable, free space and inodes, the limit of open files");
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
