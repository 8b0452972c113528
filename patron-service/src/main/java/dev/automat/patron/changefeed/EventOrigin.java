package dev.automat.patron.changefeed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tells events of our triggers from those that anybody may send on the same channel.
 *
 * <p>An event is ours when its MAC is right for the session that sent it, and new when its version
 * is higher than the last one of that session: versions are drawn and sent in one order within a
 * session. So neither a made-up event passes nor a copy of an old one. One connection of the feed
 * has one origin; it is not thread-safe.
 */
public final class EventOrigin {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String MAC_FIELD = ",\"mac\":\"";
    private static final int MOST_SESSIONS = 4_096;

    private final @Nullable Mac mac;
    private final Map<Integer, Long> lastVersions = new HashMap<>();
    private long floor;

    private EventOrigin(@Nullable Mac mac, long floor) {
        this.mac = mac;
        this.floor = floor;
    }

    /**
     * Knows the key of our triggers.
     *
     * @param key the key for HMAC-SHA256
     * @param floor the last version drawn when listening had begun; events up to it are not
     *     trusted, since a copy of an event that was sent before cannot be told from the original
     */
    public static EventOrigin withKey(byte[] key, long floor) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return new EventOrigin(mac, floor);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + ALGORITHM, e);
        }
    }

    /** Knows no key, and so trusts no event. */
    public static EventOrigin unknown() {
        return new EventOrigin(null, 0);
    }

    /** Whether our trigger wrote this and sent it for the first time. */
    boolean proves(Notification notification, long version) {
        return isOurs(notification) && isNew(notification.processId(), version);
    }

    private boolean isOurs(Notification notification) {
        var payload = notification.payload();
        var end = payload.lastIndexOf(MAC_FIELD);
        if (mac == null || end < 0) {
            return false;
        }
        var claimed = payload.substring(end + MAC_FIELD.length(), payload.length() - 2);
        var message =
                notification.processId() + ":" + notification.channel() + ":" + bodyOf(payload);
        var right = mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(right).getBytes(StandardCharsets.US_ASCII),
                claimed.getBytes(StandardCharsets.US_ASCII));
    }

    private boolean isNew(int processId, long version) {
        if (version <= Math.max(floor, lastVersions.getOrDefault(processId, 0L))) {
            return false;
        }
        if (lastVersions.size() >= MOST_SESSIONS) {
            floor =
                    Math.max(
                            floor,
                            lastVersions.values().stream()
                                    .mapToLong(Long::longValue)
                                    .max()
                                    .orElse(0));
            lastVersions.clear();
        }
        lastVersions.put(processId, version);
        return true;
    }

    /** The event without its MAC. */
    static String bodyOf(String payload) {
        var end = payload.lastIndexOf(MAC_FIELD);
        return end < 0 ? payload : payload.substring(0, end) + "}";
    }
}
