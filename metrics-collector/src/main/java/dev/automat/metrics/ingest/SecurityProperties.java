package dev.automat.metrics.ingest;

import dev.automat.zmtp.wire.CurveKey;
import dev.automat.zmtp.wire.CurveMechanism;
import dev.automat.zmtp.wire.Mechanism;
import dev.automat.zmtp.wire.NullMechanism;
import dev.automat.zmtp.wire.PlainMechanism;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may connect to a listener: everyone, those with a key, or those with a password.
 *
 * @param secretKey the listener's own key, 64 hexadecimal digits or 40 characters of Z85; with it
 *     peers must speak CURVE
 * @param allowedKeys public keys of those who may connect, the same
 * @param user who may connect by password; with it peers must speak PLAIN, which hides nothing
 * @param password of that user
 */
record SecurityProperties(
        @Nullable String secretKey,
        @DefaultValue List<String> allowedKeys,
        @Nullable String user,
        @Nullable String password) {

    SecurityProperties {
        allowedKeys = List.copyOf(allowedKeys);
        if (secretKey != null && user != null) {
            throw new IllegalArgumentException("Set either secret-key or user, not both");
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("Set both user and password");
        }
        if (secretKey != null && allowedKeys.isEmpty()) {
            throw new IllegalArgumentException(
                    "With secret-key, allowed-keys must name the public keys of those who may"
                            + " connect");
        }
        if (secretKey == null && !allowedKeys.isEmpty()) {
            throw new IllegalArgumentException("With allowed-keys, set secret-key as well");
        }
        if (secretKey != null) {
            var _ = CurveKey.parse(secretKey);
        }
        allowedKeys.forEach(CurveKey::parse);
    }

    /** Whether whoever connects is known, and nobody on the way can listen. */
    boolean isSealed() {
        return secretKey != null;
    }

    Mechanism mechanism() {
        if (secretKey != null) {
            Set<CurveKey> allowed = new HashSet<>();
            allowedKeys.forEach(key -> allowed.add(CurveKey.parse(key)));
            return CurveMechanism.server(CurveKey.parse(secretKey), allowed::contains);
        }
        if (user != null && password != null) {
            return PlainMechanism.server((name, word) -> {
                boolean isUser = isSame(user, name);
                boolean isPassword = isSame(password, word);
                return isUser && isPassword;
            });
        }
        return NullMechanism.INSTANCE;
    }

    /** Takes as long for a good guess as for a bad one. */
    private static boolean isSame(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    // Never printed: it lets one in.
    @Override
    public String toString() {
        return "SecurityProperties[sealed=" + isSealed() + "]";
    }
}
