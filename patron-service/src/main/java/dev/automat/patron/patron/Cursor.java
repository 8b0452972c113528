package dev.automat.patron.patron;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page ended.
 *
 * @param id the last patron's id
 * @param text what ordered it; empty when pages are ordered by id
 */
public record Cursor(long id, String text) {

    /** Reads what {@link #format} wrote. */
    static Cursor parse(String text, PageQuery.Column order) {
        try {
            if (order == PageQuery.Column.ID) {
                return new Cursor(Long.parseLong(text), "");
            }
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            var parts = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().split(":", 2);
            if (parts.length == 2 && parts[1].indexOf('\0') < 0) {
                return new Cursor(Long.parseLong(parts[0]), parts[1]);
            }
        } catch (IllegalArgumentException | CharacterCodingException _) {
            // Answered below.
        }
        throw new InvalidRequestException("after", "must come from a page's link to the next one");
    }

    String format(PageQuery.Column order) {
        return order == PageQuery.Column.ID
                ? Long.toString(id)
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString((id + ":" + text).getBytes(StandardCharsets.UTF_8));
    }
}
