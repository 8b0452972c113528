package dev.automat.patron.patron;

/**
 * A read that has failed already before WebFlux's dispatch saw its request, which is left with the
 * answer.
 *
 * @param reason what a controller would have failed with
 */
public record FailedLookup(Throwable reason) {

    /** The request's attribute that holds it. */
    public static final String ATTRIBUTE = "automat.patron.failed-lookup";
}
