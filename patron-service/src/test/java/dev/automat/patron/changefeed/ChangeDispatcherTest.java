package dev.automat.patron.changefeed;

import static dev.automat.patron.changefeed.SignedEvents.KEY;
import static dev.automat.patron.changefeed.SignedEvents.sealed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class ChangeDispatcherTest {

    private static final String DELETE =
            "{\"table\":\"patron\",\"id\":37,\"type\":\"DELETE\",\"version\":1,\"data\":{}}";

    private static final CoherenceProperties PROPERTIES =
            new CoherenceProperties(
                    Duration.ofSeconds(10),
                    Duration.ofMillis(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    1);

    private final FakeFeed feed = new FakeFeed();
    private final Recorder recorder = new Recorder();
    private final EventStream stream = new EventStream();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Heartbeat heartbeat = new Heartbeat(feed, PROPERTIES, meters);
    private final ChangeDispatcher dispatcher =
            new ChangeDispatcher(feed, heartbeat, stream, List.of(recorder), meters);
    private final List<String> streamed = new ArrayList<>();

    @BeforeEach
    void starts() {
        var _ = stream.events().map(TableEvent::json).subscribe(streamed::add);
        dispatcher.start();
        feed.emit(new FeedEvent.Opened(1, EventOrigin.withKey(KEY, 0)));
    }

    @Test
    void hearsOfEachTable() {
        assertThat(feed.tables).containsExactly("patron");
    }

    @Test
    void tellsTheListenerWhatHappensInOrder() {
        feed.emit(new FeedEvent.Notified(1, sealed(7, DELETE)));
        feed.emit(new FeedEvent.Lost(1, new IllegalStateException("gone")));

        assertThat(recorder.heard).containsExactly("opened 1", "1 Deleted[id=37]", "lost 1");
    }

    @Test
    void streamsWhatIsProvenOnly() {
        feed.emit(new FeedEvent.Notified(1, sealed(7, DELETE)));
        feed.emit(
                new FeedEvent.Notified(
                        1, new Notification("chan_patron", 7, DELETE.replace("37", "38"))));

        assertThat(streamed).containsExactly(DELETE);
        assertThat(recorder.heard).endsWith("1 Touched[id=38]");
        assertThat(meters.counter("patron.feed.unproven").count()).isEqualTo(1);
    }

    @Test
    void ignoresChannelsItDidNotAskFor() {
        feed.emit(new FeedEvent.Notified(1, new Notification("chan_other", 7, "{\"id\":1}")));

        assertThat(recorder.heard).containsExactly("opened 1");
    }

    @Test
    void expectsAnythingWhenTheListenerFailsAndGoesOn() {
        recorder.failsNext = true;
        feed.emit(new FeedEvent.Notified(1, sealed(7, DELETE)));
        feed.emit(new FeedEvent.Notified(1, new Notification("chan_patron", 7, "{\"id\":1}")));

        assertThat(recorder.heard).containsExactly("opened 1", "1 INSTANCE", "1 Touched[id=1]");
    }

    @Test
    void tellsOfWhatTheLogSaysAndShowsItToWatchers() {
        var change = new Change.Deleted(1);
        var event = new TableEvent(change, true, 12, "{}");
        var seen = new ArrayList<TableEvent>();
        var watcher = stream.events().subscribe(seen::add);

        feed.emit(new FeedEvent.Committed(1, "patron", 99, event));
        feed.emit(new FeedEvent.Committed(1, "other", 99, event));
        recorder.failsNext = true;
        feed.emit(new FeedEvent.Committed(1, "patron", 100, event));
        watcher.dispose();

        assertThat(recorder.heard)
                .containsExactly(
                        "opened 1",
                        "1 " + change,
                        "by transaction 99",
                        "1 INSTANCE",
                        "by transaction 100");
        assertThat(seen).containsExactly(event);
    }

    @Test
    void provesWhatWasCommittedBeforeAHeartbeatWasSent() throws InterruptedException {
        long before = System.nanoTime();
        heartbeat.start();
        var text = Objects.requireNonNull(feed.heartbeats.poll(10, TimeUnit.SECONDS));
        long after = System.nanoTime();
        heartbeat.stop();

        feed.emit(new FeedEvent.Echoed(1, "of somebody else"));
        feed.emit(new FeedEvent.Echoed(1, text));
        feed.emit(new FeedEvent.Echoed(1, text));

        assertThat(recorder.heard).containsExactly("opened 1", "proven 1");
        assertThat(recorder.provenAt).isBetween(before, after);
    }

    @Test
    void refusesHeartbeatsThatComeTooSeldom() {
        assertThatThrownBy(() ->
                        new CoherenceProperties(
                                Duration.ofSeconds(1),
                                Duration.ofMillis(600),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                1))
                .hasMessageContaining("automat.patron.coherence.heartbeat must be at most half");
    }

    @Test
    void stopsListeningWhenItStops() {
        dispatcher.stop();

        assertThat(feed.events.currentSubscriberCount()).isZero();
        assertThat(dispatcher.isRunning()).isFalse();
    }

    private static final class FakeFeed implements ChangeFeed {

        private final Sinks.Many<FeedEvent> events = Sinks.many().multicast().directBestEffort();
        private final BlockingQueue<String> heartbeats = new LinkedBlockingQueue<>();
        private Set<String> tables = Set.of();

        @Override
        public Flux<FeedEvent> events(Set<String> wanted) {
            tables = wanted;
            return events.asFlux();
        }

        @Override
        public Mono<Void> sendHeartbeat(Supplier<String> text) {
            return Mono.fromRunnable(() -> heartbeats.add(text.get()));
        }

        @Override
        public Mono<FeedAudit> audit(String table) {
            return Mono.just(new FeedAudit(true, "triggers", 0));
        }

        private void emit(FeedEvent event) {
            events.tryEmitNext(event).orThrow();
        }
    }

    private static final class Recorder implements ChangeListener {

        private final List<String> heard = new ArrayList<>();
        private boolean failsNext;
        private long provenAt;

        @Override
        public String table() {
            return "patron";
        }

        @Override
        public void opened(long connection) {
            heard.add("opened " + connection);
        }

        @Override
        public void changed(long connection, Change change) {
            if (failsNext) {
                failsNext = false;
                throw new IllegalStateException("cannot take it");
            }
            heard.add(connection + " " + change);
        }

        @Override
        public void told(long connection, Change change, int transaction) {
            changed(connection, change);
            heard.add("by transaction " + transaction);
        }

        @Override
        public void proven(long connection, long nanos) {
            heard.add("proven " + connection);
            provenAt = nanos;
        }

        @Override
        public void audited(FeedAudit audit) {
            heard.add(audit.toString());
        }

        @Override
        public void lost(long connection) {
            heard.add("lost " + connection);
        }
    }
}
