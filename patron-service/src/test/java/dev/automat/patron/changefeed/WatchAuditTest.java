package dev.automat.patron.changefeed;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class WatchAuditTest {

    private static final CoherenceProperties PROPERTIES =
            new CoherenceProperties(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(10),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    1);

    private final Logger log = (Logger) LoggerFactory.getLogger(WatchAudit.class);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    @BeforeEach
    void readsTheLog() {
        written.start();
        log.addAppender(written);
    }

    @AfterEach
    void leavesTheLog() {
        log.detachAppender(written);
    }

    @Test
    void raisesTheAlarmOnceEachTimeTheRoomForChangesIsTaken() {
        var backlogs = List.of(0.05, 0.25, 0.5, 0.02, 0.3);
        var feed = new Backlogged(backlogs);
        var meters = new SimpleMeterRegistry();
        var audit = new WatchAudit(feed, List.of(new Unconcerned()), PROPERTIES, meters);

        audit.start();
        try {
            eventually(() -> assertThat(feed.looks).hasValueGreaterThan(backlogs.size() + 1));
        } finally {
            audit.stop();
        }

        assertThat(meters.get("patron.feed.backlog").gauge().value()).isEqualTo(0.3);
        assertThat(List.copyOf(written.list))
                .allMatch(event -> event.getLevel() == Level.ERROR)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("25 % of the room"),
                        second -> assertThat(second).startsWith("30 % of the room"));
    }

    /** Has one backlog after the other, and stays with the last. */
    private static final class Backlogged implements ChangeFeed {

        private final List<Double> backlogs;
        private final AtomicInteger looks = new AtomicInteger();

        Backlogged(List<Double> backlogs) {
            this.backlogs = backlogs;
        }

        @Override
        public Flux<FeedEvent> events(Set<String> tables) {
            return Flux.never();
        }

        @Override
        public Mono<Void> sendHeartbeat(Supplier<String> text) {
            return Mono.empty();
        }

        @Override
        public Mono<FeedAudit> audit(String table) {
            return Mono.fromSupplier(() -> {
                int look = Math.min(looks.getAndIncrement(), backlogs.size() - 1);
                return new FeedAudit(true, "triggers", backlogs.get(look));
            });
        }
    }

    private static final class Unconcerned implements ChangeListener {

        @Override
        public String table() {
            return "patron";
        }

        @Override
        public void opened(long connection) {}

        @Override
        public void changed(long connection, Change change) {}

        @Override
        public void told(long connection, Change change, int transaction) {}

        @Override
        public void proven(long connection, long nanos) {}

        @Override
        public void lost(long connection) {}

        @Override
        public void audited(FeedAudit audit) {}
    }
}
