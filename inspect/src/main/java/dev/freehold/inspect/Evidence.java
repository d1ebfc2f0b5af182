package dev.freehold.inspect;

import dev.freehold.inspect.Explanation.Unseen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a JVM says of its own memory. Shared after it is gathered, and never changed.
///
/// @param claims on addresses
/// @param account of the JVM, where it keeps one
/// @param malloc the account of the C library, where it is told
/// @param unseen what was not told, and what would tell it
record Evidence(
    Claims claims,
    Optional<NativeMemory> account,
    Optional<MallocInfo> malloc,
    List<Unseen> unseen) {
  private static final Unseen NO_ACCOUNT =
      new Unseen(
          "direct memory apart from other blocks of malloc, and what the JVM takes for itself",
          "start it with -XX:NativeMemoryTracking=summary");
  private static final Unseen NO_MALLOC =
      new Unseen(
          "how much of malloc's memory is in use",
          "run it on a JDK that knows " + MallocInfo.COMMAND + ", with the GNU C library");

  /// Nothing was said.
  ///
  /// @param unseen why
  static Evidence none(Unseen unseen) {
    return new Evidence(new Claims(), Optional.empty(), Optional.empty(), List.of(unseen));
  }

  /// Has a JVM listen, and asks it. Takes some tenths of a second; the JVM goes on meanwhile.
  static Evidence of(Target target, List<Mapping> mappings) {
    if (!Target.java(mappings)) {
      return none(
          new Unseen("what a program that is no JVM uses its memory for, beyond its mappings", ""));
    }
    try {
      return of(Attachment.to(target));
    } catch (IOException e) {
      return none(
          new Unseen(
              "what only the JVM itself can say, which does not answer (%s)"
                  .formatted(oneLine(String.valueOf(e.getMessage()))),
              "run as its user, and start it without -XX:+DisableAttachMechanism"));
    }
  }

  /// Asks for all that can be told.
  static Evidence of(Answers answers) {
    Claims claims = new Claims();
    List<Unseen> unseen = new ArrayList<>();
    answers.to(PublishedHeaps.COMMAND).ifPresent(answer -> PublishedHeaps.claim(answer, claims));
    Optional<NativeMemory> account = answers.to(NativeMemory.COMMAND).flatMap(NativeMemory::of);
    account.ifPresentOrElse(
        tracked -> mapped(answers, tracked, claims), () -> unseen.add(NO_ACCOUNT));
    RangeAnswer.claim(answers, claims);
    Optional<MallocInfo> malloc = answers.to(MallocInfo.COMMAND).flatMap(MallocInfo::of);
    if (malloc.isEmpty()) {
      unseen.add(NO_MALLOC);
    }
    return new Evidence(claims, account, malloc, List.copyOf(unseen));
  }

  private static void mapped(Answers answers, NativeMemory account, Claims claims) {
    answers
        .to("VM.native_memory detail scale=B")
        .ifPresent(answer -> AddressMap.detail(answer, claims));
    answers
        .to("System.map")
        .ifPresent(answer ->
            AddressMap.mappings(answer, account.mappedBytes().getOrDefault("GC", 0L), claims));
  }

  private static String oneLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }
}
