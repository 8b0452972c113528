package dev.automat.broker.door.stomp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What both sides agree on at first: the version, who the client is, and signs of life. */
final class Greeting {

    private final StompProperties properties;
    private final Answers answers;
    private final HeartBeats heartBeats;

    Greeting(StompProperties properties, Answers answers, HeartBeats heartBeats) {
        this.properties = properties;
        this.answers = answers;
        this.heartBeats = heartBeats;
    }

    /**
     * Answers a client's first frame.
     *
     * @return the version agreed on
     * @throws StompException when the client cannot stay
     */
    StompVersion answer(StompFrame frame) throws StompException {
        if (!frame.command().equals("CONNECT") && !frame.command().equals("STOMP")) {
            throw new StompException("The first frame must be CONNECT or STOMP");
        }
        var version = versionOf(frame);
        if (!isWelcome(frame)) {
            throw new StompException("Wrong login or passcode");
        }
        long beat = properties.heartBeat().toMillis();
        answers.connected(version, beat);
        agree(frame.header("heart-beat"), beat);
        return version;
    }

    private static StompVersion versionOf(StompFrame frame) throws StompException {
        var accepted = frame.header("accept-version");
        var versions = List.of((accepted == null ? "1.0" : accepted).split(",", -1));
        var newest = StompVersion.newestOf(versions);
        if (newest == null) {
            throw new StompException("Supported versions are 1.0, 1.1 and 1.2");
        }
        return newest;
    }

    private boolean isWelcome(StompFrame frame) {
        return matches(properties.login(), frame.header("login"))
                && matches(properties.passcode(), frame.header("passcode"));
    }

    /** Takes as long whatever is wrong. */
    private static boolean matches(@Nullable String wanted, @Nullable String given) {
        return wanted == null
                || (given != null
                        && MessageDigest.isEqual(
                                wanted.getBytes(StandardCharsets.UTF_8),
                                given.getBytes(StandardCharsets.UTF_8)));
    }

    private void agree(@Nullable String header, long ours) throws StompException {
        if (header == null) {
            return;
        }
        try {
            var parts = header.split(",", 2);
            long theirs = Long.parseLong(parts[0].strip());
            long wanted = Long.parseLong(parts[1].strip());
            heartBeats.agree(slower(ours, wanted), slower(theirs, ours));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new StompException("heart-beat must be two numbers, is " + header);
        }
    }

    private static long slower(long can, long wants) {
        return can == 0 || wants == 0 ? 0 : Math.max(can, wants);
    }
}
