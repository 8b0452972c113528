package dev.automat.news.web;

/** HTML under construction. What goes in as text or as an attribute's value comes out as such. */
final class Markup {

    private final StringBuilder html = new StringBuilder(16 * 1024);

    /** Adds markup as it is; for literals only. */
    Markup raw(String markup) {
        html.append(markup);
        return this;
    }

    Markup text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c);
            }
        }
        return this;
    }

    Markup text(long number) {
        html.append(number);
        return this;
    }

    /** Adds a quoted attribute, with a space before it. */
    Markup attribute(String name, String value) {
        return raw(" ").raw(name).raw("=\"").text(value).raw("\"");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
