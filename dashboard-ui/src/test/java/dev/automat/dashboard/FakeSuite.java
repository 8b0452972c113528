package dev.automat.dashboard;

import java.util.List;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The services behind the dashboard, shared by all tests that start it. */
public final class FakeSuite {

    public static final FakeUpstream PATRON = FakeUpstream.start();
    public static final FakeUpstream NEWS = FakeUpstream.start();
    public static final FakeUpstream METRICS = FakeUpstream.start();
    public static final FakeUpstream BROKER = FakeUpstream.start();

    private FakeSuite() {}

    /** All of them up, with nothing asked and nothing to say. */
    public static void reset() {
        List.of(PATRON, NEWS, METRICS, BROKER).forEach(FakeUpstream::reset);
    }

    /** Tells the dashboard where they are. */
    static final class Addresses
            implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(
                            "automat.dashboard.upstreams.patron=" + PATRON.url(),
                            "automat.dashboard.upstreams.news=" + NEWS.url(),
                            "automat.dashboard.upstreams.metrics=" + METRICS.url(),
                            "automat.dashboard.upstreams.broker=" + BROKER.url(),
                            "automat.dashboard.instances[0].name=patron-service",
                            "automat.dashboard.instances[0].url=" + PATRON.url(),
                            "automat.dashboard.instances[1].name=broker-service",
                            "automat.dashboard.instances[1].url=" + BROKER.url(),
                            "automat.dashboard.instances[1].link=http://broker.example:8086/")
                    .applyTo(context);
        }
    }
}
