package dev.automat.broker.channel;

import dev.automat.broker.channel.MessageChannel.Outcome;
import org.jspecify.annotations.Nullable;

/** A publisher that keeps what is not accepted until it tries again. */
final class FakePublisher implements Publisher {

    private final MessageChannel channel;
    private @Nullable Run held;
    private int resumes;

    FakePublisher(MessageChannel channel) {
        this.channel = channel;
    }

    Outcome publish(String... texts) {
        return offer(Messages.run(channel.memory, texts));
    }

    private Outcome offer(Run run) {
        var outcome = channel.publish(run, this);
        held = outcome == Outcome.ACCEPTED ? null : run;
        return outcome;
    }

    Outcome retry() {
        var run = held;
        if (run == null) {
            throw new AssertionError("Nothing is held");
        }
        return offer(run);
    }

    int heldMessages() {
        return held == null ? 0 : held.messages();
    }

    @Override
    public void resume() {
        resumes++;
    }

    int resumes() {
        return resumes;
    }

    /** The connection is gone. */
    void leave() {
        channel.withdraw(this);
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
