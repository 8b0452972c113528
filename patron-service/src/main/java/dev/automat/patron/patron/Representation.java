package dev.automat.patron.patron;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;

/** What HTTP shows of a patron. */
public final class Representation {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TAG_IN_BYTES = 16;
    private static final byte[] NOBODY = "null".getBytes(StandardCharsets.UTF_8);

    private final byte[] body;
    private final String tag;
    private final String quotedTag;

    private Representation(byte[] body, String tag) {
        this.body = body;
        this.tag = tag;
        this.quotedTag = '"' + tag + '"';
    }

    static Representation of(Patron patron) {
        return new Representation(
                JSON.writeValueAsBytes(patron), tag(patron.name(), patron.favDish()));
    }

    /**
     * The entity tag, without quotes. It is made of the content alone, so that every instance says
     * the same; {@code patron_tag} in the database computes it too.
     */
    public static String tag(String name, String favDish) {
        var text = name.codePointCount(0, name.length()) + ":" + name + favDish;
        var digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, TAG_IN_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256", e);
        }
    }

    /** What stands for a patron that is not there. */
    public static byte[] nobody() {
        return NOBODY;
    }

    /** The JSON in UTF-8; not a copy, so that nobody may change it. */
    public byte[] body() {
        return body;
    }

    /** The entity tag, without quotes. */
    public String tag() {
        return tag;
    }

    /** The tag as headers have it. */
    public String quotedTag() {
        return quotedTag;
    }
}
