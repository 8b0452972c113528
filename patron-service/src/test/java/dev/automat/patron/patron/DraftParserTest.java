package dev.automat.patron.patron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class DraftParserTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void readsADraft() {
        assertThat(parse("{\"fav_dish\":\"\",\"name\":\"Caról 🍽\"}"))
                .isEqualTo(new PatronDraft("Caról 🍽", ""));
    }

    @Test
    void countsCharactersAsPeopleDo() {
        var thousand = "🍽".repeat(1_000);

        assertThat(parse("{\"name\":\"" + thousand + "\",\"fav_dish\":\"\"}").name())
                .isEqualTo(thousand);
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> parse("{\"name\":7,\"id\":37}"))
                .satisfies(ex ->
                        assertThat(ex.faults())
                                .containsExactly(
                                        new FieldFault("name", "must be a string"),
                                        new FieldFault("fav_dish", "is required"),
                                        new FieldFault("id", "is not a field of a patron")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"name":" ","fav_dish":""}      | must not be blank
                    {"name":null,"fav_dish":""}     | must be a string
                    {"name":["Carol"],"fav_dish":""}| must be a string
                    {"name":"a\\u0000b","fav_dish":""} | must not contain the character U+0000
                    {"name":"a\\ud800b","fav_dish":""} | must not contain half of a surrogate pair
                    """)
    void refusesNamesThatAreNone(String body, String message) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> parse(body))
                .satisfies(ex ->
                        assertThat(ex.faults()).containsExactly(new FieldFault("name", message)));
    }

    @Test
    void refusesATextThatIsTooLong() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() ->
                        parse("{\"name\":\"Carol\",\"fav_dish\":\"" + "x".repeat(1_001) + "\"}"))
                .satisfies(ex ->
                        assertThat(ex.faults())
                                .containsExactly(
                                        new FieldFault(
                                                "fav_dish",
                                                "must have at most 1000 characters, has"
                                                        + " 1001")));
    }

    @ParameterizedTest
    @CsvSource({"[]", "null", "7", "\"Carol\""})
    void refusesABodyThatIsNoObject(String body) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> parse(body))
                .satisfies(ex ->
                        assertThat(ex.faults())
                                .containsExactly(new FieldFault("body", "must be a JSON object")));
    }

    private static PatronDraft parse(String body) {
        return DraftParser.parse(JSON.readTree(body));
    }
}
