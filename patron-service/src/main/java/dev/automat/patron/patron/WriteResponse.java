package dev.automat.patron.patron;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/** The body that answers a write. */
@JsonPropertyOrder({"msg", "id"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record WriteResponse(String msg, @Nullable Long id) {

    static final WriteResponse OK = new WriteResponse("ok", null);
    static final WriteResponse BAD = new WriteResponse("bad", null);

    static WriteResponse created(long id) {
        return new WriteResponse("ok", id);
    }
}
