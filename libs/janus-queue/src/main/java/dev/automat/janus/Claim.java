package dev.automat.janus;

import org.jspecify.annotations.Nullable;

/** What a consumer gets when it comes for an item. */
sealed interface Claim<T> {

    record Item<T>(T value) implements Claim<T> {}

    /** Nothing now; the consumer is woken when that changes. */
    record Wait<T>() implements Claim<T> {}

    /** The consumer gave up before. */
    record Gone<T>() implements Claim<T> {}

    /** Nothing ever again; {@code failure} is null after a close. */
    record End<T>(@Nullable Throwable failure) implements Claim<T> {}
}
