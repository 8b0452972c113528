package dev.automat.broker.channel;

import static dev.automat.broker.channel.Messages.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.MessageChannel.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicChannelTest {

    private final List<ChannelFixture> fixtures = new ArrayList<>();
    private final ChannelFixture fixture = with(ChannelFixture.topic());

    private ChannelFixture with(ChannelFixture made) {
        fixtures.add(made);
        return made;
    }

    @AfterEach
    void leavesNothing() {
        fixtures.forEach(ChannelFixture::close);
    }

    @Test
    void givesEveryMessageToEverySubscriber() {
        var first = fixture.subscriber();
        var second = fixture.subscriber();

        assertThat(fixture.publisher().publish(numbered(1, 5))).isEqualTo(Outcome.ACCEPTED);

        assertThat(first.receive()).containsExactly(numbered(1, 5));
        assertThat(second.receive()).containsExactly(numbered(1, 5));
        assertThat(fixture.traffic.in()).isEqualTo(5);
        assertThat(fixture.traffic.out()).isEqualTo(10);
    }

    @Test
    void aSlowSubscriberLosesItsOldestAndOnlyIt() {
        var tight = with(new ChannelFixture("/topic/news", 1_000, 100));
        var slow = tight.subscriber();
        var quick = tight.subscriber();
        var publisher = tight.publisher();
        var received = new ArrayList<String>();

        for (var text : numbered(1, 100)) {
            assertThat(publisher.publish(text + "-".repeat(60))).isEqualTo(Outcome.ACCEPTED);
            received.addAll(quick.receive());
        }

        assertThat(received).hasSize(100);
        var late = slow.receive();
        assertThat(late).hasSizeBetween(5, 15);
        assertThat(late).isEqualTo(received.subList(100 - late.size(), 100));
        assertThat(tight.channel.snapshot().dropped()).isEqualTo(100 - late.size());
    }

    @Test
    void aSlowSubscriberKeepsAtLeastTheNewestHoweverLargeItIs() {
        var tight = with(new ChannelFixture("/topic/news", 100, 100));
        var slow = tight.subscriber();
        var publisher = tight.publisher();

        assertThat(publisher.publish("1", "2")).isEqualTo(Outcome.ACCEPTED);
        assertThat(publisher.publish("x".repeat(500))).isEqualTo(Outcome.ACCEPTED);

        assertThat(slow.receive()).containsExactly("x".repeat(500));
    }

    @Test
    void smallMessagesBehindALargeOneDoNotPushItOut() {
        var tight = with(new ChannelFixture("/topic/news", 1_000, 100));
        var slow = tight.subscriber();
        var publisher = tight.publisher();

        assertThat(publisher.publish("x".repeat(5_000))).isEqualTo(Outcome.ACCEPTED);
        assertThat(publisher.publish("1", "2")).isEqualTo(Outcome.ACCEPTED);

        assertThat(slow.receive()).containsExactly("x".repeat(5_000), "1", "2");
    }

    @Test
    void aRunThatAloneIsTooMuchLosesItsOldestMessages() {
        var tight = with(new ChannelFixture("/topic/news", 100, 100));
        var slow = tight.subscriber();

        assertThat(tight.publisher().publish(numbered(1, 20))).isEqualTo(Outcome.ACCEPTED);

        var late = slow.receive();
        assertThat(late).isNotEmpty().hasSizeLessThan(20);
        assertThat(late).isEqualTo(List.of(numbered(21 - late.size(), 20)));
    }

    @Test
    void whatIsInFlightToASlowSubscriberIsBounded() {
        var tight = with(new ChannelFixture("/topic/news", 10_000, 100));
        var slow = tight.subscriber();
        for (var text : numbered(1, 50)) {
            assertThat(tight.publisher().publish(text + "-".repeat(50)))
                    .isEqualTo(Outcome.ACCEPTED);
        }

        assertThat(slow.take()).hasSize(2);
    }

    @Test
    void keepsMessagesForTheFirstSubscriberAndNoneForTheSecond() {
        assertThat(fixture.publisher().publish(numbered(1, 3))).isEqualTo(Outcome.ACCEPTED);

        var first = fixture.subscriber();
        var second = fixture.subscriber();

        assertThat(first.receive()).containsExactly("1", "2", "3");
        assertThat(second.receive()).isEmpty();
    }

    @Test
    void holdsAPublisherWhileNobodyIsSubscribedAndTheBoundIsReached() {
        var publisher = fixture.publisher();

        assertThat(publisher.publish(numbered(1, 10))).isEqualTo(Outcome.ACCEPTED);
        assertThat(publisher.publish("11")).isEqualTo(Outcome.HELD);
        var subscriber = fixture.subscriber();

        assertThat(publisher.resumes()).isEqualTo(1);
        assertThat(publisher.retry()).isEqualTo(Outcome.ACCEPTED);
        assertThat(subscriber.receive()).containsExactly(numbered(1, 11));
    }

    @Test
    void countsWhatASubscriberLeavesUnwrittenAsLost() {
        var lost = fixture.subscriber();
        var other = fixture.subscriber();
        assertThat(fixture.publisher().publish(numbered(1, 4))).isEqualTo(Outcome.ACCEPTED);
        assertThat(lost.take()).hasSize(4);

        lost.writePart(5);

        assertThat(lost.reset()).isEqualTo(3);
        assertThat(other.receive()).containsExactly(numbered(1, 4));
    }

    @Test
    void aSubscriberThatSaysGoodByeStillGetsWhatItWasGiven() {
        var leaving = fixture.subscriber();
        assertThat(fixture.publisher().publish(numbered(1, 3))).isEqualTo(Outcome.ACCEPTED);

        leaving.subscription().unsubscribe();
        assertThat(fixture.publisher().publish("4")).isEqualTo(Outcome.ACCEPTED);

        assertThat(leaving.subscription().isDrained()).isFalse();
        assertThat(leaving.receive()).containsExactly("1", "2", "3");
        assertThat(leaving.subscription().isDrained()).isTrue();
    }

    @Test
    void subscribersMayLeaveInAnyOrder() {
        var subscribers = new ArrayList<FakeSubscriber>();
        for (int i = 0; i < 9; i++) {
            subscribers.add(fixture.subscriber());
        }
        for (int leaving : List.of(4, 0, 6, 3)) {
            subscribers.remove(leaving).leave();
        }

        assertThat(fixture.publisher().publish("still")).isEqualTo(Outcome.ACCEPTED);

        assertThat(subscribers).allSatisfy(s -> assertThat(s.receive()).containsExactly("still"));
        subscribers.forEach(FakeSubscriber::leave);
        fixture.assertNothingLeft();
    }

    @Test
    void whereMemoryIsShortOnlySubscribersThatKeepUpReceive() {
        var tight = with(new ChannelFixture("/topic/news", 1 << 20, 1 << 16, 1));
        var slow = tight.subscriber();
        var quick = tight.subscriber();
        var publisher = tight.publisher();

        assertThat(publisher.publish("1")).isEqualTo(Outcome.ACCEPTED);
        assertThat(slow.take()).containsExactly("1");
        assertThat(quick.receive()).containsExactly("1");
        assertThat(publisher.publish("2")).isEqualTo(Outcome.ACCEPTED);

        assertThat(quick.receive()).containsExactly("2");
        assertThat(slow.take()).isEmpty();
        assertThat(tight.channel.snapshot().dropped()).isEqualTo(1);
        assertThat(slow.reset()).isEqualTo(1);
    }

    @Test
    void isForgottenWhenTheLastHeldPublisherLeaves() {
        var publisher = fixture.publisher();
        assertThat(publisher.publish(numbered(1, 11))).isEqualTo(Outcome.HELD);
        assertThat(fixture.channel.discard()).isEqualTo(10);
        assertThat(fixture.forgotten).isEmpty();

        publisher.leave();

        fixture.assertNothingLeft();
    }

    @Test
    void aSmallPieceOfALargeReadIsCopiedBeforeItWaits() {
        var texts = new ArrayList<String>(List.of(numbered(1, 10)));
        texts.add("x".repeat(100_000));

        var publisher = fixture.publisher();
        assertThat(publisher.publish(texts.toArray(String[]::new))).isEqualTo(Outcome.HELD);
        publisher.leave();

        assertThat(fixture.memory.pinned()).isLessThan(2_000);
        assertThat(fixture.channel.discard()).isEqualTo(10);
        fixture.assertNothingLeft();
    }
}
