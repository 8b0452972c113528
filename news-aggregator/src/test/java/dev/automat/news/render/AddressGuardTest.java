package dev.automat.news.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class AddressGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::1"
            })
    void refusesWhatIsNotPublic(String address) throws UnknownHostException {
        var guard = guard();
        var resolved = InetAddress.getByName(address);

        assertThatThrownBy(() -> guard.check("innocent.example", 80, resolved))
                .isInstanceOfSatisfying(
                        RenderFailedException.class,
                        failure ->
                                assertThat(failure.failure())
                                        .isEqualTo(RenderFailure.ADDRESS_BLOCKED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "172.32.0.1",
                "100.128.0.1",
                "151.101.1.67",
                "2606:4700::1111",
                "2a04:4e42::323",
                "2002:0101:0101::",
                "64:ff9b::1.1.1.1"
            })
    void letsPublicAddressesPass(String address) throws UnknownHostException {
        var guard = guard();
        var resolved = InetAddress.getByName(address);

        assertThatCode(() -> guard.check("a.example", 443, resolved)).doesNotThrowAnyException();
    }

    @Test
    void exemptsAHostAndPortByName() {
        var guard = guard("127.0.0.1:8070", "Intranet.example", "[::1]:81");
        var loopback = InetAddress.getLoopbackAddress();

        assertThatCode(() -> guard.check("127.0.0.1", 8070, loopback)).doesNotThrowAnyException();
        assertThatCode(() -> guard.check("intranet.example", 9, loopback))
                .doesNotThrowAnyException();
        assertThatCode(() -> guard.check("::1", 81, loopback)).doesNotThrowAnyException();
        assertThatThrownBy(() -> guard.check("127.0.0.1", 8071, loopback))
                .hasMessageContaining("127.0.0.1:8071");
        assertThatThrownBy(() -> guard.check("localhost", 8070, loopback))
                .isInstanceOf(RenderFailedException.class);
    }

    @Test
    void resolvesLiteralsWithTheSameCare() {
        assertThat(guard("127.0.0.1").resolve("127.0.0.1", 1)).hasSize(1);
        assertThatThrownBy(() -> guard().resolve("127.0.0.1", 1))
                .isInstanceOf(RenderFailedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a.example", "a.example/news", "user@a.example", "", "a b"})
    void refusesAnExemptionThatIsNoHost(String entry) {
        assertThatThrownBy(() -> guard(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("automat.news.allow-hosts");
    }

    private static AddressGuard guard(String... allowed) {
        return new AddressGuard(
                new RenderProperties(
                        List.of(allowed), "test", DataSize.ofMegabytes(1), Duration.ofSeconds(1)));
    }
}
