/// Where the resident memory of a process is.
///
/// ```text
///   /proc/PID/smaps ----> Mappings ----+
///                                      +--> Reckoning ----> Explanation: parts + unknown = RSS
///   the JVM's answers --> Evidence ----+
///   (attach)              claims on addresses, accounts of malloc
/// ```
///
/// Every mapping is cut where claims begin and end, and each cut is given to one part. What malloc
/// serves has no addresses of its own; it is divided by the JVM's and the C library's accounts.
package dev.freehold.inspect;
