package dev.automat.patron.cache;

import dev.automat.patron.patron.Patron;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/** What a row is like, in 64 characters that PostgreSQL computes as well. */
final class Fingerprint {

    private Fingerprint() {}

    /** SHA-256 of the name's length in bytes, a colon, the name and the dish. */
    static String of(Patron patron) {
        var name = patron.name().getBytes(StandardCharsets.UTF_8);
        var digest = sha256();
        digest.update((name.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(name);
        return HexFormat.of()
                .formatHex(digest.digest(patron.favDish().getBytes(StandardCharsets.UTF_8)));
    }

    /** SHA-256 of ids and entity tags, {@code 1:tag,2:tag}, in the order of ids. */
    static String together(SortedMap<Long, Patron> patrons) {
        var line = new StringBuilder();
        patrons.forEach((id, patron) ->
                line.append(line.isEmpty() ? "" : ",")
                        .append(id)
                        .append(':')
                        .append(patron.representation().tag()));
        var bytes = line.toString().getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }
}
