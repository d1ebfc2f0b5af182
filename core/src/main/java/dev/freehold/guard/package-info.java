/// Memory with rules of its own: code that cannot be written, secrets that do not leave, pages that
/// no one may touch.
///
/// ```java
/// try (Secrets secrets = Secrets.open(SecretsConfig.ofBytes(4096));
///     Secret key = secrets.allocate(32)) {
///   key.segment().fill((byte) 7);
/// } // wiped, then freed
/// ```
///
/// The processor checks each access against the *protection* of its page, at no cost; the kernel
/// sets it. What happens to an access against it depends on how the page was made:
///
/// | page | made by | an access against it |
/// |---|---|---|
/// | read-only, executable, without access | `Region.protect` | ends the process |
/// | guard page | `Region.guard` | throws an `InternalError` where Java code made it |
/// | under a view | `MemorySegment.asReadOnly`, the bounds of a segment | throws before the access |
///
/// So views and bounds come first, guard pages find what goes past them, and protection stands
/// behind both.
///
/// | want | take |
/// |---|---|
/// | machine code that is run and not changed | [CodeRegion] |
/// | keys and passwords | [Secrets] |
/// | addresses that cannot be guessed | `RegionConfig.withPlacement(Placement.RANDOM)` |
/// | a page after a block that no one may touch | `Region.guard` |
/// | data that no raw address may write | `Region.protect` and `asReadOnly` |
package dev.freehold.guard;
