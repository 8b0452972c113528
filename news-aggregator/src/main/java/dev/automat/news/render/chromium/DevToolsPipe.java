package dev.automat.news.render.chromium;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Chromium's DevTools protocol over a pair of pipes: JSON messages, each ended by a zero byte.
 *
 * <p>Pipes rather than a WebSocket, because nobody else can open them, and because the browser ends
 * by itself when they close, even if this process was killed. Reading and writing them blocks, so
 * each has a thread of its own, {@code chromium-reader} and {@code chromium-writer}. Listeners run
 * on the reader and must not wait.
 */
final class DevToolsPipe implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DevToolsPipe.class);
    private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
    private static final int MAX_COMMANDS_WAITING = 4096;

    private final JsonMapper mapper;
    private final InputStream in;
    private final OutputStream out;
    private final AtomicLong lastId = new AtomicLong();
    private final BlockingQueue<byte[]> outbox = new LinkedBlockingQueue<>(MAX_COMMANDS_WAITING);
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final Map<String, Consumer<DevToolsEvent>> listeners = new ConcurrentHashMap<>();
    private final Thread writer;
    private volatile boolean open = true;

    /** Talks over the streams from now on, and closes them in the end. */
    DevToolsPipe(InputStream in, OutputStream out, JsonMapper mapper) {
        this.in = in;
        this.out = out;
        this.mapper = mapper;
        this.writer = Thread.ofPlatform().daemon().name("chromium-writer").unstarted(this::write);
    }

    void start() {
        writer.start();
        var _ = Thread.ofPlatform().daemon().name("chromium-reader").start(this::read);
    }

    boolean isOpen() {
        return open;
    }

    /**
     * Sends a command.
     *
     * @param session the page's session; empty for the browser itself
     * @return its result; fails with {@link CommandFailedException} or {@link BrowserGoneException}
     */
    CompletableFuture<JsonNode> send(String session, String method, Map<String, ?> params) {
        var answer = new CompletableFuture<JsonNode>();
        var id = lastId.incrementAndGet();
        var message = mapper.createObjectNode().put("id", id).put("method", method);
        message.set("params", mapper.valueToTree(params));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        pending.put(id, new Pending(method, answer));
        // Asked after the entry is in, so that a close at the same time fails it too.
        if (!open || !outbox.offer(mapper.writeValueAsBytes(message))) {
            pending.remove(id);
            answer.completeExceptionally(new BrowserGoneException("Chromium is gone"));
        }
        return answer;
    }

    /** Hears a session's events until {@link #forget}. */
    void listen(String session, Consumer<DevToolsEvent> listener) {
        listeners.put(session, listener);
    }

    void forget(String session) {
        listeners.remove(session);
    }

    private void write() {
        try (out) {
            while (open) {
                out.write(outbox.take());
                out.write(0);
                out.flush();
            }
        } catch (IOException | InterruptedException _) {
            close();
        }
    }

    private void read() {
        try (in) {
            var message = new ByteArrayOutputStream();
            var chunk = new byte[64 * 1024];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                take(chunk, length, message);
            }
        } catch (IOException e) {
            log.debug("The pipe from Chromium broke", e);
        } finally {
            close();
        }
    }

    private void take(byte[] chunk, int length, ByteArrayOutputStream message) throws IOException {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (chunk[i] == 0) {
                message.write(chunk, start, i - start);
                dispatch(message.toByteArray());
                message.reset();
                start = i + 1;
            }
        }
        message.write(chunk, start, length - start);
        if (message.size() > MAX_MESSAGE_BYTES) {
            throw new IOException("Chromium sent a message longer than " + MAX_MESSAGE_BYTES);
        }
    }

    private void dispatch(byte[] bytes) {
        try {
            var message = mapper.readTree(bytes);
            if (message.has("id")) {
                answer(message);
            } else {
                report(message);
            }
        } catch (JacksonException e) {
            log.debug("Chromium sent a message that is no JSON", e);
        }
    }

    private void answer(JsonNode message) {
        var command = pending.remove(message.path("id").asLong());
        if (command == null) {
            return;
        }
        if (message.has("error")) {
            command.answer.completeExceptionally(
                    new CommandFailedException(
                            command.method,
                            message.path("error").path("message").asString("unknown error")));
        } else {
            command.answer.complete(message.path("result"));
        }
    }

    private void report(JsonNode message) {
        var listener = listeners.get(message.path("sessionId").asString(""));
        if (listener != null) {
            listener.accept(
                    new DevToolsEvent(message.path("method").asString(""), message.path("params")));
        }
    }

    /** Ends the conversation, and with it the browser; whoever waits is told. */
    @Override
    public void close() {
        open = false;
        writer.interrupt();
        pending.forEach((id, command) -> {
            if (pending.remove(id) != null) {
                command.answer.completeExceptionally(new BrowserGoneException("Chromium ended"));
            }
        });
    }

    private record Pending(String method, CompletableFuture<JsonNode> answer) {}
}
