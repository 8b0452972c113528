package dev.automat.patron.patron;

/**
 * What a client wants a patron to be; checked, and without an id.
 *
 * @param name not blank, at most {@value #MOST_BYTES} bytes in UTF-8
 * @param favDish the favourite dish, at most {@value #MOST_BYTES} bytes in UTF-8
 */
public record PatronDraft(String name, String favDish) {

    static final int MOST_BYTES = 1_048_576;
}
