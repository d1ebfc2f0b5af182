package dev.freehold.lab.replay;

import org.jspecify.annotations.Nullable;

/// What one allocator did with one trace. All figures but the time are the same in every run.
///
/// Figures of memory are those that the allocator keeps of itself; a peer that keeps none has -1
/// there, and `NaN` in the shares.
///
/// @param trace the trace's name
/// @param allocator the allocator's name on the command line
/// @param operations allocations and frees
/// @param allocations requests for a block
/// @param frees blocks given back by the trace
/// @param failed requests that were refused; the replay stops at the first
/// @param verified whether every block kept its contents until it was freed
/// @param peakRequestedBytes the most bytes requested at once
/// @param peakAllocatedBytes the most bytes that blocks occupied at once
/// @param peakCommittedBytes the most bytes committed at once
/// @param utilisation peak requested over peak committed
/// @param internalFragmentation 1 - requested/allocated, at the moment of peak requested bytes
/// @param externalFragmentation 1 - largest hole/all holes, at the moment of peak requested bytes
/// @param worstInternalFragmentation the largest internal fragmentation sampled while at least half
///   of the peak is requested
/// @param worstExternalFragmentation the largest external fragmentation sampled since half of the
///   peak was first requested
/// @param nanosPerOperation the median over the timed passes; `NaN` where none was made
/// @param nanosSpread half the distance from the fastest to the slowest timed pass, per operation
/// @param failure what went wrong, at which operation, and who held what; null where all went well
public record ReplayResult(
    String trace,
    String allocator,
    long operations,
    long allocations,
    long frees,
    long failed,
    boolean verified,
    long peakRequestedBytes,
    long peakAllocatedBytes,
    long peakCommittedBytes,
    double utilisation,
    double internalFragmentation,
    double externalFragmentation,
    double worstInternalFragmentation,
    double worstExternalFragmentation,
    double nanosPerOperation,
    double nanosSpread,
    @Nullable String failure) {}
