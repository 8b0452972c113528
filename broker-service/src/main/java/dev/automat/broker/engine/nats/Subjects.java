package dev.automat.broker.engine.nats;

import dev.automat.broker.channel.ChannelName;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Names of channels as subjects, one to one: a prefix for the kind, then the parts between slashes
 * as tokens. Letters, digits, hyphen and underscore stay; any other byte is {@code =} and two
 * hexadecimal digits; an empty part is {@code =} alone.
 */
final class Subjects {

    /** Before the names of topics. */
    static final String TOPIC_PREFIX = "mq.t.";

    /** Before the names of queues. */
    static final String QUEUE_PREFIX = "mq.p.";

    private static final char ESCAPE = '=';
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String ONE = "*";
    private static final String ANY = "**";

    private Subjects() {}

    /** The subject of a channel. */
    static String of(ChannelName name) {
        var subject = new StringBuilder(name.isQueue() ? QUEUE_PREFIX : TOPIC_PREFIX);
        int start = subject.length();
        for (byte octet : name.toBytes()) {
            if (octet == '/') {
                endPart(subject, start);
                subject.append('.');
                start = subject.length();
            } else if (isKept(octet)) {
                subject.append((char) octet);
            } else {
                HEX.toHexDigits(subject.append(ESCAPE), octet);
            }
        }
        endPart(subject, start);
        return subject.toString();
    }

    private static void endPart(StringBuilder subject, int start) {
        if (subject.length() == start) {
            subject.append(ESCAPE);
        }
    }

    private static boolean isKept(byte octet) {
        return (octet >= 'A' && octet <= 'Z')
                || (octet >= 'a' && octet <= 'z')
                || (octet >= '0' && octet <= '9')
                || octet == '_'
                || octet == '-';
    }

    /**
     * The channel of a subject.
     *
     * @throws IllegalArgumentException when no channel has it
     */
    static ChannelName nameOf(String subject) {
        if (!subject.startsWith(TOPIC_PREFIX) && !subject.startsWith(QUEUE_PREFIX)) {
            throw new IllegalArgumentException("Not a channel's subject: " + subject);
        }
        var name = new ByteArrayOutputStream();
        var parts = subject.substring(TOPIC_PREFIX.length()).split("\\.", -1);
        decode(parts[0], name);
        for (int i = 1; i < parts.length; i++) {
            name.write('/');
            decode(parts[i], name);
        }
        var found = ChannelName.of(name.toByteArray());
        // What is escaped without need, or has the other kind's prefix, is another subject.
        if (!of(found).equals(subject)) {
            throw new IllegalArgumentException("Not a channel's subject: " + subject);
        }
        return found;
    }

    private static void decode(String part, ByteArrayOutputStream name) {
        if (part.equals("=")) {
            return;
        }
        for (int i = 0; i < part.length(); i++) {
            char next = part.charAt(i);
            if (next == ESCAPE && i + 2 < part.length()) {
                name.write(HexFormat.fromHexDigits(part, i + 1, i + 3));
                i += 2;
            } else {
                name.write(next);
            }
        }
    }

    /**
     * Subjects that between them match each channel of a pattern once, and perhaps others too: what
     * follows two stars is not looked at.
     */
    static List<String> matching(ChannelName pattern) {
        var tokens = new ArrayList<String>();
        for (var part : pattern.toString().split("/", -1)) {
            if (part.equals(ANY)) {
                return openEnded(tokens);
            }
            tokens.add(part.equals(ONE) ? ONE : tokenOf(part));
        }
        return List.of(TOPIC_PREFIX + String.join(".", tokens));
    }

    private static List<String> openEnded(List<String> tokens) {
        if (tokens.isEmpty()) {
            return List.of(TOPIC_PREFIX + ">");
        }
        var start = TOPIC_PREFIX + String.join(".", tokens);
        return List.of(start, start + ".>");
    }

    private static String tokenOf(String part) {
        return of(ChannelName.of(part)).substring(TOPIC_PREFIX.length());
    }
}
