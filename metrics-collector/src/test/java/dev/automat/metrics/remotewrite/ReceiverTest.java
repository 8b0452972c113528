package dev.automat.metrics.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReceiverTest {

    @Test
    void understandsWhatRetryAfterAsksFor() {
        assertThat(Receiver.wish("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(Receiver.wish("Wed, 31 Dec 2098 23:59:59 GMT")).isEqualTo(Duration.ofMinutes(5));
        assertThat(Receiver.wish("Wed, 31 Dec 1998 23:59:59 GMT")).isEqualTo(Duration.ZERO);
    }

    @Test
    void takesAnythingElseForNoWish() {
        assertThat(Receiver.wish("")).isEqualTo(Duration.ZERO);
        assertThat(Receiver.wish("soon")).isEqualTo(Duration.ZERO);
        assertThat(Receiver.wish("-3")).isEqualTo(Duration.ZERO);
        assertThat(Receiver.wish("99999999999999999999")).isEqualTo(Duration.ZERO);
    }
}
