package dev.sojourn.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The exam is examined: it fails every store that is broken on purpose, each by the test that is there for it. */
class SessionStoreContractTest {

    @ParameterizedTest
    @EnumSource
    void theExamFailsAStoreWithThisFault(Fault fault) {
        assertThat(failedTests(fault)).containsExactly(fault.caughtBy());
    }

    private static Set<String> failedTests(Fault fault) {
        LauncherDiscoveryRequest exam = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(FaultyStoreExam.class, fault.caughtBy()))
                .configurationParameter(FaultyStoreExam.FAULT, fault.name())
                .build();
        Failures failures = new Failures();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(exam, failures);
        return failures.names;
    }

    private static final class Failures implements TestExecutionListener {

        private final Set<String> names = new ConcurrentSkipListSet<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == Status.FAILED) {
                names.add(nameOf(test));
            }
        }

        /** Of a test its method, so that it can be told from a launch that broke. */
        private static String nameOf(TestIdentifier test) {
            return test.getSource().orElse(null) instanceof MethodSource method
                    ? method.getMethodName()
                    : test.getDisplayName();
        }
    }
}
