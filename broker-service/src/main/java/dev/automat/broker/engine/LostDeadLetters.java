package dev.automat.broker.engine;

import dev.automat.broker.channel.ChannelName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts dead letters that are lost, by the rules of their queues, and says so: at once, and while
 * more are lost, once a minute.
 */
public final class LostDeadLetters {

    private static final Logger log = LoggerFactory.getLogger(LostDeadLetters.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final ChannelRules rules;
    private final InstantSource clock;
    private Instant nextWord = Instant.MIN;
    private long unsaid;

    /** Counts for these rules. */
    public LostDeadLetters(ChannelRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Notes that a queue lost some, or none.
     *
     * @param why the limit, for people
     */
    public void note(ChannelName queue, long messages, String why) {
        if (messages == 0) {
            return;
        }
        rules.of(queue).traffic().deadLettersLost(messages);
        long said = takeDue(messages);
        if (said > 0) {
            log.warn("Lost dead letters: {}, the last one of {} ({})", said, queue, why);
        }
    }

    /** How many are to be told now; those that are not are told with the next. */
    private synchronized long takeDue(long messages) {
        unsaid += messages;
        var now = clock.instant();
        if (now.isBefore(nextWord)) {
            return 0;
        }
        nextWord = now.plus(PAUSE);
        long said = unsaid;
        unsaid = 0;
        return said;
    }
}
