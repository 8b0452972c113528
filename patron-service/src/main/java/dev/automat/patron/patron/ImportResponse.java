package dev.automat.patron.patron;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The body that answers an import.
 *
 * @param msg {@code ok}, or {@code bad} when a line failed
 * @param imported patrons created
 * @param failed lines that were not imported
 * @param errors what was wrong with the first of them
 */
@JsonPropertyOrder({"msg", "imported", "failed", "errors"})
record ImportResponse(String msg, long imported, long failed, List<ImportLine.LineFault> errors) {}
