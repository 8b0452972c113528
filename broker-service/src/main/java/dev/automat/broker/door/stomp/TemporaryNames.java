package dev.automat.broker.door.stomp;

import java.util.Set;
import java.util.UUID;

/**
 * What a session calls {@code /temp-queue/name} is a channel of its own, with a name that nobody
 * can guess; whoever is told it, in a reply-to, can send there while the session lasts.
 */
final class TemporaryNames implements AutoCloseable {

    private static final String PREFIX = "/temp-queue/";

    private final Set<String> sessions;
    private final String session = UUID.randomUUID().toString();

    /** Names of a session that begins now. */
    TemporaryNames(Set<String> sessions) {
        this.sessions = sessions;
        sessions.add(session);
    }

    static boolean isTemporary(String destination) {
        return destination.startsWith(PREFIX);
    }

    /** The channel that this session means. */
    String channelOf(String destination) {
        return isTemporary(destination) && !isKnown(destination)
                ? PREFIX + session + "/" + destination.substring(PREFIX.length())
                : destination;
    }

    /** Whether a name is a channel of a session that is there. */
    boolean isKnown(String destination) {
        int end = destination.indexOf('/', PREFIX.length());
        return end > 0 && sessions.contains(destination.substring(PREFIX.length(), end));
    }

    /** Whether a name may be a channel of a session, here or at another broker. */
    static boolean mayBeElsewhere(String destination) {
        return destination.indexOf('/', PREFIX.length()) > 0;
    }

    @Override
    public void close() {
        sessions.remove(session);
    }
}
