package dev.automat.metrics.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.automat.metrics.otlp.ExportRefusedException.Reason;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExportReaderTest {

    private final ExportReader reader = new ExportReader(1_000_000);

    @Test
    void neverFailsInAnotherWayThanToRefuse() {
        var random = new Random(7);
        var good = request("orders").toByteArray();
        int read = 0;
        for (int i = 0; i < 2_000; i++) {
            var body = good.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                var _ = reader.read(body, false, Format.PROTOBUF);
                read++;
            } catch (ExportRefusedException refusal) {
                assertThat(refusal.reason()).isEqualTo(Reason.BROKEN_BODY);
            }
        }
        assertThat(read).isBetween(1, 1_999);
    }

    @Test
    void neverFailsInAnotherWayOnJson() {
        var random = new Random(7);
        var good =
                """
                {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a","sum":{"dataPoints":[
                {"timeUnixNano":"1","asInt":"2","attributes":[{"key":"k","value":{"boolValue":true}}]}
                ],"aggregationTemporality":2,"isMonotonic":true}}]}]}]}
                """
                        .getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < 2_000; i++) {
            var body = good.clone();
            body[random.nextInt(body.length)] = (byte) random.nextInt(32, 127);
            try {
                var _ = reader.read(body, false, Format.JSON);
                read++;
            } catch (ExportRefusedException refusal) {
                assertThat(refusal.reason()).isEqualTo(Reason.BROKEN_BODY);
            }
        }
        assertThat(read).isBetween(1, 1_999);
    }

    @Test
    void keepsNoUnknownFields() {
        var unknown =
                UnknownFieldSet.newBuilder()
                        .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build();
        var body = request("orders").toBuilder().setUnknownFields(unknown).build().toByteArray();

        var request = reader.read(body, false, Format.PROTOBUF);

        assertThat(request).isEqualTo(request("orders"));
    }

    @Test
    void refusesMessagesThatAreTooDeep() {
        var value = ByteString.EMPTY;
        for (int i = 0; i < 100; i++) {
            value = field(5, field(1, value)); // A list with one list in it.
        }
        var body = field(1, field(1, field(1, field(2, value)))).toByteArray();

        assertThatExceptionOfType(ExportRefusedException.class)
                .isThrownBy(() -> reader.read(body, false, Format.PROTOBUF))
                .matches(refusal -> refusal.reason() == Reason.BROKEN_BODY);
    }

    @Test
    void readsNoNumberDigitByDigit() {
        var body =
                """
                {"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"gauge":{"dataPoints":[
                {"timeUnixNano":"1e999999999"}]}}]}]}]}
                """
                        .getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(ExportRefusedException.class)
                .isThrownBy(() -> reader.read(body, false, Format.JSON))
                .matches(refusal -> refusal.reason() == Reason.BROKEN_BODY);
    }

    private static ByteString field(int number, ByteString value) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        number,
                        UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build())
                .build()
                .toByteString();
    }

    private static ExportMetricsServiceRequest request(String name) {
        var request = ExportMetricsServiceRequest.newBuilder();
        var resource = request.addResourceMetricsBuilder();
        resource.getResourceBuilder()
                .addAttributesBuilder()
                .setKey("service.name")
                .getValueBuilder()
                .setStringValue(name);
        resource.addScopeMetricsBuilder()
                .addMetricsBuilder()
                .setName("queue")
                .getGaugeBuilder()
                .addDataPointsBuilder()
                .setAsInt(7)
                .setTimeUnixNano(1);
        return request.build();
    }
}
