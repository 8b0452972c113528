package dev.automat.metrics.history;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Values of consecutive seconds; null where there is none. */
final class Points extends AbstractList<@Nullable Float> implements RandomAccess {

    private final float[] values;

    /** Takes the array over. */
    Points(float[] values) {
        this.values = values;
    }

    @Override
    public @Nullable Float get(int index) {
        float value = values[index];
        return Float.isNaN(value) ? null : value;
    }

    @Override
    public int size() {
        return values.length;
    }
}
