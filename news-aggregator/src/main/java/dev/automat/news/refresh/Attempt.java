package dev.automat.news.refresh;

import dev.automat.news.extract.Headline;
import dev.automat.news.render.RenderFailedException;
import dev.automat.news.source.RenderMode;
import java.util.List;

/** What reading a source with one renderer brought. */
sealed interface Attempt {

    RenderMode by();

    /**
     * The page came.
     *
     * @param headlines what the rules found; may be empty
     */
    record Found(RenderMode by, List<Headline> headlines) implements Attempt {}

    record Failed(RenderMode by, RenderFailedException cause) implements Attempt {}

    /** Whether another renderer may find more: a page came, with too little in it. */
    default boolean invitesAnother(int minimum) {
        return this instanceof Found(_, var headlines) && headlines.size() < minimum;
    }

    /** The one with more headlines; without any, the later one, which knows more. */
    static Attempt better(Attempt earlier, Attempt later) {
        return later.count() < earlier.count() ? earlier : later;
    }

    private int count() {
        return switch (this) {
            case Found(_, var headlines) -> headlines.size();
            case Failed _ -> 0;
        };
    }
}
