package dev.automat.cli.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Aligned columns of text. */
final class Table {

    private static final String GAP = "  ";

    private final List<String> header;
    private final Set<Integer> numeric;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Begins a table.
     *
     * @param header names of the columns
     * @param numeric columns that are aligned to the right
     */
    Table(List<String> header, Set<Integer> numeric) {
        this.header = List.copyOf(header);
        this.numeric = Set.copyOf(numeric);
    }

    void add(String... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(
                    "A row must have %d cells, has %d".formatted(header.size(), cells.length));
        }
        rows.add(List.of(cells));
    }

    /** The lines, the header first. */
    List<String> lines() {
        var all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        var widths =
                IntStream.range(0, header.size())
                        .map(column -> widthOf(all, column))
                        .boxed()
                        .toList();
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static int widthOf(List<List<String>> all, int column) {
        return all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private String line(List<String> row, List<Integer> widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> cell(row.get(column), widths.get(column), column))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private String cell(String text, int width, int column) {
        var padding = " ".repeat(width - text.length());
        return numeric.contains(column) ? padding + text : text + padding;
    }
}
