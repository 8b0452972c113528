package dev.automat.news.source;

import java.net.URI;
import java.util.List;

/**
 * A site whose headlines are read.
 *
 * @param id stable short name, used in addresses and logs
 * @param name what readers see
 * @param url the page that lists the headlines
 * @param color marks the source's headlines
 * @param render which renderer the page needs
 * @param minimum as many headlines a rule must find to be believed
 * @param rules alternatives, tried in order
 */
public record Source(
        String id,
        String name,
        URI url,
        Color color,
        RenderMode render,
        int minimum,
        List<Rule> rules) {

    public Source {
        rules = List.copyOf(rules);
    }
}
