package dev.automat.patron.patron;

/**
 * What a client wants a patron to be; checked, and without an id.
 *
 * @param name not blank, at most {@value #MOST_CHARACTERS} characters
 * @param favDish the favourite dish, at most {@value #MOST_CHARACTERS} characters
 */
public record PatronDraft(String name, String favDish) {

    static final int MOST_CHARACTERS = 1_000;
}
