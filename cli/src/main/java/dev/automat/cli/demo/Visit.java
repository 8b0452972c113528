package dev.automat.cli.demo;

/** What happens next in the restaurant. */
sealed interface Visit {

    /** Somebody comes in. */
    record Arrives(String name, String favouriteDish) implements Visit {}

    /** A guest's taste changes. */
    record ChangesTaste(long id, String name, String favouriteDish) implements Visit {}

    /** A guest leaves for good. */
    record Leaves(long id) implements Visit {}
}
