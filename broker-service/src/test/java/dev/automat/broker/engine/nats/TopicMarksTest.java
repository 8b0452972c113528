package dev.automat.broker.engine.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.PinnedMemory;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.MessageHandler;
import io.nats.client.impl.NatsMessage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the window when marks are lost on their way. */
class TopicMarksTest {

    private static final int WINDOW = 100;
    private static final int INTERVAL = 10;

    private final SendWindow window = new SendWindow(WINDOW);
    private final Gathering gathering = new Gathering(new PinnedMemory(1 << 20));
    private final TopicMarks marks = new TopicMarks(window, INTERVAL, gathering);
    private final List<String> sent = new ArrayList<>();
    private final List<MessageHandler> handlers = new ArrayList<>();
    private final Session session = session();

    /** A connection that returns marks when told to. */
    private Session session() {
        var connection =
                fake(
                        Connection.class,
                        (_, method, arguments) -> {
                            if (method.getName().equals("createInbox")) {
                                return "inbox";
                            }
                            sent.add(text((byte[]) arguments[1]));
                            return null;
                        });
        var topics =
                fake(
                        Dispatcher.class,
                        (_, _, arguments) -> {
                            handlers.add((MessageHandler) arguments[1]);
                            return null;
                        });
        return new Session(
                connection,
                fake(JetStream.class, (_, _, _) -> null),
                fake(JetStreamManagement.class, (_, _, _) -> null),
                topics,
                fake(Dispatcher.class, (_, _, _) -> null));
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        var types = new Class<?>[] {type};
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), types, handler));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @BeforeEach
    void connect() {
        marks.restart(session);
    }

    private void send(int bytes) {
        assertThat(window.take(bytes, () -> {})).isTrue();
        marks.sent(session, bytes);
    }

    private void arrives(String mark) throws InterruptedException {
        var data = mark.getBytes(StandardCharsets.US_ASCII);
        handlers.getLast().onMessage(NatsMessage.builder().subject("inbox").data(data).build());
    }

    private void assertAllIsGivenBack() {
        assertThat(window.take(WINDOW, () -> {})).isTrue();
    }

    @Test
    void aMarkStandsForThoseBeforeIt() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            send(INTERVAL);
        }
        assertThat(sent).containsExactly("1", "2", "3");

        arrives("3");

        assertAllIsGivenBack();
    }

    @Test
    void theLastMarkIsSentAgainWhenNoneComes() throws InterruptedException {
        send(INTERVAL);
        send(INTERVAL / 2);
        for (int i = 0; i < TopicMarks.PATIENCE_TICKS; i++) {
            marks.tick(session);
        }
        assertThat(sent).containsExactly("1", "2", "2");

        arrives("2");

        assertAllIsGivenBack();
    }

    @Test
    void noMarkIsSentAgainWhileMarksComeOrNoneIsAwaited() throws InterruptedException {
        for (int i = 1; i <= 3 * TopicMarks.PATIENCE_TICKS; i++) {
            marks.tick(session);
            send(INTERVAL);
            marks.tick(session);
            arrives(Integer.toString(i));
        }

        assertThat(sent).doesNotHaveDuplicates().hasSize(3 * TopicMarks.PATIENCE_TICKS);
        assertAllIsGivenBack();
    }

    @Test
    void aMarkOfTheConnectionBeforeGivesNothingBack() throws InterruptedException {
        send(INTERVAL);
        marks.restart(session);
        send(WINDOW);

        arrives("1");

        assertThat(window.take(1, () -> {})).isFalse();
        arrives("2");
        assertAllIsGivenBack();
    }
}
