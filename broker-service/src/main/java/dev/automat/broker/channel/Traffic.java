package dev.automat.broker.channel;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Messages of all channels since the start, those of forgotten channels included. */
public final class Traffic {

    private final @Nullable Traffic total;
    private final LongAdder in = new LongAdder();
    private final LongAdder out = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder deadLettersLost = new LongAdder();
    private final LongAdder swallowed = new LongAdder();

    /** Counts all messages. */
    public Traffic() {
        this(null);
    }

    private Traffic(@Nullable Traffic total) {
        this.total = total;
    }

    /** Counts some of the messages, and each here as well. */
    public Traffic part() {
        return new Traffic(this);
    }

    /** Counts messages accepted by a channel. */
    void accepted(long messages) {
        in.add(messages);
        if (total != null) {
            total.accepted(messages);
        }
    }

    /** Counts messages written to subscribers. */
    void written(long messages) {
        out.add(messages);
        if (total != null) {
            total.written(messages);
        }
    }

    /** Counts messages that a slow subscriber lost. */
    void dropped(long messages) {
        dropped.add(messages);
        if (total != null) {
            total.dropped(messages);
        }
    }

    /** Counts dead letters for which there was no room. */
    public void deadLettersLost(long messages) {
        deadLettersLost.add(messages);
        if (total != null) {
            total.deadLettersLost(messages);
        }
    }

    /** Counts messages that were meant for nobody. */
    public void swallowed(long messages) {
        swallowed.add(messages);
    }

    /** Messages accepted by channels. */
    public long in() {
        return in.sum();
    }

    /** Messages written to subscribers, each as often as it was. */
    public long out() {
        return out.sum();
    }

    /** Messages that slow subscribers lost. */
    public long dropped() {
        return dropped.sum();
    }

    /** Dead letters for which there was no room. */
    public long deadLettersLost() {
        return deadLettersLost.sum();
    }

    /** Messages to {@code /null} and empty ones. */
    public long swallowed() {
        return swallowed.sum();
    }
}
