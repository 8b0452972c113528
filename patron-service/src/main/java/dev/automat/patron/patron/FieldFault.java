package dev.automat.patron.patron;

/**
 * What is wrong with one field of a request.
 *
 * @param field its name, or {@code body} for the whole body
 * @param message what it must be
 */
record FieldFault(String field, String message) {}
