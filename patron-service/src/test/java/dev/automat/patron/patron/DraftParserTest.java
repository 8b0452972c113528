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
    void takesAMebibyteAndCountsItAsBytes() {
        var mebibyte = "🍽".repeat(262_144);

        assertThat(parse("{\"name\":\"" + mebibyte + "\",\"fav_dish\":\"\"}").name())
                .isEqualTo(mebibyte);
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
        var dish = "é".repeat(524_289);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> parse("{\"name\":\"Carol\",\"fav_dish\":\"" + dish + "\"}"))
                .satisfies(ex ->
                        assertThat(ex.faults())
                                .containsExactly(
                                        new FieldFault(
                                                "fav_dish",
                                                "must have at most 1048576 bytes in UTF-8, has"
                                                        + " 1048578")));
    }

    @Test
    void aPatchSaysWhatChangesAndNoMore() {
        assertThat(patch("{\"fav_dish\":\"Ramen\"}")).isEqualTo(new PatronPatch(null, "Ramen"));
        assertThat(patch("{}")).isEqualTo(new PatronPatch(null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"fav_dish":null} | fav_dish | cannot be removed
                    {"name":"\\t"}    | name     | must not be blank
                    {"id":7}          | id       | is not a field of a patron
                    {"name":{"a":1}}  | name     | must be a string
                    """)
    void refusesAPatchThatLeavesNoPatron(String body, String field, String message) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> patch(body))
                .satisfies(ex ->
                        assertThat(ex.faults()).containsExactly(new FieldFault(field, message)));
    }

    @Test
    void aLineOfAnExportIsADraft() {
        var line = JSON.readTree("{\"id\":37,\"name\":\"Carol\",\"fav_dish\":\"Soup\"}");

        assertThat(DraftParser.parseLine(line)).isEqualTo(new PatronDraft("Carol", "Soup"));
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

    private static PatronPatch patch(String body) {
        return DraftParser.parsePatch(JSON.readTree(body));
    }

    private static PatronDraft parse(String body) {
        return DraftParser.parse(JSON.readTree(body));
    }
}
