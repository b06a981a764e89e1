/** Sojourn testkit: the exams that stores and doors sit, and helpers for tests of applications. */
module dev.sojourn.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.sojourn.core;
    requires transitive dev.sojourn.web;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires transitive org.assertj.core;

    exports dev.sojourn.testkit;
    exports dev.sojourn.testkit.door;
    exports dev.sojourn.testkit.store;

    // JUnit calls the tests inside; most are nobody else's business.
    opens dev.sojourn.testkit.store to
            org.junit.platform.commons;
    opens dev.sojourn.testkit.door to
            org.junit.platform.commons;
}
