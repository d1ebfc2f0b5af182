/// Where blocks were taken and freed.
///
/// A *site* is a place in the code, with the calls that led there.
package dev.freehold.track;
