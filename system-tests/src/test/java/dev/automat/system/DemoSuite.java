package dev.automat.system;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts the suite with its demo once for all tests that ask for it, and ends it after the last.
 */
final class DemoSuite implements BeforeAllCallback, ParameterResolver {

    /**
     * Keeps the ports, but for STOMP's, out of the range that Linux gives to connections, 32768 to
     * 60999.
     */
    private static final int OFFSET = 6_000;

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(DemoSuite.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        suite(context).awaitReady(8000, 8001, 8080, 8086, 8088, 8090);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Suite.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return suite(context);
    }

    private static Suite suite(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Suite.class, _ -> launch(), Suite.class);
    }

    private static Suite launch() {
        try {
            return Suite.launch(OFFSET, "--demo");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
