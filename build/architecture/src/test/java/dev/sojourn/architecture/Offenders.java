package dev.sojourn.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.Date;
import java.util.Random;
import java.util.ServiceLoader;

/** Each of these breaks one ban on purpose, to prove that the ban can fail. */
@SuppressWarnings({"BanSerializableRead", "JavaUtilDate", "ThreadLocalUsage"})
final class Offenders {

    private Offenders() {}

    static final class Thaws {
        Object read(InputStream in) throws IOException, ClassNotFoundException {
            try (ObjectInputStream objects = new ObjectInputStream(in)) {
                return objects.readObject();
            }
        }
    }

    record Freezes(int degrees) implements Serializable {}

    static final class Guesses {
        int number() {
            return new Random().nextInt();
        }
    }

    static final class Rolls {
        double number() {
            return Math.random();
        }
    }

    static final class LooksAtTheWall {
        Instant time() {
            return Instant.now();
        }
    }

    static final class CountsMillis {
        long time() {
            return System.currentTimeMillis();
        }
    }

    static final class Dates {
        Date time() {
            return new Date();
        }
    }

    static final class Sleeps {
        void aWhile() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static final class Hoards {
        final ThreadLocal<String> mine = new ThreadLocal<>();
    }

    static final class Conjures {
        Iterable<Runnable> any() {
            return ServiceLoader.load(Runnable.class);
        }
    }
}
