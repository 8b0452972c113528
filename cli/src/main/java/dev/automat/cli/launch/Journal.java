package dev.automat.cli.launch;

import dev.automat.cli.launch.child.Output;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints every line behind the name of the part that wrote it, and keeps it in the part's log. */
final class Journal implements Output, AutoCloseable {

    private static final String OWN_NAME = "automat";
    private static final List<String> COLOURS =
            List.of("36", "33", "32", "35", "34", "96", "93", "92", "95", "94");
    private static final String BOLD = "1";

    private final PrintStream out;
    private final boolean isColoured;
    private final Map<String, String> prefixes;
    private final Map<String, LogFile> files;

    /**
     * Prepares for these parts.
     *
     * @param out where lines are printed
     * @param isColoured whether names are coloured
     * @param parts names of all that will write
     * @param files opens the log of a part
     */
    Journal(
            PrintStream out,
            boolean isColoured,
            List<String> parts,
            Function<String, LogFile> files) {
        this.out = out;
        this.isColoured = isColoured;
        int width = parts.stream().mapToInt(String::length).reduce(OWN_NAME.length(), Math::max);
        this.prefixes =
                parts.stream()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(),
                                        part -> prefix(part, width, colourOf(parts, part))));
        this.prefixes.put(OWN_NAME, prefix(OWN_NAME, width, BOLD));
        this.files = parts.stream().collect(Collectors.toMap(Function.identity(), files));
    }

    private static String colourOf(List<String> parts, String part) {
        return COLOURS.get(parts.indexOf(part) % COLOURS.size());
    }

    private String prefix(String name, int width, String colour) {
        var padded = name + " ".repeat(width - name.length());
        return isColoured ? "\u001b[" + colour + "m" + padded + " │\u001b[0m " : padded + " | ";
    }

    @Override
    public void line(String part, String line) {
        out.println(prefixes.getOrDefault(part, part + " | ") + line);
        var file = files.get(part);
        if (file != null) {
            file.append(line);
        }
    }

    @Override
    public void say(String line) {
        line.lines().forEach(each -> out.println(prefixes.get(OWN_NAME) + each));
    }

    @Override
    public void close() {
        files.values().forEach(LogFile::close);
    }
}
