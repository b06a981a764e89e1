package dev.sojourn.benchmarks;

/** Ends what was started. */
final class Closing {

    private Closing() {}

    /** Closes it; a failure is the caller's to see, but nobody's to handle. */
    static void of(AutoCloseable opened) {
        try {
            opened.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (InterruptedException toldToStop) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            throw new IllegalStateException("cannot stop what the benchmark started", failure);
        }
    }
}
