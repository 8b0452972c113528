package dev.automat.broker.engine.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.automat.broker.channel.ChannelName;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {

    /** Bytes that the mapping treats in a way of their own come often. */
    private static final byte[] OFTEN = "//..==*> a-_Zt/queue".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "/topic/news,            mq.t.=.topic.news",
        "/queue/jobs_1-a,        mq.p.=.queue.jobs_1-a",
        "/queuejobs,             mq.p.=.queuejobs",
        "/topic//x/,             mq.t.=.topic.=.x.=",
        "/topic/a.b,             mq.t.=.topic.a=2Eb",
        "/topic/a=b,             mq.t.=.topic.a=3Db",
        "/topic/=,               mq.t.=.topic.=3D",
        "/topic/für,             mq.t.=.topic.f=C3=BCr",
        "'',                     mq.t.=",
        "news,                   mq.t.news",
    })
    void mapsNames(String name, String subject) {
        assertThat(Subjects.of(ChannelName.of(name))).isEqualTo(subject);
        assertThat(Subjects.nameOf(subject)).isEqualTo(ChannelName.of(name));
    }

    @Test
    void givesEachNameASubjectOfItsOwnThatLeadsBackToIt() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<String, ChannelName> names = new HashMap<>();

        for (int i = 0; i < 20_000; i++) {
            var name = randomName(random);
            var subject = Subjects.of(name);

            assertThat(Subjects.nameOf(subject)).as("seed %d", seed).isEqualTo(name);
            var earlier = names.put(subject, name);
            assertThat(earlier == null || earlier.equals(name)).as("seed %d", seed).isTrue();
            assertThat(subject).as("seed %d", seed).matches("mq\\.[tp](\\.[A-Za-z0-9_=-]+)+");
        }
    }

    private static ChannelName randomName(Random random) {
        var bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextInt(3) > 0) {
                bytes[i] = OFTEN[random.nextInt(OFTEN.length)];
            }
        }
        return ChannelName.of(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other.t.=.topic",
                "mq.t.=.topic.=41",
                "mq.t.=.topic.a=2e",
                "mq.t.=.topic.a=2",
                "mq.t.=.topic.a=",
                "mq.t.=.topic.a=XY",
                "mq.t.=.queue.x",
                "mq.p.=.topic.x",
                "mq.t.",
                "mq.t.=.topic..x",
                "mq.t.=.topic.f\u00fcr",
            })
    void knowsSubjectsThatNoChannelHas(String subject) {
        assertThatIllegalArgumentException().isThrownBy(() -> Subjects.nameOf(subject));
    }

    @Test
    void matchesPatternsWithoutMatchingAnythingTwice() {
        assertThat(Subjects.matching(ChannelName.of("/topic/*/x.y")))
                .containsExactly("mq.t.=.topic.*.x=2Ey");
        assertThat(Subjects.matching(ChannelName.of("/topic/**")))
                .containsExactly("mq.t.=.topic", "mq.t.=.topic.>");
        assertThat(Subjects.matching(ChannelName.of("/a/**/b/*")))
                .containsExactly("mq.t.=.a", "mq.t.=.a.>");
        assertThat(Subjects.matching(ChannelName.of("**"))).containsExactly("mq.t.>");
    }
}
