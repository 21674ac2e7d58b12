//! Makes the system's allocator give the memory of large pictures back.

#![expect(unsafe_code, reason = "the C library's own settings have no safe door")]

/// Blocks of this many bytes and more are returned as soon as they are freed.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE_BLOCK: libc::c_int = 1 << 20;

/// Call first thing. Without it glibc raises its own threshold to 32 MiB with
/// the first picture, and keeps 100 MB and more of freed planes in its arenas.
/// Elsewhere than on glibc it does nothing.
pub fn give_back_large_blocks() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: mallopt takes two integers, touches nothing but the allocator's
    // own settings, and is called before there are other threads.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE_BLOCK);
    }
}
