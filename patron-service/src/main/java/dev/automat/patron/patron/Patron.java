package dev.automat.patron.patron;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A patron as stored, with what HTTP says about it: encoded once, however often it is served from a
 * cache.
 */
@JsonPropertyOrder({"id", "name", "fav_dish"})
public final class Patron {

    private final long id;
    private final String name;
    private final String favDish;
    private final long readAt = System.nanoTime();

    /** Written without a lock: whoever comes too early makes an equal one. */
    private @Nullable Representation representation;

    public Patron(long id, String name, String favDish) {
        this.id = id;
        this.name = name;
        this.favDish = favDish;
    }

    @JsonProperty("id")
    public long id() {
        return id;
    }

    @JsonProperty("name")
    public String name() {
        return name;
    }

    @JsonProperty("fav_dish")
    public String favDish() {
        return favDish;
    }

    /** Its bytes in JSON and its entity tag. */
    @JsonIgnore
    public Representation representation() {
        var known = representation;
        if (known == null) {
            known = Representation.of(this);
            representation = known;
        }
        return known;
    }

    /** Whole seconds since the database said so. */
    @JsonIgnore
    public long ageInSeconds() {
        return (System.nanoTime() - readAt) / 1_000_000_000;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Patron it
                && id == it.id
                && name.equals(it.name)
                && favDish.equals(it.favDish);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, name, favDish);
    }

    @Override
    public String toString() {
        return "Patron[" + id + "]";
    }
}
