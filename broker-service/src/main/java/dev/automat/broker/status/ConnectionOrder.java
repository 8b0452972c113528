package dev.automat.broker.status;

import dev.automat.broker.server.ConnectionSnapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What connections are listed by; the highest comes first. */
enum ConnectionOrder {
    PINNED,
    IN,
    OUT,
    NEWEST;

    /**
     * Reads an order.
     *
     * @throws ResponseStatusException with status 400 when there is none of that name
     */
    static ConnectionOrder of(String name) {
        return Stream.of(values())
                .filter(order -> order.parameter().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new ResponseStatusException(
                                HttpStatus.BAD_REQUEST, "sort must be one of " + parameters()));
    }

    private static String parameters() {
        return Stream.of(values())
                .map(ConnectionOrder::parameter)
                .collect(Collectors.joining(", "));
    }

    private String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<ConnectionSnapshot> sorted(List<ConnectionSnapshot> connections) {
        return connections.stream()
                .sorted(comparator().thenComparingLong(ConnectionSnapshot::id))
                .toList();
    }

    private Comparator<ConnectionSnapshot> comparator() {
        return switch (this) {
            case PINNED -> Comparator.comparingLong(ConnectionSnapshot::pinnedBytes).reversed();
            case IN -> Comparator.comparingLong(ConnectionSnapshot::in).reversed();
            case OUT -> Comparator.comparingLong(ConnectionSnapshot::out).reversed();
            case NEWEST -> Comparator.comparing(ConnectionSnapshot::since).reversed();
        };
    }
}
