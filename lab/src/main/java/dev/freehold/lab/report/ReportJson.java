package dev.freehold.lab.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// The records of the page as JSON: bytes are gzip in base64, a figure that is not a number is
/// null.
final class ReportJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(
              new SimpleModule()
                  .addSerializer(new Packed())
                  .addSerializer(double.class, new Figure())
                  .addSerializer(Double.class, new Figure()));

  private ReportJson() {}

  /// Writes reports so that they can stand inside a script element of any page.
  static String of(List<TraceReport> reports) {
    return element(new Page<>("freehold.report/1", reports));
  }

  /// Writes reports of page traces in the same way.
  static String ofPages(List<PagesReport> reports) {
    return element(new Page<>("freehold.pages-report/1", reports));
  }

  /// Writes a record so that it can stand inside a script element of any page.
  static String element(Record page) {
    // Only strings hold a '<', and there the escape means the same: no name can end the element.
    return text(page, MAPPER.writer()).replace("<", "\\u003c");
  }

  /// Writes a record over several lines, for a file of its own.
  static String document(Record page) {
    return text(page, MAPPER.writerWithDefaultPrettyPrinter()) + "\n";
  }

  private static String text(Record page, ObjectWriter writer) {
    try {
      return writer.writeValueAsString(page);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report cannot be written as JSON", e);
    }
  }

  /// The element's contents.
  ///
  /// @param <T> the kind of report
  /// @param schema names the format and its version
  /// @param traces in the order of the page
  record Page<T>(String schema, List<T> traces) {}

  private static final class Packed extends StdSerializer<byte[]> {
    private static final long serialVersionUID = 1;

    Packed() {
      super(byte[].class);
    }

    @Override
    public void serialize(byte[] bytes, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(bytes);
      }
      json.writeString(Base64.getEncoder().encodeToString(packed.toByteArray()));
    }
  }

  private static final class Figure extends StdSerializer<Double> {
    private static final long serialVersionUID = 1;

    Figure() {
      super(Double.class);
    }

    @Override
    public void serialize(Double figure, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(figure)) {
        json.writeNumber(figure);
      } else {
        json.writeNull();
      }
    }
  }
}
