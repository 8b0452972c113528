package dev.automat.news.extract;

import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/** Makes plain titles of what pages hold. */
final class Titles {

    private static final int MAX_LENGTH = 300;
    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]{0,300}>");

    /** Marks that reorder text across their end: a title must not change what is beside it. */
    private static final Pattern REORDERING =
            Pattern.compile("[\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}\\x{FEFF}]");

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

    private Titles() {}

    /** Cleans text that holds no markup. */
    static String plain(String text) {
        var ordered = REORDERING.matcher(text).replaceAll("");
        var clean = SPACES.matcher(ordered).replaceAll(" ").strip();
        if (clean.length() <= MAX_LENGTH) {
            return clean;
        }
        int end = MAX_LENGTH - 1;
        if (Character.isHighSurrogate(clean.charAt(end - 1))) {
            end--;
        }
        return clean.substring(0, end).strip() + "…";
    }

    /** Cleans text that may hold markup, also such as was escaped once too often. */
    static String ofMarkup(String text) {
        var once = Jsoup.parseBodyFragment(text).text();
        return plain(TAG.matcher(once).find() ? Jsoup.parseBodyFragment(once).text() : once);
    }
}
