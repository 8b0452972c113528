package dev.automat.patron.changefeed;

import static dev.automat.patron.changefeed.SignedEvents.KEY;
import static dev.automat.patron.changefeed.SignedEvents.sealed;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

class ChangeDispatcherTest {

    private static final String DELETE =
            "{\"table\":\"patron\",\"id\":37,\"type\":\"DELETE\",\"version\":1,\"data\":{}}";

    private final FakeFeed feed = new FakeFeed();
    private final Recorder recorder = new Recorder();
    private final EventStream stream = new EventStream();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ChangeDispatcher dispatcher =
            new ChangeDispatcher(feed, stream, List.of(recorder), meters);
    private final List<String> streamed = new ArrayList<>();

    @BeforeEach
    void starts() {
        var _ = stream.events().map(TableEvent::json).subscribe(streamed::add);
        dispatcher.start();
        feed.emit(new FeedEvent.Opened(1, EventOrigin.withKey(KEY, 0)));
    }

    @Test
    void listensToTheChannelOfEachTable() {
        assertThat(feed.channels).containsExactly("chan_patron");
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
    void stopsListeningWhenItStops() {
        dispatcher.stop();

        assertThat(feed.events.currentSubscriberCount()).isZero();
        assertThat(dispatcher.isRunning()).isFalse();
    }

    private static final class FakeFeed implements ChangeFeed {

        private final Sinks.Many<FeedEvent> events = Sinks.many().multicast().directBestEffort();
        private Set<String> channels = Set.of();

        @Override
        public Flux<FeedEvent> events(Set<String> wanted) {
            channels = wanted;
            return events.asFlux();
        }

        private void emit(FeedEvent event) {
            events.tryEmitNext(event).orThrow();
        }
    }

    private static final class Recorder implements ChangeListener {

        private final List<String> heard = new ArrayList<>();
        private boolean failsNext;

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
        public void lost(long connection) {
            heard.add("lost " + connection);
        }
    }
}
