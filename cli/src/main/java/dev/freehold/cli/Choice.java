package dev.freehold.cli;

import dev.freehold.profile.Format;
import dev.freehold.profile.SampleType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// One constant of an enum, typed in any case; a refusal lists their names small, as the help does.
///
/// @param <E> the enum
final class Choice<E extends Enum<E>> implements ITypeConverter<E> {
  private final E[] all;

  private Choice(Class<E> type) {
    this.all = type.getEnumConstants();
  }

  /// Makes a command and those below it read their enums so.
  static void register(CommandLine line) {
    line.registerConverter(Format.class, new Choice<>(Format.class));
    line.registerConverter(SampleType.class, new Choice<>(SampleType.class));
    line.registerConverter(
        PagesCommand.CurveKind.class, new Choice<>(PagesCommand.CurveKind.class));
  }

  @Override
  public E convert(String typed) {
    return Arrays.stream(all)
        .filter(each -> each.name().equalsIgnoreCase(typed))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "expected one of %s but was '%s'"
                    .formatted(
                        Arrays.stream(all).map(Choice::small).collect(Collectors.joining(", ")),
                        typed)));
  }

  private static String small(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
