package dev.automat.broker.engine.nats;

import static dev.automat.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.automat.broker.RunningBroker;
import dev.automat.broker.StompPeer;
import dev.automat.test.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A broker and a NATS that ask each other for certificates, and NATS for a token as well. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class NatsTlsIT {

    private static final String TOKEN = "let-me-in";
    private static final String BUNDLE = "spring.ssl.bundle.pem.nats.";

    @TempDir private static Path folder;

    private static Path trusted;
    private static Path stranger;
    private static Path client;
    private static NatsServer nats;

    @BeforeAll
    static void start() throws Exception {
        var authority = new CertificateAuthority(folder.resolve("ca"));
        trusted = authority.certificate();
        stranger = new CertificateAuthority(folder.resolve("stranger")).certificate();
        client = authority.issue("broker", "dns:broker");
        // Not for 127.0.0.1, which is where it is.
        var server = authority.issue("server", "dns:localhost");
        nats =
                new NatsServer(
                        folder,
                        "--tlsverify",
                        "--tlscert",
                        server.toString(),
                        "--tlskey",
                        keyOf(server),
                        "--tlscacert",
                        trusted.toString(),
                        "--auth",
                        TOKEN);
    }

    private static String keyOf(Path certificate) {
        return certificate.toString().replace(".crt", ".key");
    }

    @AfterAll
    static void stop() {
        if (nats != null) {
            nats.close();
        }
    }

    private static RunningBroker broker(String... properties) {
        var all =
                new ArrayList<>(
                        List.of(
                                "automat.broker.engine=nats",
                                "automat.broker.nats.retry-pause=10ms",
                                "logging.level.dev.automat.broker.engine=warn"));
        all.addAll(List.of(properties));
        return RunningBroker.start(all.toArray(String[]::new));
    }

    private static String at(String schemeAndHost) {
        return "automat.broker.nats.url=" + schemeAndHost + ":" + nats.port();
    }

    private static String trusting(Path authority) {
        return BUNDLE + "truststore.certificate=" + authority;
    }

    private static String[] rightProperties() {
        return new String[] {
            at("tls://localhost"),
            "automat.broker.nats.ssl-bundle=nats",
            "automat.broker.nats.token=" + TOKEN,
            trusting(trusted),
            BUNDLE + "keystore.certificate=" + client,
            BUNDLE + "keystore.private-key=" + keyOf(client),
        };
    }

    /** The right ones, of which some are replaced: Spring Boot would join them. */
    private static String[] rightBut(String property) {
        var name = property.substring(0, property.indexOf('=') + 1);
        return Stream.concat(
                        Stream.of(rightProperties()).filter(right -> !right.startsWith(name)),
                        Stream.of(property))
                .toArray(String[]::new);
    }

    @Test
    void topicsAndQueuesPassWhenBothSidesTrustEachOther() throws IOException {
        try (var here = broker(rightProperties());
                var there = broker(rightBut(at("nats://localhost")));
                var publisher = StompPeer.connected(here.door("stomp"));
                var peer = StompPeer.connected(there.door("stomp"))) {
            awaitUsable(here);
            awaitUsable(there);
            peer.frame("SUBSCRIBE", "", "id:1", "destination:/topic/secret");
            peer.frame("SUBSCRIBE", "", "id:2", "destination:/queue/secret");

            publisher.frame("SEND", "work", "destination:/queue/secret", "receipt:work");
            assertThat(publisher.hear().header("receipt-id")).isEqualTo("work");
            assertThat(peer.hearMessage()).isEqualTo("work");

            // NATS knew of the topic's subscriber before it was asked for the work.
            publisher.frame("SEND", "news", "destination:/topic/secret");
            assertThat(peer.hearMessage()).isEqualTo("news");
        }
    }

    private static void awaitUsable(RunningBroker broker) {
        var health = broker.bean(NatsHealthIndicator.class);
        eventually(() -> assertThat(health.health().getStatus()).isEqualTo(Status.UP));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void saysWhyNatsIsNotReachedAndStaysUp(String mistake, String[] properties, String reason)
            throws IOException {
        try (var broker = broker(properties)) {
            var health = broker.bean(NatsHealthIndicator.class);

            eventually(() -> {
                assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
                assertThat(health.health().getDetails().get("reason"))
                        .asString()
                        .contains(reason)
                        .doesNotContain(TOKEN);
            });
            try (var peer = StompPeer.connected(broker.door("stomp"))) {
                peer.frame("SUBSCRIBE", "", "id:1", "destination:/topic/x", "receipt:r");
                assertThat(peer.hear().header("receipt-id")).isEqualTo("r");
            }
        }
    }

    private static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("another authority", rightBut(trusting(stranger)), "PKIX path"),
                Arguments.of(
                        "the authorities that Java knows",
                        new String[] {at("tls://" + TOKEN + "@localhost")},
                        "PKIX path"),
                Arguments.of(
                        "another host",
                        rightBut(at("tls://127.0.0.1")),
                        "No subject alternative names matching IP address 127.0.0.1"),
                Arguments.of(
                        "no TLS", new String[] {at("nats://localhost")}, "SSL required by server"),
                Arguments.of(
                        "another token",
                        rightBut("automat.broker.nats.token=wrong"),
                        "Authorization Violation"));
    }

    @Test
    void triesAgainAndAgainButSaysItOnce(CapturedOutput output) throws IOException {
        int before = brokenHandshakes();
        try (var broker = broker(rightBut(trusting(stranger)))) {
            eventually(() -> assertThat(brokenHandshakes()).isGreaterThan(before + 10));

            assertThat(output.getOut().lines().filter(line -> line.contains("NatsLink")))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("PKIX path"))
                    .anyMatch(line -> line.contains("Unable to connect"));
            assertThat(broker.bean(NatsHealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.DOWN);
        }
    }

    /** Of all brokers so far. */
    private static int brokenHandshakes() throws IOException {
        return Files.readString(nats.log()).split("TLS handshake error", -1).length - 1;
    }

    @Test
    void doesNotStartWithABundleThatIsNotThere() {
        assertThatThrownBy(() -> broker(rightBut("automat.broker.nats.ssl-bundle=other")))
                .rootCause()
                .isInstanceOf(NoSuchSslBundleException.class);
    }

    @Test
    void doesNotStartWithAnAddressThatCannotBeOne() {
        assertThatThrownBy(() -> broker(rightBut("automat.broker.nats.url=tls://no such host")))
                .rootCause()
                .hasMessageContaining("no such host");
    }
}
