//! One setting of glibc's allocator. Allocators of other systems are left as they are: the module is not compiled there.
//!
//! glibc raises the size from which a block is mapped by itself, and given back when it is freed, to the size of the
//! largest block that was ever freed. After one password hash (19 MiB) the next ones come from the arenas of their
//! threads, which keep them: eight people who sign in at once left 100 MiB behind (`bench/results/start.md`).
//!
//! Invariant: this is the one module of the crate with unsafe code.
#![expect(unsafe_code, reason = "calls a C function; the block says why it is sound")]

/// Blocks of this size and more are mapped by themselves: above all buffers, below what hashes and encodes take at once.
const MAPPED_FROM_BYTES: libc::c_int = 4 << 20;

/// Makes the size a fixed one; called before there are threads.
pub(crate) fn give_large_blocks_back() {
    // SAFETY: mallopt takes two integers and changes only the allocator's own settings. It returns 0 for a value out of
    // its range, which the constant is not, and then changes nothing.
    let _ = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, MAPPED_FROM_BYTES) };
}
