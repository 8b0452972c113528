package dev.automat.metrics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.automat.metrics.sample.Rejection;
import dev.automat.metrics.sample.Sample;
import dev.automat.metrics.sample.SampleListener;
import dev.automat.metrics.sample.Sender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleIntakeTest {

    private static final Sender PEER = new Sender(1, "127.0.0.1:1");
    private static final String RED =
            """
            {"color":"red","timestamp":"2026-01-01T00:00:00Z","cpu":1,"mem":2}\
            """;

    private final List<String> names = new ArrayList<>();
    private final SampleListener collector = (sample, _, _) -> names.add(sample.name());

    @Test
    void goesOnAfterJunk() {
        var intake = intake(collector);

        receive(intake, "junk");
        receive(intake, "{}");
        intake.reject(PEER, Rejection.MULTIPART);
        receive(intake, RED);

        assertThat(names).containsExactly("red");
        assertThat(intake.received()).isEqualTo(1);
        assertThat(intake.rejections())
                .containsOnlyKeys("multipart", "name", "not_json")
                .containsEntry("not_json", 1L);
    }

    @Test
    void doesNotLetOneListenerFailTheOthers() {
        SampleListener broken =
                (Sample _, Sender _, java.time.Instant _) -> {
                    throw new IllegalStateException("broken on purpose");
                };
        var intake = intake(broken, collector);

        receive(intake, RED);

        assertThat(names).containsExactly("red");
    }

    private static SampleIntake intake(SampleListener... listeners) {
        return new SampleIntake(List.of(listeners), Clock.systemUTC(), new SimpleMeterRegistry());
    }

    private static void receive(SampleIntake intake, String message) {
        intake.receive(PEER, ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
    }
}
