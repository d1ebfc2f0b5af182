package dev.freehold;

/// What a borrow may do with the bytes.
enum Access {
  READ,
  WRITE
}
