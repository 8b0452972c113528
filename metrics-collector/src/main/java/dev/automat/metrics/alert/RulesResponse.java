package dev.automat.metrics.alert;

import dev.automat.metrics.alert.rule.AlertRules;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for.
 *
 * @param rules those in force
 * @param problem why the file's newest content is not; null when it is
 */
record RulesResponse(AlertRules rules, @Nullable String problem) {}
