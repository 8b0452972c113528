package dev.automat.metrics.history;

import java.time.Instant;
import java.util.List;

/**
 * Writes the newest values of all series in Prometheus' text format. An app that is silent is down
 * and has no values: the last ones would look like living ones.
 */
final class Exposition {

    private Exposition() {}

    static String text(List<Series> series, Instant now) {
        var alive = series.stream().filter(one -> one.isAlive(now)).toList();
        var text = new StringBuilder();
        head(text, ExpositionNames.UP, "Whether the app reports as often as it used to.");
        series.forEach(
                one -> sample(text, ExpositionNames.UP, label(one), one.isAlive(now) ? 1 : 0));
        head(text, ExpositionNames.CPU, "CPU of the app in percent of one core.");
        alive.forEach(one -> sample(text, ExpositionNames.CPU, label(one), one.last().cpu()));
        head(text, ExpositionNames.MEM, "Resident memory of the app in MiB.");
        alive.forEach(one -> sample(text, ExpositionNames.MEM, label(one), one.last().mem()));
        head(text, ExpositionNames.FIELD, "A further number that the app reports.");
        alive.forEach(one -> further(text, one));
        return text.toString();
    }

    private static void further(StringBuilder text, Series series) {
        series.last()
                .fields()
                .forEach((field, value) -> {
                    if (ExpositionNames.isFurther(field)) {
                        var labels = label(series) + ",field=\"" + escaped(field) + "\"";
                        sample(text, ExpositionNames.FIELD, labels, value);
                    }
                });
    }

    private static void head(StringBuilder text, String name, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
    }

    private static String label(Series series) {
        return "app=\"" + escaped(series.name()) + "\"";
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static void sample(StringBuilder text, String name, String labels, double value) {
        text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }
}
