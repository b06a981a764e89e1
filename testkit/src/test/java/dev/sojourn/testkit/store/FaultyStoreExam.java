package dev.sojourn.testkit.store;

import dev.sojourn.session.store.SessionStore;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The exam of a store with the fault that the launch names; started by {@link SessionStoreContractTest} alone. */
@ExtendWith(FaultyStoreExam.ByConfiguration.class)
class FaultyStoreExam extends SessionStoreContract
        implements SessionsByOwnerContract, SessionLimitContract, ExpiryCleanupContract, DurableContract {

    static final String FAULT = "fault";

    private final Fault fault;

    FaultyStoreExam(Fault fault) {
        this.fault = fault;
    }

    @Override
    protected SessionStore open() {
        return fault.open();
    }

    @Override
    public SessionStore reopen() {
        return fault.reopen((FullReferenceStore) store());
    }

    static final class ByConfiguration implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext launch) {
            return parameter.getParameter().getType() == Fault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext launch) {
            return Fault.valueOf(launch.getConfigurationParameter(FAULT).orElseThrow());
        }
    }
}
