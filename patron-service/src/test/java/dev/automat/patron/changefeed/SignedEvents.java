package dev.automat.patron.changefeed;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Seals events as the trigger does. */
final class SignedEvents {

    static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    static final String CHANNEL = "chan_patron";

    private SignedEvents() {}

    static Notification sealed(int processId, String body) {
        return new Notification(
                CHANNEL,
                processId,
                body.substring(0, body.length() - 1)
                        + ",\"mac\":\""
                        + mac(processId + ":" + CHANNEL + ":" + body)
                        + "\"}");
    }

    private static String mac(String message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
