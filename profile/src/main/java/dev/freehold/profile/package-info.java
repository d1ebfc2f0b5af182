/// Recordings of heaps: read, summarized, converted, compared.
///
/// ```text
///   files  --RecordingReader-->  Profile  --Report-->  Format: table, collapsed, pprof, html, json
///                                Profile  -----^ base
/// ```
///
/// A *profile* says, for each stack that took blocks, how many and how many bytes, and what of that
/// is still in use. The figures are estimates from samples; each stack's are rounded once, so that
/// the totals of every format are the sums of its rows.
package dev.freehold.profile;
