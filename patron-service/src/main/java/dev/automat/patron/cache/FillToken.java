package dev.automat.patron.cache;

/**
 * The right to cache what a SELECT will answer, taken before it is sent. It is void as soon as the
 * row's generation or the cache's epoch has moved on.
 *
 * @param epoch counts how often everything was forgotten
 * @param absences counts how often it was forgotten which rows are not there
 * @param generation counts changes of the row, and of those that share its counter
 */
record FillToken(long epoch, long absences, int generation) {}
