package dev.automat.news.source;

import java.util.List;

/**
 * The sites to read, in the order readers see them.
 *
 * @param all at least one, with different ids
 */
public record Sources(List<Source> all) {

    public Sources {
        all = List.copyOf(all);
    }
}
