package dev.sojourn.testkit.door;

import dev.sojourn.web.Sojourn;

/**
 * The exam of a door: scenarios over real sockets, the same for every server. A door sits it by a subclass that says how to
 * start a server with it; each scenario starts one of its own, on a free port of 127.0.0.1.
 */
public abstract class DoorContract
        implements SessionExam,
                ResponseHeadExam,
                ParallelRequestsExam,
                ForeignCookieExam,
                FailingStoreExam,
                CrossSiteExam,
                HttpsExam,
                CachingExam,
                SignInExam,
                GuardedPathExam {

    /** For the door's own test. */
    protected DoorContract() {}

    /**
     * Starts a server on a free port of 127.0.0.1, over plain HTTP, with the door before the application: every request that
     * the door lets through goes to {@link ReferenceApplication#answer}, with the exchange that the door keeps for it.
     */
    protected abstract RunningDoor start(Sojourn<String> sojourn, ReferenceApplication application) throws Exception;

    @Override
    public final RunningDoor started(Sojourn<String> sojourn, ReferenceApplication application) throws Exception {
        return start(sojourn, application);
    }
}
