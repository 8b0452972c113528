package dev.automat.news.source;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An sRGB colour.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Color(int red, int green, int blue) {

    private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final int STEPS = 20;

    /**
     * Reads a colour.
     *
     * @param text {@code #rrggbb}
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Color of(String text) {
        if (!HEX.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be a colour like \"#cc0000\", is \"" + text + "\"");
        }
        int rgb = Integer.parseInt(text, 1, 7, 16);
        return new Color(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
    }

    /** {@code #rrggbb}. */
    public String hex() {
        return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
    }

    /** The contrast to another colour as WCAG 2 defines it, 1 to 21. */
    public double contrast(Color other) {
        double mine = luminance();
        double theirs = other.luminance();
        return (Math.max(mine, theirs) + 0.05) / (Math.min(mine, theirs) + 0.05);
    }

    /**
     * This colour, moved towards black or white just far enough to stand out.
     *
     * @param background what it is drawn on
     * @param contrast the least contrast, for example 4.5 for text
     */
    public Color standingOutFrom(Color background, double contrast) {
        var end = background.luminance() > 0.18 ? new Color(0, 0, 0) : new Color(255, 255, 255);
        var shade = this;
        for (int step = 1; step <= STEPS && shade.contrast(background) < contrast; step++) {
            shade = mix(end, step / (double) STEPS);
        }
        return shade;
    }

    private Color mix(Color end, double share) {
        return new Color(
                between(red, end.red, share),
                between(green, end.green, share),
                between(blue, end.blue, share));
    }

    private static int between(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }

    private double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
