/// What this JVM, kernel and container allow, what Freehold does about it, and what to change.
package dev.freehold.lab.doctor;
