package dev.automat.metrics.restart;

import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleListener;
import dev.automat.metrics.sample.Sender;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Notices new processes by the {@code pid} in their samples; apps that send none are never said to
 * restart. The newest restarts are kept until the collector itself ends.
 *
 * <p>Two processes that share a name take turns, and are no restart each time: what counts is a
 * process that was not among the last few of its name.
 */
@Component
final class RestartLog implements SampleListener {

    static final int MAX_RESTARTS = 500;
    static final int MAX_SERIES = 10_000;

    private static final int MAX_PROCESSES = 4;
    private static final String PID = "pid";

    /** By name, the one that was longest without a new process first. */
    private final LinkedHashMap<String, Deque<Double>> processes = new LinkedHashMap<>();

    private final Deque<Restart> restarts = new ArrayDeque<>();

    @Override
    public void accept(Sample sample, Sender sender, Instant receivedAt) {
        var process = sample.fields().get(PID);
        if (process != null) {
            accept(sample.name(), process, Instant.ofEpochSecond(sample.second(receivedAt)));
        }
    }

    private synchronized void accept(String name, Double process, Instant at) {
        var known = processes.get(name);
        if (known != null && known.contains(process)) {
            return;
        }
        if (known == null) {
            known = new ArrayDeque<>(MAX_PROCESSES);
        } else {
            remember(new Restart(name, at));
        }
        if (known.size() == MAX_PROCESSES) {
            known.removeLast();
        }
        known.addFirst(process);
        processes.putLast(name, known);
        if (processes.size() > MAX_SERIES) {
            processes.pollFirstEntry();
        }
    }

    private void remember(Restart restart) {
        if (restarts.size() == MAX_RESTARTS) {
            restarts.removeLast();
        }
        restarts.addFirst(restart);
    }

    /** Those that are kept, newest first. */
    synchronized List<Restart> all() {
        return List.copyOf(restarts);
    }
}
