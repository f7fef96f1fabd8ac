#if os(Linux)
    @preconcurrency import Glibc

    // Swift does not see these options among the C library's names.

    @_silgen_name("prctl")
    private func control(_ option: Int32, _ a: UInt, _ b: UInt, _ c: UInt, _ d: UInt) -> Int32

    /// `PR_SET_DUMPABLE`: whether others of the same user see the memory of this process.
    func setDumpable(_ value: UInt) { _ = control(4, value, 0, 0, 0) }

    /// `PR_SET_PDEATHSIG`: this process is killed when its parent ends.
    func dieWithParent() { _ = control(1, UInt(SIGKILL), 0, 0, 0) }

    /// `PR_SET_CHILD_SUBREAPER`: this process becomes the parent of what its children leave behind.
    func setSubreaper() { _ = control(36, 1, 0, 0, 0) }
#endif
