package dev.freehold.alloc;

/// The exact figures of an allocator at one moment. All sizes in bytes.
///
/// ```text
/// 0                                            highest committed address
/// |  block  |..hole..|  block  | block |....hole....|
/// allocatedBytes = all blocks         holeBytes = all holes
/// requestedBytes <= allocatedBytes <= committedBytes (where the allocator commits whole blocks)
/// ```
///
/// @param blocks the number of live blocks
/// @param requestedBytes what the program asked for, summed over live blocks
/// @param allocatedBytes what the live blocks occupy
/// @param committedBytes what the operating system has committed for the region
/// @param holeBytes the free bytes below the highest committed address
/// @param largestHoleBytes the largest hole below the highest committed address
/// @param peakRequestedBytes the largest `requestedBytes` so far
/// @param peakAllocatedBytes the largest `allocatedBytes` so far
/// @param peakCommittedBytes the largest `committedBytes` so far
/// @param metadataBytes the Java heap that the allocator uses for its own structures
public record Statistics(
    long blocks,
    long requestedBytes,
    long allocatedBytes,
    long committedBytes,
    long holeBytes,
    long largestHoleBytes,
    long peakRequestedBytes,
    long peakAllocatedBytes,
    long peakCommittedBytes,
    long metadataBytes) {

  /// The share of the blocks that was not asked for: `1 - requested / allocated`.
  ///
  /// @return from 0 to 1; 0 where nothing is allocated
  public double internalFragmentation() {
    return allocatedBytes == 0 ? 0 : 1 - (double) requestedBytes / allocatedBytes;
  }

  /// The share of the free memory that lies outside the largest hole: `1 - largest hole / all
  /// holes`.
  ///
  /// @return from 0 to 1; 0 where there is no hole
  public double externalFragmentation() {
    return holeBytes == 0 ? 0 : 1 - (double) largestHoleBytes / holeBytes;
  }

  /// How much of the memory committed at the worst was asked for at the worst: `peak requested /
  /// peak committed`.
  ///
  /// @return from 0 to 1; 0 where nothing was ever committed
  public double utilisation() {
    return peakCommittedBytes == 0 ? 0 : (double) peakRequestedBytes / peakCommittedBytes;
  }
}
