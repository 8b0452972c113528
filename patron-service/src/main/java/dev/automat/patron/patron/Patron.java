package dev.automat.patron.patron;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** A patron as stored. */
@JsonPropertyOrder({"id", "name", "fav_dish"})
public record Patron(
        @JsonProperty("id") long id,
        @JsonProperty("name") String name,
        @JsonProperty("fav_dish") String favDish) {}
