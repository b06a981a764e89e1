package dev.sojourn.demo;

import java.nio.file.Path;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** One demo for all tests of a class, once with each kind of session that the class names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DemoOfEachKind {

    @Parameter
    Kind kind;

    TestDemo demo;

    @BeforeParameterizedClassInvocation
    void start(Kind kind, @TempDir Path data) throws Exception {
        demo = TestDemo.start(data, kind);
    }

    @AfterParameterizedClassInvocation
    void stop() {
        demo.close();
    }
}
