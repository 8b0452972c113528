package dev.automat.broker.channel;

import static dev.automat.broker.channel.Messages.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.broker.channel.MessageChannel.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueChannelTest {

    private static final String LARGE = "L".repeat(5_000);

    private final List<ChannelFixture> fixtures = new ArrayList<>();
    private final ChannelFixture fixture = with(ChannelFixture.queue());

    private ChannelFixture with(ChannelFixture made) {
        fixtures.add(made);
        return made;
    }

    @AfterEach
    void leavesNothing() {
        fixtures.forEach(ChannelFixture::close);
    }

    @Test
    void givesMessagesInTurnStartingWithTheNewestWorker() {
        var first = fixture.subscriber();
        var second = fixture.subscriber();
        var newest = fixture.subscriber();

        assertThat(fixture.publisher().publish(numbered(1, 7))).isEqualTo(Outcome.ACCEPTED);

        assertThat(newest.receive()).containsExactly("1", "4", "7");
        assertThat(second.receive()).containsExactly("2", "5");
        assertThat(first.receive()).containsExactly("3", "6");
        assertThat(fixture.traffic.out()).isEqualTo(7);
    }

    @Test
    void takesTurnsAlsoWhenMessagesComeOneByOne() {
        var first = fixture.subscriber();
        var newest = fixture.subscriber();
        var publisher = fixture.publisher();

        for (var text : numbered(1, 4)) {
            assertThat(publisher.publish(text)).isEqualTo(Outcome.ACCEPTED);
        }

        assertThat(newest.receive()).containsExactly("1", "3");
        assertThat(first.receive()).containsExactly("2", "4");
    }

    @Test
    void keepsTheOrderWhenLargeMessagesAreSharedAndSmallOnesCopied() {
        var first = fixture.subscriber();
        var newest = fixture.subscriber();

        var outcome =
                fixture.publisher()
                        .publish("1", "2", "3", "4", LARGE + 5, LARGE + 6, "7", "8", LARGE + 9);

        assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
        assertThat(newest.receive()).containsExactly("1", "3", LARGE + 5, "7", LARGE + 9);
        assertThat(first.receive()).containsExactly("2", "4", LARGE + 6, "8");
    }

    @Test
    void passesOverAWorkerThatHasAllItMayHave() {
        var tight = with(new ChannelFixture("/queue/work", 1 << 20, 100));
        var stalled = tight.subscriber();
        var publisher = tight.publisher();
        assertThat(publisher.publish("x".repeat(120))).isEqualTo(Outcome.ACCEPTED);
        var busy = tight.subscriber();

        var received = new ArrayList<String>();
        for (var text : numbered(1, 20)) {
            assertThat(publisher.publish(text)).isEqualTo(Outcome.ACCEPTED);
            received.addAll(busy.receive());
        }

        assertThat(received).containsExactly(numbered(1, 20));
        assertThat(stalled.receive()).containsExactly("x".repeat(120));
    }

    @Test
    void takesAWorkerUpAgainThatHasWrittenMostOfItsShare() {
        var tight = with(new ChannelFixture("/queue/work", 1 << 20, 100));
        var worker = tight.subscriber();
        var publisher = tight.publisher();
        assertThat(publisher.publish("x".repeat(120))).isEqualTo(Outcome.ACCEPTED);
        assertThat(publisher.publish("after")).isEqualTo(Outcome.ACCEPTED);
        assertThat(worker.take()).hasSize(1);
        int wakes = worker.wakes();

        worker.write();

        assertThat(worker.wakes()).isEqualTo(wakes + 1);
        assertThat(worker.receive()).containsExactly("after");
    }

    @Test
    void keepsMessagesForTheFirstWorkerWhoComes() {
        assertThat(fixture.publisher().publish(numbered(1, 3))).isEqualTo(Outcome.ACCEPTED);

        var worker = fixture.subscriber();

        assertThat(worker.wakes()).isEqualTo(1);
        assertThat(worker.receive()).containsExactly("1", "2", "3");
    }

    @Test
    void takesUpToTheBoundAndThenHoldsThePublisherUntilHalfIsGone() {
        var publisher = fixture.publisher();

        assertThat(publisher.publish(numbered(1, 12))).isEqualTo(Outcome.HELD);
        assertThat(publisher.heldMessages()).isEqualTo(2);
        assertThat(publisher.resumes()).isZero();
        var worker = fixture.subscriber();

        assertThat(publisher.resumes()).isEqualTo(1);
        assertThat(publisher.retry()).isEqualTo(Outcome.ACCEPTED);
        assertThat(worker.receive()).containsExactly(numbered(1, 12));
    }

    @Test
    void isNotDrainedBeforeAResumedPublisherHasTriedAgain() {
        var publisher = fixture.publisher();
        publisher.publish(numbered(1, 12));
        var worker = fixture.subscriber();

        assertThat(worker.receive()).containsExactly(numbered(1, 10));

        assertThat(worker.subscription().isDrained()).isFalse();
        publisher.retry();
        assertThat(worker.receive()).containsExactly("11", "12");
        assertThat(worker.subscription().isDrained()).isTrue();
    }

    @Test
    void isDrainedWhenAResumedPublisherHasGone() {
        var publisher = fixture.publisher();
        publisher.publish(numbered(1, 12));
        var worker = fixture.subscriber();
        worker.receive();

        publisher.leave();

        assertThat(worker.subscription().isDrained()).isTrue();
    }

    @Test
    void whatALostWorkerLeavesUnwrittenComesFirstForTheNext() {
        var lost = fixture.subscriber();
        var publisher = fixture.publisher();
        assertThat(publisher.publish(numbered(1, 3))).isEqualTo(Outcome.ACCEPTED);
        assertThat(lost.take()).containsExactly("1", "2", "3");
        assertThat(publisher.publish("4")).isEqualTo(Outcome.ACCEPTED);

        // A whole message of 5 bytes and a part of the next were written.
        lost.writePart(7);
        assertThat(lost.reset()).isZero();
        assertThat(publisher.publish("5")).isEqualTo(Outcome.ACCEPTED);
        var next = fixture.subscriber();

        assertThat(next.receive()).containsExactly("2", "3", "4", "5");
        assertThat(fixture.traffic.out()).isEqualTo(5);
    }

    @Test
    void givesWhatALostWorkerHadToThoseWhoAreThereAtOnce() {
        var other = fixture.subscriber();
        var lost = fixture.subscriber();
        assertThat(fixture.publisher().publish(numbered(1, 4))).isEqualTo(Outcome.ACCEPTED);

        assertThat(lost.reset()).isZero();

        assertThat(other.receive()).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    @Test
    void aWorkerThatSaysGoodByeKeepsOnlyWhatIsInFlight() {
        var tight = with(new ChannelFixture("/queue/work", 1 << 20, 200));
        var leaving = tight.subscriber();
        assertThat(tight.publisher().publish("x".repeat(100))).isEqualTo(Outcome.ACCEPTED);
        assertThat(leaving.take()).hasSize(1);
        assertThat(tight.publisher().publish("rest")).isEqualTo(Outcome.ACCEPTED);

        leaving.leave();

        assertThat(tight.subscriber().receive()).containsExactly("rest");
    }

    @Test
    void aLostWorkerIsNeverChosenAgain() {
        var first = fixture.subscriber();
        var second = fixture.subscriber();
        var third = fixture.subscriber();
        var publisher = fixture.publisher();
        assertThat(publisher.publish("1")).isEqualTo(Outcome.ACCEPTED);
        assertThat(third.receive()).containsExactly("1");

        assertThat(first.reset()).isZero();
        assertThat(publisher.publish("2", "3")).isEqualTo(Outcome.ACCEPTED);

        assertThat(second.receive()).containsExactly("2");
        assertThat(third.receive()).containsExactly("3");
    }

    @Test
    void endingTwiceGivesBackOnce() {
        var lost = fixture.subscriber();
        assertThat(fixture.publisher().publish("1")).isEqualTo(Outcome.ACCEPTED);

        assertThat(lost.reset()).isZero();
        assertThat(lost.reset()).isZero();

        assertThat(fixture.subscriber().receive()).containsExactly("1");
    }

    @Test
    void isForgottenWhenNobodyUsesItAndNothingWaits() {
        var publisher = fixture.publisher();
        var worker = fixture.subscriber();
        assertThat(publisher.publish(numbered(1, 3))).isEqualTo(Outcome.ACCEPTED);
        assertThat(worker.receive()).hasSize(3);

        worker.leave();

        fixture.assertNothingLeft();
        assertThat(fixture.channel.subscribe(worker, Subscription.SETTLED_BY_WRITING)).isNull();
        assertThat(publisher.publish("late")).isEqualTo(Outcome.FORGOTTEN);
        publisher.leave();
        assertThat(fixture.memory.pinned()).isZero();
    }

    @Test
    void staysWhileMessagesWaitAndIsForgottenWhenTheyAreDiscarded() {
        assertThat(fixture.publisher().publish(numbered(1, 3))).isEqualTo(Outcome.ACCEPTED);
        assertThat(fixture.forgotten).isEmpty();

        assertThat(fixture.channel.discard()).isEqualTo(3);

        fixture.assertNothingLeft();
    }

    @Test
    void whereMemoryIsShortAWorkerGetsOneMessageAtATimeAndPublishersAreHeld() {
        var tight = with(new ChannelFixture("/queue/work", 1 << 20, 1 << 16, 1));
        var worker = tight.subscriber();
        var publisher = tight.publisher();

        assertThat(publisher.publish("1", "2")).isEqualTo(Outcome.HELD);

        assertThat(publisher.heldMessages()).isEqualTo(1);
        assertThat(worker.take()).containsExactly("1");
        worker.write();
        assertThat(publisher.resumes()).isPositive();
        assertThat(publisher.retry()).isEqualTo(Outcome.ACCEPTED);
        assertThat(worker.receive()).containsExactly("2");
    }

    @Test
    void tellsWhatItHoldsAndHasDone() {
        var worker = fixture.subscriber();
        assertThat(fixture.publisher().publish(numbered(1, 3))).isEqualTo(Outcome.ACCEPTED);

        assertThat(fixture.channel.snapshot())
                .isEqualTo(new ChannelSnapshot(fixture.channel.name(), 1, 3, 3, 0, 0));
        assertThat(worker.receive()).hasSize(3);

        assertThat(fixture.channel.snapshot())
                .isEqualTo(new ChannelSnapshot(fixture.channel.name(), 1, 0, 3, 3, 0));
    }

    @Test
    void givesEveryMessageToExactlyOneOfManyWorkers() {
        var workers = new ArrayList<FakeSubscriber>();
        for (int i = 0; i < 17; i++) {
            workers.add(fixture.subscriber());
        }

        for (int i = 0; i < 50; i++) {
            var batch = numbered(i * 20, i * 20 + 19);
            assertThat(fixture.publisher().publish(batch)).isEqualTo(Outcome.ACCEPTED);
        }

        var received = workers.stream().map(FakeSubscriber::receive).flatMap(List::stream).toList();
        assertThat(received).containsExactlyInAnyOrder(numbered(0, 999));
        workers.forEach(FakeSubscriber::leave);
        fixture.assertNothingLeft();
    }
}
