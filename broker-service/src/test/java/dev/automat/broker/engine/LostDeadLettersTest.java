package dev.automat.broker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.automat.broker.channel.ChannelLimits;
import dev.automat.broker.channel.ChannelName;
import dev.automat.broker.channel.ChannelPattern;
import dev.automat.broker.channel.DeadLetterLimits;
import dev.automat.broker.channel.Traffic;
import dev.automat.broker.channel.WhenFull;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LostDeadLettersTest {

    private static final ChannelName QUEUE = ChannelName.of("/queue/dead/orders");

    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(LostDeadLetters.class);
    private final Traffic traffic = new Traffic();
    private final ChannelRules rules =
            new ChannelRules(
                    List.of(rule("/queue/dead/**"), rule("**")), 1, new DeadLetterLimits(1, 1));
    private Instant now = Instant.EPOCH;
    private final LostDeadLetters lost = new LostDeadLetters(rules, () -> now);

    private ChannelRules.Rule rule(String pattern) {
        var limits = new ChannelLimits(1, 1, 1, WhenFull.DROP_OLDEST);
        return new ChannelRules.Rule(ChannelPattern.of(pattern), limits, traffic.part());
    }

    @BeforeEach
    void listen() {
        written.start();
        log.addAppender(written);
    }

    @AfterEach
    void leave() {
        log.detachAppender(written);
    }

    @Test
    void areCountedByPatternAndInAll() {
        lost.note(QUEUE, 2, "full");
        lost.note(ChannelName.of("/queue/other"), 1, "full");

        assertThat(rules.all())
                .extracting(rule -> rule.traffic().deadLettersLost())
                .containsExactly(2L, 1L);
        assertThat(traffic.deadLettersLost()).isEqualTo(3);
    }

    @Test
    void areSaidAtOnceAndThenOnceAMinute() {
        lost.note(QUEUE, 0, "full");
        assertThat(written.list).isEmpty();

        for (int second = 0; second < 100; second++) {
            lost.note(QUEUE, 1, "full");
            now = now.plusSeconds(1);
        }

        assertThat(written.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Lost dead letters: 1, the last one of /queue/dead/orders (full)",
                        "Lost dead letters: 60, the last one of /queue/dead/orders (full)");
    }
}
