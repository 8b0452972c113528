package dev.automat.cli.terminal;

import java.net.InetSocketAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code tcp://host:port}, {@code host:port} or {@code port}, which means this machine. The
 * address is not resolved, so that a name is looked up at every try to connect.
 */
public final class EndpointConverter implements ITypeConverter<InetSocketAddress> {

    private static final Pattern FORMAT =
            Pattern.compile("(?:tcp://)?(?:([^:/\\[\\]]+|\\[[0-9a-fA-F:.%]+\\]):)?(\\d{1,5})");
    private static final int LARGEST_PORT = 65_535;

    @Override
    public InetSocketAddress convert(String text) {
        var match = FORMAT.matcher(text);
        if (!match.matches() || Integer.parseInt(match.group(2)) > LARGEST_PORT) {
            throw new TypeConversionException(
                    "'%s' is not an endpoint; write tcp://127.0.0.1:5557".formatted(text));
        }
        return InetSocketAddress.createUnresolved(
                host(match.group(1)), Integer.parseInt(match.group(2)));
    }

    private static String host(@Nullable String text) {
        return text == null ? "127.0.0.1" : text.replaceAll("[\\[\\]]", "");
    }
}
