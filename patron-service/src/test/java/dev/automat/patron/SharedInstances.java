package dev.automat.patron;

/**
 * Two instances on one database for all tests that need no other: starting them is most of a test's
 * time. They end with the JVM, and each test brings its own patrons.
 *
 * <p>They are content with late heartbeats, so that a busy machine does not take hits from a test.
 */
final class SharedInstances {

    private SharedInstances() {}

    static PatronDatabase database() {
        return First.DATABASE;
    }

    static PatronInstance first() {
        return First.INSTANCE;
    }

    static PatronInstance second() {
        return Second.INSTANCE;
    }

    private static PatronInstance start(PatronDatabase database) {
        return PatronInstance.start(database, "automat.patron.coherence.bound=10s").awaitLive();
    }

    /** Loaded, and with it started, by the first call only. */
    private static final class First {
        static final PatronDatabase DATABASE = PatronDatabase.create();
        static final PatronInstance INSTANCE = start(DATABASE);
    }

    private static final class Second {
        static final PatronInstance INSTANCE = start(First.DATABASE);
    }
}
