package dev.automat.broker.channel;

import static dev.automat.broker.channel.Messages.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.MessageChannel.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a topic's slow subscriber, and of those beside it, under each policy. */
class WhenFullTest {

    private static final String FILLING = "-".repeat(90);

    @Test
    void dropNewestKeepsWhatWasThereFirst() {
        try (var fixture = ChannelFixture.topic(WhenFull.DROP_NEWEST)) {
            var slow = fixture.subscriber();
            var quick = fixture.subscriber();
            var received = new ArrayList<String>();
            for (var text : numbered(1, 50)) {
                assertThat(fixture.publisher().publish(text + FILLING)).isEqualTo(Outcome.ACCEPTED);
                received.addAll(quick.receive());
            }

            assertThat(received).hasSize(50);
            var kept = slow.receive();
            assertThat(kept).hasSizeBetween(5, 11).isEqualTo(received.subList(0, kept.size()));
            assertThat(fixture.channel.snapshot().dropped()).isEqualTo(50 - kept.size());
        }
    }

    @Test
    void disconnectAsksTheSlowOneToGoOnceAndHarmsNoOther() {
        try (var fixture = ChannelFixture.topic(WhenFull.DISCONNECT)) {
            var slow = fixture.subscriber();
            var quick = fixture.subscriber();
            var received = new ArrayList<String>();
            for (var text : numbered(1, 50)) {
                assertThat(fixture.publisher().publish(text + FILLING)).isEqualTo(Outcome.ACCEPTED);
                received.addAll(quick.receive());
            }

            assertThat(received).hasSize(50);
            assertThat(slow.overruns()).isEqualTo(1);
            assertThat(quick.overruns()).isZero();
        }
    }

    @Test
    void blockHoldsPublishersUntilTheSlowestHasRoomAndNobodyLoses() {
        try (var fixture = ChannelFixture.topic(WhenFull.BLOCK)) {
            var slow = fixture.subscriber();
            var quick = fixture.subscriber();
            var publisher = fixture.publisher();
            var expected = new ArrayList<String>();
            var byQuick = new ArrayList<String>();
            int next = 0;
            while (publisher.heldMessages() == 0) {
                expected.add(next + FILLING);
                var outcome = publisher.publish(next++ + FILLING);
                assertThat(outcome).isNotEqualTo(Outcome.FORGOTTEN);
                byQuick.addAll(quick.receive());
            }
            assertThat(byQuick).hasSizeLessThan(expected.size());

            var bySlow = new ArrayList<String>();
            while (publisher.resumes() == 0) {
                bySlow.addAll(slow.receive());
                byQuick.addAll(quick.receive());
            }
            assertThat(publisher.retry()).isEqualTo(Outcome.ACCEPTED);
            bySlow.addAll(slow.receive());
            byQuick.addAll(quick.receive());

            assertThat(bySlow).isEqualTo(expected);
            assertThat(byQuick).isEqualTo(expected);
            assertThat(fixture.channel.snapshot().dropped()).isZero();
        }
    }

    @Test
    void blockGoesOnWhenTheSlowestLeaves() {
        try (var fixture = ChannelFixture.topic(WhenFull.BLOCK)) {
            var slow = fixture.subscriber();
            var quick = fixture.subscriber();
            var publisher = fixture.publisher();
            int count = 0;
            while (publisher.heldMessages() == 0) {
                assertThat(publisher.publish(count++ + FILLING)).isNotEqualTo(Outcome.FORGOTTEN);
            }
            var byQuick = new ArrayList<>(quick.receive());

            assertThat(slow.reset()).isPositive();
            assertThat(publisher.retry()).isEqualTo(Outcome.ACCEPTED);
            byQuick.addAll(quick.receive());

            assertThat(byQuick).hasSize(count);
        }
    }

    @Test
    void patternsCompareByParts() {
        var cases =
                List.of(
                        "/topic/* /topic/a true",
                        "/topic/* /topic/a/b false",
                        "/topic/* /topic false",
                        "/topic/** /topic true",
                        "/topic/** /topic/a/b true",
                        "** /anything/at/all true",
                        "/a/**/z /a/z true",
                        "/a/**/z /a/b/c/z true",
                        "/a/**/z /a/b/c false",
                        "/a/**/b/*/z /a/b/x/b/y/z true",
                        "/a /a true",
                        "/a /ab false",
                        "/*/b /a/b true");

        assertThat(cases)
                .allSatisfy(line -> {
                    var words = line.split(" ", -1);
                    assertThat(ChannelPattern.of(words[0]).matches(ChannelName.of(words[1])))
                            .as(line)
                            .isEqualTo(Boolean.parseBoolean(words[2]));
                });
        assertThat(ChannelPattern.isPattern("/topic/*")).isTrue();
        assertThat(ChannelPattern.isPattern("/topic/a*")).isFalse();
    }
}
