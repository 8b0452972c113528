package dev.automat.reporter.agent;

import dev.automat.reporter.MetricsReporter;
import java.lang.System.Logger.Level;

/**
 * Reports the app that the JVM is about to start, and leaves it alone otherwise. Whatever is wrong
 * with its argument, the app starts.
 */
public final class ReporterAgent {

    /** Spring Boot apps may bring a reporter of their own; one series is enough. */
    private static final String BOOT_SWITCH = "automat.reporter.enabled";

    private ReporterAgent() {}

    /**
     * Called by the JVM before the app's main method.
     *
     * @param argument {@code orders}, or {@code
     *     name=orders,endpoint=tcp://host:5555,interval=PT5S}; by default the series has the name
     *     of the app's main class or jar
     */
    public static void premain(String argument) {
        try {
            var options = AgentArgument.options(argument, System.getProperty("sun.java.command"));
            var reporter = MetricsReporter.start(options);
            System.setProperty(BOOT_SWITCH, System.getProperty(BOOT_SWITCH, "false"));
            Runtime.getRuntime().addShutdownHook(new Thread(reporter::close));
        } catch (RuntimeException e) {
            System.getLogger(ReporterAgent.class.getName())
                    .log(Level.WARNING, "This process does not report itself: " + e.getMessage());
        }
    }
}
