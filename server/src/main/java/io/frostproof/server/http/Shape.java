package io.frostproof.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AnnotationKeyword;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Format;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON schema without references, compiled when it is first used: most are not, and starting has to be fast. Thread-safe. */
final class Shape {

    /** Words that a failed pattern is told in. */
    static final String EXPECTED = "x-expected";

    private final JsonNode schema;
    private volatile @Nullable JsonSchema compiled;

    Shape(JsonNode schema) {
        this.schema = schema;
    }

    JsonNode schema() {
        return schema;
    }

    /** What is wrong with a value; empty when nothing is. */
    Set<ValidationMessage> findings(JsonNode value) {
        JsonSchema known = compiled;
        if (known == null) {
            // Two threads may both compile it, to the same end.
            known = Compiler.compile(schema);
            compiled = known;
        }
        return known.validate(value);
    }

    /** Loaded with the first schema that is used. */
    private static final class Compiler {

        private static final JsonMetaSchema DIALECT = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .format(new Time())
                .keyword(new AnnotationKeyword(EXPECTED))
                .build();

        private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.builder()
                .defaultMetaSchemaIri(DIALECT.getIri())
                .metaSchema(DIALECT)
                .build();

        private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .build();

        static JsonSchema compile(JsonNode schema) {
            return FACTORY.getSchema(schema, CONFIG);
        }
    }

    /** The same times in bodies as in queries. */
    private static final class Time implements Format {

        @Override
        public String getName() {
            return "date-time";
        }

        @Override
        public boolean matches(ExecutionContext context, String value) {
            return Times.parse(value).isPresent();
        }
    }
}
