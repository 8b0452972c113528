package dev.automat.broker.channel;

import java.util.List;

/**
 * Names of channels, compared by the parts between slashes: {@code *} stands for one part, {@code
 * **} for any number of them, none included.
 */
public final class ChannelPattern {

    private static final String ONE = "*";
    private static final String ANY = "**";

    private final String text;
    private final List<String> parts;

    private ChannelPattern(String text) {
        this.text = text;
        this.parts = partsOf(text);
    }

    /** A pattern; one without a star matches just itself. */
    public static ChannelPattern of(String text) {
        return new ChannelPattern(text);
    }

    /** Whether a name has a star as one of its parts, so that it stands for several channels. */
    public static boolean isPattern(String name) {
        return partsOf(name).stream().anyMatch(part -> part.equals(ONE) || part.equals(ANY));
    }

    private static List<String> partsOf(String name) {
        return List.of(name.split("/", -1));
    }

    /** Whether a channel's name is one of these. */
    public boolean matches(ChannelName name) {
        return matches(partsOf(name.toString()));
    }

    /** Goes back to the last {@code **} only, so that no pattern takes long. */
    private boolean matches(List<String> name) {
        int at = 0;
        int afterAny = -1;
        int resumed = 0;
        for (int i = 0; i < name.size(); ) {
            var part = at < parts.size() ? parts.get(at) : "";
            if (at < parts.size() && part.equals(ANY)) {
                afterAny = ++at;
                resumed = i;
            } else if (at < parts.size() && (part.equals(ONE) || part.equals(name.get(i)))) {
                at++;
                i++;
            } else if (afterAny >= 0) {
                at = afterAny;
                i = ++resumed;
            } else {
                return false;
            }
        }
        return parts.subList(at, parts.size()).stream().allMatch(ANY::equals);
    }

    @Override
    public String toString() {
        return text;
    }
}
