package dev.sojourn.session.seal;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that makes or finds a ring when it is told to, and prints it. */
final class RingMaker {

    private RingMaker() {}

    static Process start(Path ring) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), RingMaker.class.getName(), ring.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        Path ring = Path.of(arguments[0]);
        System.out.println("ready");
        if (System.in.read() >= 0) {
            System.out.println(SealingKeys.inFile(ring));
        }
    }
}
