package dev.automat.news.render.chromium;

import tools.jackson.databind.JsonNode;

/**
 * Something the browser reports by itself.
 *
 * @param method the event's name, for example {@code Page.frameNavigated}
 */
record DevToolsEvent(String method, JsonNode params) {}
