/// Replacement policies: which pages stay in memory when not all of them fit.
///
/// ```java
/// Requests requests = Requests.of(pages, names); // pages numbered from 0, in the order of a trace
/// ReplacementPolicy lru = Policies.LRU.open(requests, 1000);
/// long misses = requests.misses(lru);
///
/// ReplacementPolicy own = new Clock(1 << 20, 1000, 2); // 2^20 pages, 1000 frames, 2 bits
/// boolean hit = own.request(17);
/// ```
///
/// A *page* is an int; the pages of a policy are numbered from 0 without large gaps, for its state
/// lies in arrays over them. A *request* of a resident page is a *hit*, of any other a *miss*,
/// which makes it resident; for that another may have to leave. A *ghost* is a page that left and
/// is still remembered. In a *fixed space* there are so many *frames*; in a *variable space* the
/// policy says how many pages are resident, and its size is a time in requests.
///
/// | want | take |
/// |---|---|
/// | the least a policy can miss | [Opt], which knows the future |
/// | one bit at a hit, nothing else | [Clock], [Sieve], [S3Fifo], [ClockPro] |
/// | loops larger than memory | [Lirs], [ClockPro] |
/// | no parameter, recency and frequency in balance | [Arc] |
/// | scans that must not hurt | [TwoQ], [S3Fifo], [Lirs], [WindowTinyLfu] |
/// | a few pages requested for ever | [WindowTinyLfu], [Lfu] |
/// | exact curves for all sizes at once | [Lru], a stack algorithm |
/// | the pages that a program needs now | [WorkingSet], [PageFaultFrequency], [WsClock] |
/// | the fewest resident pages for so many misses | [Vmin], which knows the future |
///
/// No one policy is the best for every trace: measure with your own. All of them are in [Policies],
/// by name.
///
/// Counts are exact: FIFO, LRU, Clock, LFU, 2Q, ARC, SIEVE, S3-FIFO and OPT miss exactly where
/// libCacheSim does, LIRS where its authors' program does, CLOCK-Pro, W-TinyLFU and OPT with bypass
/// where Caffeine's simulator does.
package dev.freehold.paging.policy;
