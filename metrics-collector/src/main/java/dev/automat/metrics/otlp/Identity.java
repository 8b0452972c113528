package dev.automat.metrics.otlp;

import dev.automat.metrics.sample.SampleParser;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who exports.
 *
 * @param service what it calls itself, such as {@code orders}
 * @param instance tells apart those that run the same service; empty when they cannot be
 * @param pid of its process; 0 when it is not said
 * @param host where it runs; empty when it is not said
 */
record Identity(String service, String instance, long pid, String host) {

    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}-[-\\p{XDigit}]{27}");
    private static final int MAX_LENGTH = 255;

    /** Reads it; null when the service does not say its name, or says too long a one. */
    static @Nullable Identity of(Resource resource) {
        String service = "";
        String instance = "";
        String host = "";
        long pid = 0;
        for (KeyValue attribute : resource.getAttributesList()) {
            AnyValue value = attribute.getValue();
            switch (attribute.getKey()) {
                case "service.name" -> service = value.getStringValue();
                case "service.instance.id" -> instance = value.getStringValue();
                case "process.pid" -> pid = value.getIntValue();
                case "host.name" -> host = value.getStringValue();
                default -> {}
            }
        }
        if (service.isBlank() || service.length() > SampleParser.MAX_NAME_LENGTH) {
            return null;
        }
        if (instance.isBlank() && pid != 0) {
            instance = pid + "." + host;
        }
        return new Identity(service, bounded(instance), pid, bounded(host));
    }

    private static String bounded(String text) {
        return text.substring(0, Math.min(text.length(), MAX_LENGTH));
    }

    /** The name of its series while another instance has the service's own. */
    String longName() {
        var suffix = UUID.matcher(instance).matches() ? instance.substring(0, 8) : instance;
        return service + "@" + suffix;
    }
}
