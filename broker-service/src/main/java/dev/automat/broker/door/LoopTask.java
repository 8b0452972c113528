package dev.automat.broker.door;

import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something to be done on a channel's event loop, once however often it is asked for before that.
 * Any thread may ask.
 */
public final class LoopTask {

    private final Channel channel;
    private final Runnable task;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** A task of the loop that a channel is on. */
    public LoopTask(Channel channel, Runnable task) {
        this.channel = channel;
        this.task = task;
    }

    /** Has it done, unless it is going to be. */
    public void ask() {
        if (asked.compareAndSet(false, true)) {
            run(channel, this::perform);
        }
    }

    private void perform() {
        asked.set(false);
        task.run();
    }

    /** Has something done on a channel's event loop; nothing after the loop has ended. */
    public static void run(Channel channel, Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The loop ended with the process; its connections end with it.
        }
    }
}
