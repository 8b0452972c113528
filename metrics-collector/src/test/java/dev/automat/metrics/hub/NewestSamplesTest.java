package dev.automat.metrics.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NewestSamplesTest {

    private static final int EVENT_BYTES = event(1).sizeInBytes();

    private final NewestSamples samples = new NewestSamples(3 * EVENT_BYTES);

    @Test
    void keepsOneOfEachSeriesInTheOrderOfTheFeed() {
        put("a", 1);
        put("b", 2);
        put("a", 3);
        put("c", 4);

        assertThat(between(0, 9)).containsExactly(2L, 3L, 4L);
        assertThat(between(3, 4)).containsExactly(3L);
        assertThat(between(5, 9)).isEmpty();
    }

    @Test
    void forgetsWhoReportedLongestAgoWhenItIsFull() {
        put("a", 1);
        put("b", 2);
        put("c", 3);
        put("a", 4);
        put("d", 5);

        assertThat(between(0, 9)).containsExactly(3L, 4L, 5L);
    }

    @Test
    void keepsNothingOfASampleLargerThanAllItsRoom() {
        samples.put("a", FeedEvent.sample(new FeedPosition(7, 1), "x".repeat(4 * EVENT_BYTES)));
        put("b", 2);

        assertThat(between(0, 9)).containsExactly(2L);
    }

    private void put(String series, long sequence) {
        samples.put(series, event(sequence));
    }

    private List<Long> between(long first, long end) {
        return samples.between(first, end).stream().map(FeedEvent::sequence).toList();
    }

    private static FeedEvent event(long sequence) {
        return FeedEvent.sample(new FeedPosition(7, sequence), "{}");
    }
}
