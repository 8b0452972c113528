package dev.automat.patron.patron;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;

/**
 * What must hold of a patron for a write to be carried out: If-Match of RFC 9110.
 *
 * @param tags the tags of which its representation must have one; null when any will do
 */
public record Precondition(@Nullable List<String> tags) {

    public static final Precondition NONE = new Precondition(null);

    /** Reads the header; null when there is none. */
    static Precondition ifMatch(@Nullable String header) {
        if (header == null) {
            return NONE;
        }
        var tags = ETag.parse(header);
        if (tags.stream().anyMatch(ETag::isWildcard)) {
            return NONE;
        }
        // A weak tag never says that two representations are the same.
        return new Precondition(tags.stream().filter(tag -> !tag.weak()).map(ETag::tag).toList());
    }
}
