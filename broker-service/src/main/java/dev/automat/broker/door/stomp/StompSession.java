package dev.automat.broker.door.stomp;

import dev.automat.broker.door.Publishing;
import dev.automat.broker.server.DeferredWrites;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** What the frames of one connection mean, one after the other. On its event loop. */
final class StompSession {

    /** Letters of an unknown command that are repeated to who sent it. */
    private static final int REPEATED = 20;

    /** What a session asks of its connection. */
    interface Wire extends Subscriptions.Listener {

        /** The client says good-bye. */
        void leave();
    }

    private final Publishing publishing;
    private final Answers answers;
    private final Wire wire;
    private final Greeting greeting;
    private final TemporaryNames temporaryNames;
    private final Subscriptions subscriptions;
    private final Sending sending;
    private final Transactions transactions;
    private @Nullable String receiptWhenCommitted;
    private boolean connected;

    StompSession(
            StompDoor door,
            Channel channel,
            DeferredWrites writes,
            Publishing publishing,
            HeartBeats heartBeats,
            Answers answers,
            Wire wire) {
        this.publishing = publishing;
        this.answers = answers;
        this.wire = wire;
        this.greeting = new Greeting(door.properties(), answers, heartBeats);
        this.temporaryNames = new TemporaryNames(door.sessions());
        this.subscriptions = new Subscriptions(door, channel, writes, temporaryNames, wire);
        this.sending =
                new Sending(
                        door, channel.alloc(), publishing, temporaryNames, subscriptions, answers);
        this.transactions = new Transactions(door.memory(), door.properties().maxBodyBytes());
    }

    boolean isConnected() {
        return connected;
    }

    /** What the client is subscribed to. */
    Subscriptions subscriptions() {
        return subscriptions;
    }

    /**
     * Handles the next frame: of a committed transaction, or else of the input.
     *
     * @return false when there is none
     * @throws StompException when the client broke a rule, which ends the session
     */
    boolean handleNext(Input input) throws StompException {
        var committed = transactions.nextCommitted();
        if (committed != null) {
            handleCommitted(committed);
            return true;
        }
        var frame = input.next();
        if (frame == null) {
            return false;
        }
        if (connected) {
            handle(frame);
        } else {
            greet(frame, input);
        }
        return true;
    }

    private void greet(StompFrame frame, Input input) throws StompException {
        var version = greeting.answer(frame);
        input.speak(version);
        subscriptions.speak(version);
        connected = true;
    }

    private void handleCommitted(StompFrame frame) throws StompException {
        try {
            perform(frame);
        } finally {
            transactions.released(frame);
        }
        if (!transactions.hasCommitted()) {
            sending.flush(receiptWhenCommitted);
            receiptWhenCommitted = null;
        }
    }

    private void handle(StompFrame frame) throws StompException {
        if (sending.again(frame)) {
            return;
        }
        switch (frame.command()) {
            case "SEND", "ACK", "NACK" -> performOrKeep(frame);
            case "SUBSCRIBE" -> {
                subscriptions.subscribe(frame);
                answers.receipt(frame);
            }
            case "UNSUBSCRIBE" -> unsubscribe(frame);
            case "BEGIN" -> {
                transactions.begin(frame.required("transaction"));
                answers.receipt(frame);
            }
            case "COMMIT" -> commit(frame);
            case "ABORT" -> {
                transactions.abort(frame.required("transaction"));
                answers.receipt(frame);
            }
            case "DISCONNECT" -> {
                answers.receipt(frame);
                wire.leave();
            }
            default -> throw new StompException("There is no command " + shortened(frame));
        }
    }

    private void performOrKeep(StompFrame frame) throws StompException {
        var transaction = frame.header("transaction");
        if (transaction == null) {
            perform(frame);
        } else {
            transactions.add(transaction, frame);
            answers.receipt(frame);
        }
    }

    private void perform(StompFrame frame) throws StompException {
        switch (frame.command()) {
            case "SEND" -> sending.send(frame);
            case "ACK" -> settle(frame, true);
            case "NACK" -> settle(frame, false);
            default -> throw new IllegalStateException("Not kept: " + frame.command());
        }
    }

    private void settle(StompFrame frame, boolean done) throws StompException {
        subscriptions.settle(frame, done);
        answers.receipt(frame);
    }

    private void unsubscribe(StompFrame frame) throws StompException {
        var subscription = subscriptions.take(frame);
        publishing.publish();
        subscriptions.leave(subscription);
        answers.receipt(frame);
    }

    private void commit(StompFrame frame) throws StompException {
        transactions.commit(frame.required("transaction"));
        receiptWhenCommitted = frame.header("receipt");
        if (!transactions.hasCommitted()) {
            answers.receipt(frame);
        }
    }

    private static String shortened(StompFrame frame) {
        var command = frame.command();
        return command.substring(0, Math.min(REPEATED, command.length()));
    }

    /** Bytes that it keeps in memory: of transactions, and at its subscriptions. */
    long pinnedBytes() {
        return transactions.pinnedBytes() + subscriptions.pinnedBytes();
    }

    /** Bytes of transactions that were not handled yet. */
    long keptBytes() {
        return transactions.pinnedBytes();
    }

    /** What was held is accepted now. */
    void accepted() {
        sending.accepted();
    }

    /**
     * Gives up what was not handled.
     *
     * @return messages that are lost by it
     */
    long giveUp(Input input) {
        long lost = input.giveUp();
        for (var kept = transactions.nextCommitted();
                kept != null;
                kept = transactions.nextCommitted()) {
            lost += kept.command().equals("SEND") ? 1 : 0;
            transactions.released(kept);
        }
        return lost;
    }

    /**
     * Ends with its connection.
     *
     * @return messages that are lost by it
     */
    long end() {
        long lost = subscriptions.end();
        transactions.close();
        temporaryNames.close();
        return lost;
    }
}
