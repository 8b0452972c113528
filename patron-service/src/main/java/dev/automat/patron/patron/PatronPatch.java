package dev.automat.patron.patron;

import org.jspecify.annotations.Nullable;

/**
 * What a client wants to change of a patron; checked as a draft is.
 *
 * @param name null to leave it as it is
 * @param favDish null to leave it as it is
 */
public record PatronPatch(@Nullable String name, @Nullable String favDish) {

    static PatronPatch replacement(PatronDraft draft) {
        return new PatronPatch(draft.name(), draft.favDish());
    }
}
