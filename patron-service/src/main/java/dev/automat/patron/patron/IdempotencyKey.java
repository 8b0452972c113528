package dev.automat.patron.patron;

/**
 * A client's name for one request, so that sending it again creates nothing again.
 *
 * @param text 1 to {@value #MOST_CHARACTERS} characters of ASCII that print
 */
public record IdempotencyKey(String text) {

    static final int MOST_CHARACTERS = 255;

    public IdempotencyKey {
        if (text.isEmpty()
                || text.length() > MOST_CHARACTERS
                || !text.chars().allMatch(each -> each >= ' ' && each <= '~')) {
            throw new InvalidRequestException(
                    "Idempotency-Key",
                    "must have 1 to " + MOST_CHARACTERS + " characters of ASCII that print");
        }
    }
}
