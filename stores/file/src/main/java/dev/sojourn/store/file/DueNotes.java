package dev.sojourn.store.file;

import dev.sojourn.session.token.StoreKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notes of when to look at which session again, so that the clean-up need not look at all that live: a file for every ten
 * minutes, with a line for each key. A session is noted when it gets its key, and again when its note has fallen due and it
 * lives on; writes in between, which only put its end off, note nothing. Notes are hints, never forced to disk: one too many
 * costs a look, and what has none is found when all files are walked, once a day. Thread-safe, among processes too.
 */
final class DueNotes {

    private static final long SPAN_SECONDS = 600;
    private static final Duration WALKED_EVERY = Duration.ofDays(1);

    private static final String TAKEN_SUFFIX = ".taken";
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})(\\.taken)?");
    private static final Set<StandardOpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    /** What is done with a session whose note has fallen due. */
    interface Look {
        /** Answers when to look again; empty where it is gone. */
        Optional<Instant> at(Slot slot) throws IOException;
    }

    private final StoreDirectory directory;

    DueNotes(StoreDirectory directory) {
        this.directory = directory;
    }

    /** Notes that a session is to be looked at once this moment has passed. */
    void note(StoreKey key, Instant due) throws IOException {
        byte[] line = (key.hex() + "\n").getBytes(StandardCharsets.US_ASCII);
        Path file = directory.notes().resolve(Long.toString(span(due)));
        try {
            append(file, line);
        } catch (NoSuchFileException first) {
            directory.makeNotes();
            append(file, line);
        }
    }

    /** Looks at all whose note fell due before a moment; those that live on are noted anew. */
    void lookAtDue(Instant before, BooleanSupplier stop, Look look) throws IOException {
        for (long span : spansUpTo(span(before))) {
            Path file = directory.notes().resolve(Long.toString(span));
            Path taken = directory.notes().resolve(span + TAKEN_SUFFIX);
            // Taken aside first: who notes something meanwhile begins the file anew. What a crash, or a stop, left so
            // comes first.
            if (lookAtAll(taken, stop, look) && !stop.getAsBoolean() && Files.exists(file)) {
                Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
                lookAtAll(taken, stop, look);
            }
        }
    }

    /** Whether it is time to walk all files: those that a crash, or an older version, left without a note. */
    boolean walkDue(Instant now) throws IOException {
        try {
            Instant last = RecordFiles.facts(walked()).lastModifiedTime().toInstant();
            return Duration.between(last, now).abs().compareTo(WALKED_EVERY) >= 0;
        } catch (NoSuchFileException never) {
            directory.requirePresent();
            return true;
        }
    }

    /** All files have been walked. */
    void walked(Instant now) throws IOException {
        directory.makeNotes();
        append(walked(), new byte[0]);
        Files.setLastModifiedTime(walked(), FileTime.from(now));
    }

    /** False when it was stopped. What cannot be noted anew does not keep the others from being looked at. */
    private boolean lookAtAll(Path taken, BooleanSupplier stop, Look look) throws IOException {
        if (stop.getAsBoolean() || !Files.exists(taken)) {
            return !stop.getAsBoolean();
        }
        IOException failure = null;
        try (BufferedReader lines = Files.newBufferedReader(taken, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (stop.getAsBoolean()) {
                    return false;
                }
                try {
                    lookAt(line, look);
                } catch (IOException failed) {
                    failure = first(failure, failed);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        Files.delete(taken);
        return true;
    }

    private void lookAt(String line, Look look) throws IOException {
        Optional<Slot> slot = directory.slotNamed(line); // empty for half a line, which a full disk leaves
        if (slot.isPresent()) {
            Optional<Instant> again = look.at(slot.get());
            if (again.isPresent()) {
                note(slot.get().key(), again.get());
            }
        }
    }

    private static IOException first(@Nullable IOException earlier, IOException later) {
        if (earlier == null) {
            return later;
        }
        earlier.addSuppressed(later);
        return earlier;
    }

    /** The spans that have notes, in order, up to this one. */
    private Set<Long> spansUpTo(long last) throws IOException {
        Set<Long> spans = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.notes())) {
            for (Path file : files) {
                var name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && Long.parseLong(name.group(1)) <= last) {
                    spans.add(Long.parseLong(name.group(1)));
                }
            }
        } catch (NoSuchFileException nothingNoted) {
            directory.requirePresent();
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return spans;
    }

    private static long span(Instant moment) {
        return Math.max(0, Math.floorDiv(moment.getEpochSecond(), SPAN_SECONDS));
    }

    private Path walked() {
        return directory.notes().resolve("walked");
    }

    private static void append(Path file, byte[] line) throws IOException {
        RecordFiles.uninterrupted(() -> {
            try (FileChannel out = FileChannel.open(file, APPENDING, StoreDirectory.FILE_MODE)) {
                out.write(ByteBuffer.wrap(line));
            }
        });
    }
}
